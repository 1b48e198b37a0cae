/** Runs that a reader steps through, breaks and compares: what the page, the terminal and the exercises have in common. */
@NullMarked
package dev.tdisp.lab.teach;

import org.jspecify.annotations.NullMarked;
