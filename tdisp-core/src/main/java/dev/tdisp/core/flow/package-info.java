/**
 * A procedure as a list of named steps, run whole, one by one, or up to a milestone.
 *
 * <p>A {@link dev.tdisp.core.flow.Flow} only goes forward. To go back, build the same parties from the same seed and run
 * again up to the step before: the same seed gives the same run.
 */
@NullMarked
package dev.tdisp.core.flow;

import org.jspecify.annotations.NullMarked;
