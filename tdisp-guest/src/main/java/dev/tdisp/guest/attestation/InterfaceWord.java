package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.host.tsm.LinkStatus;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/**
 * What the security manager said about an interface, without the digests.
 *
 * @param version the SPDM version of the session
 * @param aead what protects the session, if anything does
 * @param stream the default stream
 * @param streamSecure whether both ends protect it
 * @param state the state of the interface
 * @param lockFlags the flags it was locked with
 * @param epoch which lock, measurement and report
 */
public record InterfaceWord(
        SpdmVersion version,
        Optional<AeadAlgorithm> aead,
        StreamId stream,
        boolean streamSecure,
        TdiState state,
        LockFlags lockFlags,
        BindEpoch epoch) {
    /**
     * Takes it from what the security manager said.
     *
     * @param status the security manager's answer
     * @return its word
     */
    public static InterfaceWord of(InterfaceStatus status) {
        LinkStatus link = status.link();
        Optional<AeadAlgorithm> aead = link.algorithms()
                .selected(AlgorithmCategory.AEAD)
                .filter(AeadAlgorithm.class::isInstance)
                .map(AeadAlgorithm.class::cast);
        return new InterfaceWord(
                link.version(),
                aead,
                link.stream(),
                link.streamSecure(),
                status.state(),
                status.lockFlags(),
                status.epoch());
    }
}
