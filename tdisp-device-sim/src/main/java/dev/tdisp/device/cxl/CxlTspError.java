package dev.tdisp.device.cxl;

/** Why a request is refused. */
enum CxlTspError {
    INVALID_REQUEST(0x01),
    UNSUPPORTED_REQUEST(0x04),
    VERSION_MISMATCH(0x05),
    INVALID_SECURITY_CONFIGURATION(0x0A),
    INVALID_SECURITY_STATE(0x0B),
    ALREADY_LOCKED(0x0D);

    static final int OPCODE = 0x7F;

    private final int code;

    CxlTspError(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
