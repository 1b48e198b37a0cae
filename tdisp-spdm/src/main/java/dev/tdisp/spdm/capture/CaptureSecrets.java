package dev.tdisp.spdm.capture;

import dev.tdisp.spdm.crypto.Secret;
import java.util.List;

/**
 * The secrets of a recorded exchange, in the order in which its sessions began.
 *
 * @param sharedSecrets what each KEY_EXCHANGE agreed on
 * @param preSharedKeys the key of each PSK_EXCHANGE
 */
public record CaptureSecrets(List<Secret> sharedSecrets, List<Secret> preSharedKeys) {
    /** No secrets: sessions stay closed. */
    public static final CaptureSecrets NONE = new CaptureSecrets(List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param sharedSecrets what each KEY_EXCHANGE agreed on
     * @param preSharedKeys the key of each PSK_EXCHANGE
     */
    public CaptureSecrets {
        sharedSecrets = List.copyOf(sharedSecrets);
        preSharedKeys = List.copyOf(preSharedKeys);
    }
}
