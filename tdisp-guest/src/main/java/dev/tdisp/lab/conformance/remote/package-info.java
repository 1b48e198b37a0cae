/** Whoever answers on a socket, as a subject of the suite. */
@NullMarked
package dev.tdisp.lab.conformance.remote;

import org.jspecify.annotations.NullMarked;
