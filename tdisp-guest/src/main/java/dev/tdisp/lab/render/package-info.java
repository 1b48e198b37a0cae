/**
 * Views of a trace: {@link dev.tdisp.lab.render.TraceText} as lines that align, and as hex with the field beside its bytes.
 *
 * <p>Everything is made from the events alone, so the same trace gives the same text.
 */
@NullMarked
package dev.tdisp.lab.render;

import org.jspecify.annotations.NullMarked;
