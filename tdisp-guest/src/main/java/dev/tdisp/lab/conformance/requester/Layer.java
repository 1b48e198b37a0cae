package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import dev.tdisp.spdm.vendor.VendorProtocol;

/** The protocols whose messages a script can change. */
enum Layer {
    /** SPDM; what carries other protocols is left out. */
    SPDM(1),
    /** IDE_KM. */
    IDE_KM(0),
    /** TDISP. */
    TDISP(1);

    private static final SpdmHeader HEADER = SpdmHeader.of(SpdmVersion.V1_2, 0, 0);

    private final int codeOffset;

    Layer(int codeOffset) {
        this.codeOffset = codeOffset;
    }

    static Layer of(VendorProtocol protocol) {
        return protocol.equals(VendorProtocol.TDISP) ? TDISP : IDE_KM;
    }

    /** Returns a request as it stood in the session, as a message of SPDM. */
    Bytes carried(Bytes request) {
        return this == SPDM
                ? request
                : new VendorDefinedRequest(HEADER, protocol().wrap(request)).encode();
    }

    /** Returns a response likewise. */
    Bytes carriedBack(Bytes response) {
        return this == SPDM
                ? response
                : new VendorDefinedResponse(HEADER, protocol().wrap(response)).encode();
    }

    private VendorProtocol protocol() {
        return this == TDISP ? VendorProtocol.TDISP : VendorProtocol.IDE_KM;
    }

    /** Returns what kind of message this is; -1 if that is cut. */
    int code(Bytes message) {
        return codeOffset < message.size() ? message.at(codeOffset) : -1;
    }

    /** Names a request in a report. */
    String name(int code) {
        String found = this == SPDM
                ? SpdmCode.ofRequest(code).map(SpdmCode::requestName).orElse("")
                : "";
        return found.isEmpty() ? "%s %02Xh".formatted(this, code) : found;
    }
}
