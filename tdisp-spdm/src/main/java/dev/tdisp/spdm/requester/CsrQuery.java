package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;

/**
 * Which certificate signing request is wanted (section 2.15).
 *
 * @param keyPairId the key pair in a multi-key connection; else 0
 * @param certificateModel what the certificate is to be in a multi-key connection, 1 to 3; else 0
 * @param trackingTag the tag of a request that waited for a reset; else 0
 * @param isOverwrite whether requests that wait are to be dropped
 * @param requesterInfo a CertificationRequestInfo in DER that says what the request is to contain, or nothing
 */
public record CsrQuery(int keyPairId, int certificateModel, int trackingTag, boolean isOverwrite, Bytes requesterInfo) {
    /** A request for the device's only key. */
    public static final CsrQuery DEFAULT = new CsrQuery(0, 0, 0, false, Bytes.EMPTY);

    private static final int TAG_SHIFT = 3;
    private static final int OVERWRITE = 0x80;

    /**
     * Chooses a key pair.
     *
     * @param changedId the key pair
     * @param changedModel what the certificate is to be
     * @return the changed copy
     */
    public CsrQuery of(int changedId, int changedModel) {
        return new CsrQuery(changedId, changedModel, trackingTag, isOverwrite, requesterInfo);
    }

    /**
     * Goes on with a request that waited for a reset.
     *
     * @param changed the tag
     * @return the changed copy
     */
    public CsrQuery tagged(int changed) {
        return new CsrQuery(keyPairId, certificateModel, changed, isOverwrite, requesterInfo);
    }

    /**
     * Drops the requests that wait.
     *
     * @return the changed copy
     */
    public CsrQuery overwriting() {
        return new CsrQuery(keyPairId, certificateModel, trackingTag, true, requesterInfo);
    }

    /**
     * Says what the request is to contain.
     *
     * @param changed a CertificationRequestInfo in DER
     * @return the changed copy
     */
    public CsrQuery withInfo(Bytes changed) {
        return new CsrQuery(keyPairId, certificateModel, trackingTag, isOverwrite, changed);
    }

    int attributes() {
        return certificateModel | trackingTag << TAG_SHIFT | (isOverwrite ? OVERWRITE : 0);
    }
}
