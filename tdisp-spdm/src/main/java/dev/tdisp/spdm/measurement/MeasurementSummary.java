package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Hash;
import java.util.List;
import java.util.Optional;

/** Which measurements a summary hash covers: MeasurementSummaryHashType. */
public enum MeasurementSummary {
    /** None: there is no summary hash. */
    NONE(0x00),
    /** Those of the trusted computing base. */
    TRUSTED_COMPUTING_BASE(0x01),
    /** All. */
    ALL(0xFF);

    private final int code;

    MeasurementSummary(int code) {
        this.code = code;
    }

    /**
     * Returns the value of the type.
     *
     * @return 0, 1 or 255
     */
    public int code() {
        return code;
    }

    /**
     * Finds the type of a value.
     *
     * @param code the value
     * @return the type, or nothing for an unknown one
     */
    public static Optional<MeasurementSummary> of(int code) {
        for (MeasurementSummary summary : values()) {
            if (summary.code == code) {
                return Optional.of(summary);
            }
        }
        return Optional.empty();
    }

    /**
     * Computes a summary hash: over whole blocks, in the order of their indices.
     *
     * @param hash the negotiated base hash
     * @param blocks the blocks it covers, as an unsigned request without raw bit streams returns them
     * @return the hash
     */
    public static Bytes hash(Hash hash, List<MeasurementBlock> blocks) {
        return hash.digest(MeasurementBlock.encodeAll(blocks));
    }
}
