/**
 * The bench where the four parties meet.
 */
@NullMarked
package dev.tdisp.lab;

import org.jspecify.annotations.NullMarked;
