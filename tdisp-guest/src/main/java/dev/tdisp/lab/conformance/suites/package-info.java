/**
 * All cases, by the protocol that they are about.
 */
@NullMarked
package dev.tdisp.lab.conformance.suites;

import org.jspecify.annotations.NullMarked;
