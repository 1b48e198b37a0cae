package dev.tdisp.device.cxl;

import java.util.Optional;
import java.util.stream.Stream;

/** The requests that are answered. */
enum CxlTspOpcode {
    GET_TARGET_TSP_VERSION(0x81),
    GET_TARGET_CAPABILITIES(0x82),
    SET_TARGET_CONFIGURATION(0x83),
    GET_TARGET_CONFIGURATION(0x84),
    GET_TARGET_CONFIGURATION_REPORT(0x85),
    LOCK_TARGET_CONFIGURATION(0x86),
    SET_TARGET_TE_STATE(0x8D);

    private final int code;

    CxlTspOpcode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<CxlTspOpcode> of(int code) {
        return Stream.of(values()).filter(opcode -> opcode.code == code).findFirst();
    }
}
