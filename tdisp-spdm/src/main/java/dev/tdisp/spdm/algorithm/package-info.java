/**
 * The code points that two SPDM endpoints negotiate: versions, capabilities and algorithms.
 *
 * <p>Every algorithm is an enum constant that knows its bit on the wire and its sizes. What a negotiation selected is an
 * {@link dev.tdisp.spdm.algorithm.AlgorithmSuite}; what an endpoint can do are
 * {@link dev.tdisp.spdm.algorithm.CapabilityFlags}. Nothing here computes: see the package {@code crypto}.
 */
@NullMarked
package dev.tdisp.spdm.algorithm;

import org.jspecify.annotations.NullMarked;
