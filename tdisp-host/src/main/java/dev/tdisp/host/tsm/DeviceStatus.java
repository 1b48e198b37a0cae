package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;

/**
 * What the security manager tells a guest about a device as a whole, whose interfaces may be bound or not; enough for one
 * without TDISP, which can only prove who and what it is.
 *
 * @param device function 0
 * @param digests what the evidence must hash to: the chain and the measurements that were just made
 * @param link the session, and the stream if there is one
 */
public record DeviceStatus(FunctionId device, EvidenceDigests digests, LinkStatus link) {}
