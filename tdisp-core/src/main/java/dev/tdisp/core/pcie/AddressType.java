package dev.tdisp.core.pcie;

/** The AT field: what the address of a memory request is (section 10.2). */
public enum AddressType {
    /** An address that the host translates. */
    UNTRANSLATED(0),
    /** A request for a translation. */
    TRANSLATION_REQUEST(1),
    /** An address that was translated before. */
    TRANSLATED(2),
    /** Not defined. */
    RESERVED(3);

    private final int code;

    AddressType(int code) {
        this.code = code;
    }

    /**
     * Returns the value of the AT field.
     *
     * @return 0 to 3
     */
    public int code() {
        return code;
    }

    static AddressType of(int code) {
        return switch (code & 3) {
            case 0 -> UNTRANSLATED;
            case 1 -> TRANSLATION_REQUEST;
            case 2 -> TRANSLATED;
            default -> RESERVED;
        };
    }
}
