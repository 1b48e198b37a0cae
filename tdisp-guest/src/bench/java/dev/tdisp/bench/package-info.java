/**
 * Benchmarks, built and run by the profile {@code bench} alone.
 *
 * <p>{@link dev.tdisp.bench.Benchmarks} runs them and prints one table; docs/performance.md says what they measure.
 */
@NullMarked
package dev.tdisp.bench;

import org.jspecify.annotations.NullMarked;
