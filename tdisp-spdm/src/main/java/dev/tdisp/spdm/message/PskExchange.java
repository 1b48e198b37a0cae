package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * PSK_EXCHANGE: starts a session from a pre-shared key.
 *
 * @param header version and parameters; Param1 is the MeasurementSummaryHashType, Param2 the SessionPolicy from 1.2 on
 * @param requesterSessionId the requester's half of the session's id
 * @param pskHint says which key is meant
 * @param requesterContext the requester's random bytes
 * @param opaqueData the versions of secured messages that the requester knows
 */
public record PskExchange(
        SpdmHeader header, int requesterSessionId, Bytes pskHint, Bytes requesterContext, Bytes opaqueData)
        implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.PSK_EXCHANGE.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.PSK_EXCHANGE.requestName();
    }

    /**
     * Returns which measurements to summarize.
     *
     * @return 0 none, 1 of the TCB, FFh all
     */
    public int summaryType() {
        return header.param1();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("ReqSessionID", requesterSessionId);
        out.u16("PSKHintLength", pskHint.size());
        out.u16("RequesterContextLength", requesterContext.size());
        out.u16("OpaqueDataLength", opaqueData.size());
        out.bytes("PSKHint", pskHint);
        out.bytes("RequesterContext", requesterContext);
        out.bytes("OpaqueData", opaqueData);
    }

    static PskExchange read(SpdmHeader header, WireReader in) {
        int requesterSessionId = in.u16("ReqSessionID");
        int pskHintLength = in.u16("PSKHintLength");
        int requesterContextLength = in.u16("RequesterContextLength");
        int opaqueDataLength = in.u16("OpaqueDataLength");
        Bytes pskHint = in.bytes("PSKHint", pskHintLength);
        Bytes requesterContext = in.bytes("RequesterContext", requesterContextLength);
        Bytes opaqueData = in.bytes("OpaqueData", opaqueDataLength);
        return new PskExchange(header, requesterSessionId, pskHint, requesterContext, opaqueData);
    }
}
