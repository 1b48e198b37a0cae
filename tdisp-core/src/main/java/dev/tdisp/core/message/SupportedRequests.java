package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * REQ_MSGS_SUPPORTED: bit i stands for the request with code 80h + i (section 11.3.7).
 *
 * @param bits 16 bytes; bit i is bit i mod 8 of byte i / 8
 */
public record SupportedRequests(Bytes bits) {
    /** The size in bytes. */
    public static final int SIZE = 16;

    private static final int FIRST_CODE = 0x80;

    /**
     * Checks the size.
     *
     * @param bits 16 bytes
     */
    public SupportedRequests {
        if (bits.size() != SIZE) {
            throw new IllegalArgumentException("REQ_MSGS_SUPPORTED: %d bytes, not %d".formatted(bits.size(), SIZE));
        }
    }

    /**
     * Sets the bits of requests.
     *
     * @param requests those that are supported
     * @return the bitmap
     */
    public static SupportedRequests of(Collection<RequestCode> requests) {
        Bytes bits = Bytes.filled(0, SIZE);
        for (RequestCode request : requests) {
            int index = request.code() - FIRST_CODE;
            bits = bits.with(index / 8, bits.at(index / 8) | 1 << index % 8);
        }
        return new SupportedRequests(bits);
    }

    /**
     * Returns the bitmap of a responder that supports only what it must.
     *
     * @return {@code FE 00 ...}
     */
    public static SupportedRequests required() {
        return of(withSupport(EnumSet.of(Support.REQUIRED)));
    }

    /**
     * Returns the bitmap of a responder that supports everything but the additions of PCI Express 7.0.
     *
     * @return {@code FE 0F ...}
     */
    public static SupportedRequests allOf6() {
        return of(withSupport(EnumSet.of(Support.REQUIRED, Support.OPTIONAL)));
    }

    /**
     * Returns the bitmap of a responder that supports everything.
     *
     * @return {@code FE 1F ...}
     */
    public static SupportedRequests allOf7() {
        return of(EnumSet.allOf(RequestCode.class));
    }

    /**
     * Tells whether a request is supported.
     *
     * @param request the request
     * @return true if its bit is set
     */
    public boolean has(RequestCode request) {
        return isSet(request.code() - FIRST_CODE);
    }

    /**
     * Tells whether a bit is set.
     *
     * @param index 0 to 127
     * @return true if it is
     */
    public boolean isSet(int index) {
        return (bits.at(index / 8) >>> index % 8 & 1) != 0;
    }

    /**
     * Returns the requests whose bits are set; bits without a request do not show.
     *
     * @return an immutable set in order of the codes
     */
    public Set<RequestCode> requests() {
        Set<RequestCode> requests = EnumSet.noneOf(RequestCode.class);
        Arrays.stream(RequestCode.values()).filter(this::has).forEach(requests::add);
        return Collections.unmodifiableSet(requests);
    }

    /**
     * Returns the codes.
     *
     * @return for example {@code 81h 82h 83h 84h 85h 86h 87h}
     */
    @Override
    public String toString() {
        return IntStream.range(0, SIZE * 8)
                .filter(this::isSet)
                .mapToObj(index -> "%02Xh".formatted(FIRST_CODE + index))
                .collect(Collectors.joining(" "));
    }

    private static Set<RequestCode> withSupport(Set<Support> kinds) {
        return Arrays.stream(RequestCode.values())
                .filter(request -> kinds.contains(request.support()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(RequestCode.class)));
    }
}
