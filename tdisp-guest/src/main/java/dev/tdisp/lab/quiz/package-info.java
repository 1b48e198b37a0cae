/** Exercises: runs in which something is wrong, questions about them, and answers that are found by running. */
@NullMarked
package dev.tdisp.lab.quiz;

import org.jspecify.annotations.NullMarked;
