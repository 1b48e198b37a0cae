package dev.tdisp.host.tsm;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;

/**
 * What the security manager tells a guest about an interface that is bound to it; every word is the security manager's own.
 *
 * @param function the interface
 * @param state its state, as the device just said in the session
 * @param lockFlags the flags it was locked with
 * @param epoch which lock, measurement and report the digests are of
 * @param digests what the evidence must hash to
 * @param link the session and the stream
 */
public record InterfaceStatus(
        FunctionId function,
        TdiState state,
        LockFlags lockFlags,
        BindEpoch epoch,
        EvidenceDigests digests,
        LinkStatus link) {}
