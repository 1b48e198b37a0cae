package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * The session with a device and the stream it keyed.
 *
 * @param version the SPDM version in use
 * @param algorithms the algorithms in use
 * @param stream the default stream
 * @param streamSecure whether both ends protect it
 */
public record LinkStatus(SpdmVersion version, AlgorithmSuite algorithms, StreamId stream, boolean streamSecure) {}
