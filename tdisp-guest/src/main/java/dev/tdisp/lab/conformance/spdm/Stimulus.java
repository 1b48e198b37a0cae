package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Something to say, and what it is called.
 *
 * @param name which of the combinations of a case it is
 * @param request what is said
 */
record Stimulus(String name, Bytes request) {
    private static final int SLOTS = 16;
    private static final int RAW_KEY = 0xFF;
    private static final int LAST_INDEX = 0xFE;

    /** Makes the stimuli of a case, when the subject is in its state. */
    @FunctionalInterface
    interface Source {
        List<Stimulus> of(SpdmPeer peer);
    }

    /**
     * Makes them from templates, of which a word may stand for several values: {@code slot} for each slot without a chain up
     * to 15, {@code key} for the same and FFh, {@code index} for each index without a measurement, {@code known} for one that
     * has one, {@code requester} for each slot that a requester without certificates has not.
     */
    static Source templates(String... templates) {
        return peer -> {
            List<Stimulus> all = new ArrayList<>();
            for (String template : templates) {
                all.addAll(expand(peer, template));
            }
            return all;
        };
    }

    private static List<Stimulus> expand(SpdmPeer peer, String template) {
        String known = template.replace(
                "known",
                template.contains("known") ? hex(MeasurementCases.indices(peer).get(0)) : "");
        if (known.contains("slot")) {
            return each(
                    peer,
                    known,
                    "slot",
                    invalidSlots(peer).filter(slot -> slot < SLOTS).toList());
        }
        if (known.contains("key")) {
            return each(peer, known, "key", invalidSlots(peer).toList());
        }
        if (known.contains("index")) {
            List<Integer> present = MeasurementCases.indices(peer);
            return each(
                    peer,
                    known,
                    "index",
                    IntStream.rangeClosed(1, LAST_INDEX)
                            .filter(index -> !present.contains(index))
                            .boxed()
                            .toList());
        }
        if (known.contains("requester")) {
            IntStream slots = IntStream.concat(IntStream.range(1, SLOTS), IntStream.of(RAW_KEY));
            return each(peer, known, "requester", slots.boxed().toList());
        }
        return List.of(new Stimulus(template, peer.request(known)));
    }

    /** Gives the slots that have no chain; FFh too, unless it is a raw key. */
    static Stream<Integer> invalidSlots(SpdmPeer peer) {
        List<Integer> valid = peer.slots();
        Stream<Integer> clear =
                IntStream.range(0, SLOTS).filter(slot -> !valid.contains(slot)).boxed();
        boolean hasRawKey = peer.context().responder().has(Capability.PUB_KEY_ID_CAP);
        return Stream.concat(clear, hasRawKey ? Stream.empty() : Stream.of(RAW_KEY));
    }

    private static List<Stimulus> each(SpdmPeer peer, String template, String word, List<Integer> values) {
        return values.stream()
                .map(value -> new Stimulus(
                        "%s %02Xh".formatted(word, value), peer.request(template.replace(word, hex(value)))))
                .toList();
    }

    private static String hex(int value) {
        return "%02x".formatted(value);
    }
}
