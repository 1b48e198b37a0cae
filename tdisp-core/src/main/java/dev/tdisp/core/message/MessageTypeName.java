package dev.tdisp.core.message;

/** A MessageType that is put into words only if somebody reads them. */
record MessageTypeName(int code) {
    @Override
    public String toString() {
        return RequestCode.nameOf(code);
    }
}
