package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Devices whose answers are hurt anywhere, in ways that numbers decide. */
final class Noise {
    private static final int RUNS = 24;
    private static final int KINDS = 4;
    private static final int BYTE = 0x100;
    private static final int LONGEST = 600;

    private Noise() {}

    static List<Deviation> deviations() {
        List<Deviation> all = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            Layer layer = Layer.values()[i % Layer.values().length];
            int seed = i;
            all.add(Deviation.everywhere(
                    "noise %d in %s".formatted(seed, layer),
                    layer,
                    i / 2,
                    (tape, request, honest) ->
                            hurt(new SplittableRandom(seed * 31L + tape.all().size()), honest)));
        }
        return all;
    }

    private static Optional<Bytes> hurt(SplittableRandom random, Bytes honest) {
        if (honest.isEmpty()) {
            return Optional.of(honest);
        }
        int place = random.nextInt(honest.size());
        return Optional.of(
                switch (random.nextInt(KINDS)) {
                    case 0 -> honest.with(place, random.nextInt(BYTE));
                    case 1 -> honest.slice(0, place);
                    case 2 -> honest.plus(Bytes.filled(random.nextInt(BYTE), random.nextInt(LONGEST)));
                    default -> honest;
                });
    }
}
