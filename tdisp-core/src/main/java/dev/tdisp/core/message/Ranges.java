package dev.tdisp.core.message;

/** Checks that a value fits its field. */
final class Ranges {
    private Ranges() {}

    static void u8(String field, int value) {
        check(field, value, 8);
    }

    static void u16(String field, int value) {
        check(field, value, 16);
    }

    static void u24(String field, int value) {
        check(field, value, 24);
    }

    static void u32(String field, long value) {
        check(field, value, 32);
    }

    private static void check(String field, long value, int bits) {
        if (value >>> bits != 0) {
            throw new IllegalArgumentException("%s: %d does not fit in %d bits".formatted(field, value, bits));
        }
    }
}
