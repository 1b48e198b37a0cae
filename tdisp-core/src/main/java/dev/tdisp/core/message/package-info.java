/**
 * The messages of TDISP, one record each with its codec in the same file.
 */
@NullMarked
package dev.tdisp.core.message;

import org.jspecify.annotations.NullMarked;
