/**
 * The only way to time, randomness and events: {@link dev.tdisp.core.env.Env}.
 *
 * <p>Protocol code takes an {@code Env} and asks nothing else of the world, so that one seed gives one trace, byte for
 * byte.
 */
@NullMarked
package dev.tdisp.core.env;

import org.jspecify.annotations.NullMarked;
