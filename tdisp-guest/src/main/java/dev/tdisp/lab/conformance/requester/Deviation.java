package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDeviceBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a device does otherwise than an honest one.
 *
 * @param name its name in a report
 * @param layer in which protocol
 * @param codes the requests that it answers otherwise; none for all of the protocol
 * @param skip how many of them it answers honestly first
 * @param isIdle whether the device does not do what it was asked to
 * @param change what leaves in place of the honest answer
 * @param parts of what the device is made
 */
record Deviation(
        String name,
        Layer layer,
        List<Integer> codes,
        int skip,
        boolean isIdle,
        Change change,
        UnaryOperator<SrIovDeviceBuilder> parts) {
    private static final int NO_CODE = -2;

    /** Does nothing otherwise. */
    static final Deviation NONE = built("honest", UnaryOperator.identity());

    /** Decides what leaves. */
    @FunctionalInterface
    interface Change {
        /**
         * Changes an answer.
         *
         * @param tape what was said before
         * @param request the request
         * @param honest the answer of an honest device; no bytes if it has none
         * @return what leaves; nothing for silence
         */
        Optional<Bytes> answer(Tape tape, Bytes request, Bytes honest);
    }

    static Deviation of(String name, Layer layer, int code, Change change) {
        return new Deviation(name, layer, List.of(code), 0, false, change, UnaryOperator.identity());
    }

    /** A device that says nothing otherwise, but is made of something else. */
    static Deviation built(String name, UnaryOperator<SrIovDeviceBuilder> parts) {
        Change nothing = (tape, request, honest) -> Optional.of(honest);
        return new Deviation(name, Layer.TDISP, List.of(NO_CODE), 0, false, nothing, parts);
    }

    /** Tells whether the device is another one from the beginning. */
    boolean isBuilt() {
        return codes.contains(NO_CODE) && this != NONE;
    }

    /** Does the same to all messages of a protocol but for the first ones. */
    static Deviation everywhere(String name, Layer layer, int skip, Change change) {
        return new Deviation(name, layer, List.of(), skip, false, change, UnaryOperator.identity());
    }

    /** Answers the same, and does not do what it was asked to. */
    Deviation idle() {
        return new Deviation(name, layer, codes, skip, true, change, parts);
    }

    boolean isMeant(Layer asked, Bytes request) {
        return layer == asked && (codes.isEmpty() || codes.contains(asked.code(request)));
    }
}
