package dev.tdisp.core.pcie;

import java.util.HexFormat;

/**
 * The Requester ID of a function: bus, device and function number within a segment.
 *
 * @param value bus in bits 15:8, device in 7:3, function in 2:0; with ARI the function is 7:0
 */
public record RequesterId(int value) {
    /**
     * Checks the range.
     *
     * @param value 0 to 65535
     */
    public RequesterId {
        if (value >>> 16 != 0) {
            throw new IllegalArgumentException("Requester ID: %xh does not fit in 16 bits".formatted(value));
        }
    }

    /**
     * Puts the numbers together.
     *
     * @param bus 0 to 255
     * @param device 0 to 31
     * @param function 0 to 7
     * @return the identifier
     */
    public static RequesterId of(int bus, int device, int function) {
        if (bus >>> 8 != 0 || device >>> 5 != 0 || function >>> 3 != 0) {
            throw new IllegalArgumentException("no function %x:%x.%x can be".formatted(bus, device, function));
        }
        return new RequesterId(bus << 8 | device << 3 | function);
    }

    /**
     * Returns the bus number.
     *
     * @return 0 to 255
     */
    public int bus() {
        return value >>> 8;
    }

    /**
     * Returns the device number.
     *
     * @return 0 to 31
     */
    public int device() {
        return value >>> 3 & 0x1F;
    }

    /**
     * Returns the function number.
     *
     * @return 0 to 7
     */
    public int function() {
        return value & 7;
    }

    /**
     * Returns the function that lies a number of identifiers further, as SR-IOV counts them.
     *
     * @param offset how far
     * @return its identifier
     * @throws IllegalArgumentException if the segment ends before
     */
    public RequesterId plus(int offset) {
        return new RequesterId(value + offset);
    }

    /**
     * Returns the usual form.
     *
     * @return for example {@code 01:00.1}
     */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((byte) bus()) + ':' + hex.toHexDigits((byte) device()) + '.' + function();
    }
}
