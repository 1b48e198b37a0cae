package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * CHALLENGE: asks the responder to prove that it holds the key of a slot.
 *
 * @param header version and parameters; Param1 is the slot, Param2 the MeasurementSummaryHashType
 * @param nonce 32 random bytes
 * @param requesterContext 8 bytes to be echoed from 1.3 on; empty before
 */
public record Challenge(SpdmHeader header, Bytes nonce, Bytes requesterContext) implements SpdmRequest {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the slot, Param2 the MeasurementSummaryHashType
     * @param nonce 32 random bytes
     * @param requesterContext 8 bytes to be echoed from 1.3 on; empty before
     */
    public Challenge {
        FieldSizes.require("nonce", nonce, FieldSizes.NONCE);
        FieldSizes.require("requesterContext", requesterContext, FieldSizes.requesterContext(header));
    }

    @Override
    public int code() {
        return SpdmCode.CHALLENGE.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.CHALLENGE.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param slot 0 to 7, or FFh for a provisioned public key
     * @param summaryType the measurements to summarize: 0 none, 1 of the TCB, FFh all
     * @param nonce 32 random bytes
     * @param requesterContext 8 bytes, or none before 1.3
     * @return the message
     */
    public static Challenge of(SpdmVersion version, int slot, int summaryType, Bytes nonce, Bytes requesterContext) {
        return new Challenge(SpdmHeader.of(version, slot, summaryType), nonce, requesterContext);
    }

    /**
     * Returns the slot.
     *
     * @return 0 to 7, or FFh for a provisioned public key
     */
    public int slot() {
        return header.param1();
    }

    /**
     * Returns which measurements to summarize.
     *
     * @return 0 none, 1 of the TCB, FFh all
     */
    public int summaryType() {
        return header.param2();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("Nonce", nonce);
        out.bytes("RequesterContext", requesterContext);
    }

    static Challenge read(SpdmHeader header, WireReader in) {
        Bytes nonce = in.bytes("Nonce", FieldSizes.NONCE);
        return new Challenge(header, nonce, in.bytes("RequesterContext", FieldSizes.requesterContext(header)));
    }
}
