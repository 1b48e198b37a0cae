package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.GetMeasurements;

/**
 * Which measurements are asked for, and how.
 *
 * <pre>{@code
 * session.measurements(MeasurementQuery.ALL.signedBy(0));
 * }</pre>
 *
 * @param operation an index, or one of the operations of {@link GetMeasurements}
 * @param isSigned whether a signature is asked for
 * @param slot the slot whose key is to sign
 * @param isRaw whether raw bit streams are asked for
 * @param nonce the nonce to sign, 32 bytes; no bytes let the requester draw one
 */
public record MeasurementQuery(int operation, boolean isSigned, int slot, boolean isRaw, Bytes nonce) {
    /** All measurements, without a signature. */
    public static final MeasurementQuery ALL = new MeasurementQuery(GetMeasurements.ALL, false, 0, false, Bytes.EMPTY);

    /** How many measurements there are. */
    public static final MeasurementQuery COUNT =
            new MeasurementQuery(GetMeasurements.TOTAL_COUNT, false, 0, false, Bytes.EMPTY);

    private static final int NONCE_SIZE = 32;

    /**
     * Asks for one measurement, without a signature.
     *
     * @param index its index, 1 to 254
     * @return the query
     * @throws IllegalArgumentException if there is no such index
     */
    public static MeasurementQuery index(int index) {
        if (index <= GetMeasurements.TOTAL_COUNT || index >= GetMeasurements.ALL) {
            throw new IllegalArgumentException("index: %d".formatted(index));
        }
        return new MeasurementQuery(index, false, 0, false, Bytes.EMPTY);
    }

    /**
     * Asks for a signature too.
     *
     * @param signingSlot the slot whose key is to sign
     * @return the changed copy
     */
    public MeasurementQuery signedBy(int signingSlot) {
        return new MeasurementQuery(operation, true, signingSlot, isRaw, nonce);
    }

    /**
     * Asks for a signature over a nonce of the caller's own, who then knows that the measurements are fresh.
     *
     * @param signingSlot the slot whose key is to sign
     * @param ownNonce 32 bytes that were never used before
     * @return the changed copy
     * @throws IllegalArgumentException if it is no nonce
     */
    public MeasurementQuery signedBy(int signingSlot, Bytes ownNonce) {
        if (ownNonce.size() != NONCE_SIZE) {
            throw new IllegalArgumentException("ownNonce: %d bytes".formatted(ownNonce.size()));
        }
        return new MeasurementQuery(operation, true, signingSlot, isRaw, ownNonce);
    }

    /**
     * Asks for raw bit streams.
     *
     * @return the changed copy
     */
    public MeasurementQuery raw() {
        return new MeasurementQuery(operation, isSigned, slot, true, nonce);
    }
}
