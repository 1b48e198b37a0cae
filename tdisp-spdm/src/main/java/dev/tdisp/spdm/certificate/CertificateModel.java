package dev.tdisp.spdm.certificate;

import java.util.Optional;

/** Whose key a slot's leaf certificate holds. */
public enum CertificateModel {
    /** The device's own key, certified by the manufacturer. */
    DEVICE(1),
    /** A key that the device certifies itself by an authority of its own. */
    ALIAS(2),
    /** Any key; only in slots 1 to 7, since SPDM 1.3. */
    GENERIC(3);

    private final int code;

    CertificateModel(int code) {
        this.code = code;
    }

    /**
     * Returns the value of CertModel.
     *
     * @return 1 to 3
     */
    public int code() {
        return code;
    }

    /**
     * Finds the model of a CertModel value.
     *
     * @param code the value
     * @return the model, or nothing for 0 (none) and unknown ones
     */
    public static Optional<CertificateModel> of(int code) {
        for (CertificateModel model : values()) {
            if (model.code == code) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }
}
