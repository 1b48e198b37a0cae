package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * PSK_EXCHANGE_RSP: the responder's part of a session from a pre-shared key.
 *
 * @param header version and parameters; Param1 is the HeartbeatPeriod in seconds, Param2 is reserved
 * @param responderSessionId the responder's half of the session's id
 * @param reserved 2 reserved bytes
 * @param measurementSummaryHash the summary, or empty if none was asked for
 * @param responderContext the responder's random bytes; empty if it has no context
 * @param opaqueData the version of secured messages that the responder selects
 * @param responderVerifyData the MAC of the handshake
 */
public record PskExchangeResponse(
        SpdmHeader header,
        int responderSessionId,
        int reserved,
        Bytes measurementSummaryHash,
        Bytes responderContext,
        Bytes opaqueData,
        Bytes responderVerifyData)
        implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.PSK_EXCHANGE.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.PSK_EXCHANGE.responseName();
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
     * Returns the message as the MAC covers it.
     *
     * @return all bytes before ResponderVerifyData
     */
    public Bytes encodeWithoutVerifyData() {
        Bytes all = encode();
        return all.slice(0, all.size() - responderVerifyData.size());
    }

    /**
     * Returns the message with the MAC of the handshake before it.
     *
     * @param verifyData the MAC
     * @return the changed copy
     */
    public PskExchangeResponse withVerifyData(Bytes verifyData) {
        return new PskExchangeResponse(
                header, responderSessionId, reserved, measurementSummaryHash, responderContext, opaqueData, verifyData);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("RspSessionID", responderSessionId);
        out.u16("Reserved", reserved);
        out.u16("ResponderContextLength", responderContext.size());
        out.u16("OpaqueDataLength", opaqueData.size());
        out.bytes("MeasurementSummaryHash", measurementSummaryHash);
        out.bytes("ResponderContext", responderContext);
        out.bytes("OpaqueData", opaqueData);
        out.bytes("ResponderVerifyData", responderVerifyData);
    }

    static PskExchangeResponse read(SpdmHeader header, WireReader in, PskExchange request, NegotiatedContext context) {
        int responderSessionId = in.u16("RspSessionID");
        int reserved = in.u16("Reserved");
        int responderContextLength = in.u16("ResponderContextLength");
        int opaqueDataLength = in.u16("OpaqueDataLength");
        Bytes summary = in.bytes("MeasurementSummaryHash", context.summarySize(request.summaryType()));
        Bytes responderContext = in.bytes("ResponderContext", responderContextLength);
        Bytes opaqueData = in.bytes("OpaqueData", opaqueDataLength);
        Bytes verifyData = in.bytes("ResponderVerifyData", context.suite().hashSize());
        return new PskExchangeResponse(
                header, responderSessionId, reserved, summary, responderContext, opaqueData, verifyData);
    }
}
