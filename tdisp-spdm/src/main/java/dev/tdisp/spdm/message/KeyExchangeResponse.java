package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmRole;

/**
 * KEY_EXCHANGE_RSP: the responder's part of a session's keys, signed.
 *
 * @param header version and parameters; Param1 is the HeartbeatPeriod in seconds, Param2 is reserved
 * @param responderSessionId the responder's half of the session's id
 * @param mutAuthRequested the byte MutAuthRequested: 0 none, 1, 2 or 4
 * @param slotIdParam the byte SlotIDParam: the requester's slot in bits 3:0
 * @param randomData 32 random bytes
 * @param exchangeData the responder's public value
 * @param measurementSummaryHash the summary, or empty if none was asked for
 * @param opaqueData the version of secured messages that the responder selects
 * @param signature the signature
 * @param responderVerifyData the MAC of the handshake; empty if that goes in the clear
 */
public record KeyExchangeResponse(
        SpdmHeader header,
        int responderSessionId,
        int mutAuthRequested,
        int slotIdParam,
        Bytes randomData,
        Bytes exchangeData,
        Bytes measurementSummaryHash,
        Bytes opaqueData,
        Bytes signature,
        Bytes responderVerifyData)
        implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the HeartbeatPeriod in seconds, Param2 is reserved
     * @param responderSessionId the responder's half of the session's id
     * @param mutAuthRequested the byte MutAuthRequested: 0 none, 1, 2 or 4
     * @param slotIdParam the byte SlotIDParam: the requester's slot in bits 3:0
     * @param randomData 32 random bytes
     * @param exchangeData the responder's public value
     * @param measurementSummaryHash the summary, or empty if none was asked for
     * @param opaqueData the version of secured messages that the responder selects
     * @param signature the signature
     * @param responderVerifyData the MAC of the handshake; empty if that goes in the clear
     */
    public KeyExchangeResponse {
        FieldSizes.require("randomData", randomData, FieldSizes.NONCE);
    }

    @Override
    public int code() {
        return SpdmCode.KEY_EXCHANGE.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.KEY_EXCHANGE.responseName();
    }

    /**
     * Returns how often the session needs a sign of life.
     *
     * @return seconds, or 0 for never
     */
    public int heartbeatPeriod() {
        return header.param1();
    }

    /**
     * Returns the message as the signature covers it.
     *
     * @return all bytes before the signature
     */
    public Bytes encodeWithoutSignature() {
        Bytes all = encode();
        return all.slice(0, all.size() - responderVerifyData.size() - signature.size());
    }

    /**
     * Returns the message as the MAC covers it.
     *
     * @return all bytes before ResponderVerifyData
     */
    public Bytes encodeWithoutVerifyData() {
        Bytes all = encode();
        return all.slice(0, all.size() - responderVerifyData.size());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("RspSessionID", responderSessionId);
        out.u8("MutAuthRequested", mutAuthRequested);
        out.u8("SlotIDParam", slotIdParam);
        out.bytes("RandomData", randomData);
        out.bytes("ExchangeData", exchangeData);
        out.bytes("MeasurementSummaryHash", measurementSummaryHash);
        out.u16("OpaqueDataLength", opaqueData.size());
        out.bytes("OpaqueData", opaqueData);
        out.bytes("Signature", signature);
        out.bytes("ResponderVerifyData", responderVerifyData);
    }

    static KeyExchangeResponse read(SpdmHeader header, WireReader in, KeyExchange request, NegotiatedContext context) {
        int responderSessionId = in.u16("RspSessionID");
        int mutAuthRequested = in.u8("MutAuthRequested");
        int slotIdParam = in.u8("SlotIDParam");
        Bytes randomData = in.bytes("RandomData", FieldSizes.NONCE);
        Bytes exchangeData = in.bytes("ExchangeData", context.suite().exchangeSize(SpdmRole.RESPONDER));
        Bytes summary = in.bytes("MeasurementSummaryHash", context.summarySize(request.summaryType()));
        Bytes opaqueData = in.bytes("OpaqueData", in.u16("OpaqueDataLength"));
        Bytes signature = in.bytes("Signature", context.suite().signatureSize());
        int verifySize = context.isHandshakeInTheClear() ? 0 : context.suite().hashSize();
        return new KeyExchangeResponse(
                header,
                responderSessionId,
                mutAuthRequested,
                slotIdParam,
                randomData,
                exchangeData,
                summary,
                opaqueData,
                signature,
                in.bytes("ResponderVerifyData", verifySize));
    }
}
