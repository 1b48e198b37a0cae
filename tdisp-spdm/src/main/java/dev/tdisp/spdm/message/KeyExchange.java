package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmRole;

/**
 * KEY_EXCHANGE: starts a session with fresh keys.
 *
 * @param header version and parameters; Param1 is the MeasurementSummaryHashType, Param2 the slot
 * @param requesterSessionId the requester's half of the session's id
 * @param sessionPolicy the byte SessionPolicy from 1.2 on: bit 0 TerminationPolicy, bit 1 EventAllPolicy
 * @param reserved the byte Reserved
 * @param randomData 32 random bytes
 * @param exchangeData the requester's public value
 * @param opaqueData the versions of secured messages that the requester knows
 */
public record KeyExchange(
        SpdmHeader header,
        int requesterSessionId,
        int sessionPolicy,
        int reserved,
        Bytes randomData,
        Bytes exchangeData,
        Bytes opaqueData)
        implements SpdmRequest {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the MeasurementSummaryHashType, Param2 the slot
     * @param requesterSessionId the requester's half of the session's id
     * @param sessionPolicy the byte SessionPolicy from 1.2 on: bit 0 TerminationPolicy, bit 1 EventAllPolicy
     * @param reserved the byte Reserved
     * @param randomData 32 random bytes
     * @param exchangeData the requester's public value
     * @param opaqueData the versions of secured messages that the requester knows
     */
    public KeyExchange {
        FieldSizes.require("randomData", randomData, FieldSizes.NONCE);
    }

    @Override
    public int code() {
        return SpdmCode.KEY_EXCHANGE.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.KEY_EXCHANGE.requestName();
    }

    /**
     * Returns which measurements to summarize.
     *
     * @return 0 none, 1 of the TCB, FFh all
     */
    public int summaryType() {
        return header.param1();
    }

    /**
     * Returns the slot whose key is to sign.
     *
     * @return 0 to 7, or FFh for a provisioned public key
     */
    public int slot() {
        return header.param2();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("ReqSessionID", requesterSessionId);
        out.u8("SessionPolicy", sessionPolicy);
        out.u8("Reserved", reserved);
        out.bytes("RandomData", randomData);
        out.bytes("ExchangeData", exchangeData);
        out.u16("OpaqueDataLength", opaqueData.size());
        out.bytes("OpaqueData", opaqueData);
    }

    static KeyExchange read(SpdmHeader header, WireReader in, NegotiatedContext context) {
        int requesterSessionId = in.u16("ReqSessionID");
        int sessionPolicy = in.u8("SessionPolicy");
        int reserved = in.u8("Reserved");
        Bytes randomData = in.bytes("RandomData", FieldSizes.NONCE);
        Bytes exchangeData = in.bytes("ExchangeData", context.suite().exchangeSize(SpdmRole.REQUESTER));
        Bytes opaqueData = in.bytes("OpaqueData", in.u16("OpaqueDataLength"));
        return new KeyExchange(
                header, requesterSessionId, sessionPolicy, reserved, randomData, exchangeData, opaqueData);
    }
}
