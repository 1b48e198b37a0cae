package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.vendor.VendorProtocol;

/** The protocols whose messages a script can change. */
enum Layer {
    /** SPDM; what carries other protocols is left out. */
    SPDM(1),
    /** IDE_KM. */
    IDE_KM(0),
    /** TDISP. */
    TDISP(1);

    private final int codeOffset;

    Layer(int codeOffset) {
        this.codeOffset = codeOffset;
    }

    static Layer of(VendorProtocol protocol) {
        return protocol.equals(VendorProtocol.TDISP) ? TDISP : IDE_KM;
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
