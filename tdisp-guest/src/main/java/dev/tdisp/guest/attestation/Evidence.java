package dev.tdisp.guest.attestation;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.host.vmm.GuestWindow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a guest looks at: the security manager's word before and after it collected what the hypervisor handed over.
 *
 * @param before the status before the blobs were collected
 * @param after the status afterwards
 * @param nonce the nonce that the guest drew for the measurements
 * @param blobs what the hypervisor handed over, as long as it handed over something
 * @param windows where the hypervisor says the windows are
 */
public record Evidence(
        InterfaceStatus before,
        InterfaceStatus after,
        Bytes nonce,
        Map<EvidenceKind, Bytes> blobs,
        List<GuestWindow> windows) {
    /**
     * Copies the collections.
     *
     * @param before the status before
     * @param after the status afterwards
     * @param nonce the guest's nonce
     * @param blobs what the hypervisor handed over
     * @param windows where the windows are said to be
     */
    public Evidence {
        blobs = Map.copyOf(blobs);
        windows = List.copyOf(windows);
    }

    /**
     * Returns what the hypervisor handed over.
     *
     * @param kind what kind
     * @return the blob, if there is one
     */
    public Optional<Bytes> blob(EvidenceKind kind) {
        return Optional.ofNullable(blobs.get(kind));
    }
}
