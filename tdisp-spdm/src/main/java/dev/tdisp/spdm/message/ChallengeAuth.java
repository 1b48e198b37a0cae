package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * CHALLENGE_AUTH: proves that the responder holds the key of a slot.
 *
 * @param header version and parameters; Param1 holds the slot in bits 3:0, Param2 is the mask of provisioned slots
 * @param certChainHash the digest of the chain
 * @param nonce 32 random bytes
 * @param measurementSummaryHash the summary, or empty if none was asked for
 * @param opaqueData opaque data, usually none
 * @param requesterContext the echo of the request's from 1.3 on; empty before
 * @param signature the signature
 */
public record ChallengeAuth(
        SpdmHeader header,
        Bytes certChainHash,
        Bytes nonce,
        Bytes measurementSummaryHash,
        Bytes opaqueData,
        Bytes requesterContext,
        Bytes signature)
        implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 holds the slot in bits 3:0, Param2 is the mask of provisioned slots
     * @param certChainHash the digest of the chain
     * @param nonce 32 random bytes
     * @param measurementSummaryHash the summary, or empty if none was asked for
     * @param opaqueData opaque data, usually none
     * @param requesterContext the echo of the request's from 1.3 on; empty before
     * @param signature the signature
     */
    public ChallengeAuth {
        FieldSizes.require("nonce", nonce, FieldSizes.NONCE);
        FieldSizes.require("requesterContext", requesterContext, FieldSizes.requesterContext(header));
    }

    @Override
    public int code() {
        return SpdmCode.CHALLENGE.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.CHALLENGE.responseName();
    }

    /**
     * Returns the slot.
     *
     * @return 0 to 7, or 15 for a provisioned public key
     */
    public int slot() {
        return header.param1() & 0x0F;
    }

    /**
     * Returns the message as the signature covers it.
     *
     * @return all bytes before the signature
     */
    public Bytes encodeWithoutSignature() {
        Bytes all = encode();
        return all.slice(0, all.size() - signature.size());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("CertChainHash", certChainHash);
        out.bytes("Nonce", nonce);
        out.bytes("MeasurementSummaryHash", measurementSummaryHash);
        out.u16("OpaqueDataLength", opaqueData.size());
        out.bytes("OpaqueData", opaqueData);
        out.bytes("RequesterContext", requesterContext);
        out.bytes("Signature", signature);
    }

    static ChallengeAuth read(SpdmHeader header, WireReader in, Challenge request, NegotiatedContext context) {
        Bytes certChainHash = in.bytes("CertChainHash", context.suite().hashSize());
        Bytes nonce = in.bytes("Nonce", FieldSizes.NONCE);
        Bytes summary = in.bytes("MeasurementSummaryHash", context.summarySize(request.summaryType()));
        Bytes opaqueData = in.bytes("OpaqueData", in.u16("OpaqueDataLength"));
        Bytes requesterContext = in.bytes("RequesterContext", FieldSizes.requesterContext(header));
        Bytes signature = in.bytes("Signature", context.suite().signatureSize());
        return new ChallengeAuth(header, certChainHash, nonce, summary, opaqueData, requesterContext, signature);
    }
}
