package dev.tdisp.device.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.device.SrIovDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two devices of four interfaces, each with two sessions, two streams to its host and one between them, beside a model that
 * was written a second time.
 *
 * <p>{@code -Dtdisp.seed} and {@code -Dtdisp.walk.events} choose another walk.
 */
@Tag("P-086")
@Tag("P-103")
@Tag("P-104")
@Tag("P-105")
@Tag("P-106")
@Tag("P-108")
@Tag("P-127")
@Tag("T-089")
@Tag("T-094")
@Tag("T-095")
@Tag("T-131")
@Tag("T-132")
class RandomWalkTest {
    private static final long SEED = 20260101L;
    private static final int EVENTS = 50_000;

    /**
     * What nothing in the device makes, each with the reason: an internal data error (E26b) needs memory that decays, and that
     * of the device does not.
     */
    private static final List<TdiEvent> UNREACHABLE = List.of(TdiEvent.INTERNAL_DATA_ERROR);

    /** What the device makes under a switch alone that this walk leaves off: leaving ERROR by itself (E37). */
    private static final List<TdiEvent> SWITCHED_OFF = List.of(TdiEvent.DATA_CLEARED);

    /** Events that come from an interface's own traffic, and the states in which there is such traffic. */
    private static final Map<String, String> STATES = Map.of("E5", "2", "E27", "02", "E28", "2");

    private static final List<String> REQUESTS = List.of(
            "VERSION",
            "CAPABILITIES",
            "LOCK",
            "REPORT",
            "STATE",
            "START",
            "STOP",
            "BIND",
            "UNBIND",
            "ATTRIBUTE",
            "VDM",
            "UNKNOWN");

    @Test
    void theDevicesDoWhatTheModelSays() {
        long seed = Long.getLong("tdisp.seed", SEED);
        int events = Integer.getInteger("tdisp.walk.events", EVENTS);
        var walk = new RandomWalk(seed);
        long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            try {
                walk.step();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dtdisp.seed=%d, event %d: %s".formatted(seed, i, e.getMessage()), e);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("random walk: seed %d, %d events, %.0f a second%n", seed, events, events / seconds);

        if (seed == SEED && events >= EVENTS) {
            everyCellWasVisited(walk.visited());
        }
    }

    private static void everyCellWasVisited(Map<String, Integer> visited) {
        for (String request : REQUESTS) {
            for (int state = 0; state < 4; state++) {
                assertVisited(visited, request + " in " + state + ":");
            }
        }
        for (TdiEvent event : TdiEvent.values()) {
            if (!UNREACHABLE.contains(event) && !SWITCHED_OFF.contains(event)) {
                STATES.getOrDefault(event.id(), "0123")
                        .chars()
                        .forEach(state -> assertVisited(visited, event.id() + " in " + (char) state + ":"));
            }
        }
        for (String outcome : List.of(
                "START in 1: ok",
                "START in 1: INVALID_NONCE",
                "START in 1: INVALID_REQUEST",
                "BIND in 2: ok",
                "UNBIND in 2: ok",
                "PEER in 2: true",
                "PEER in 2: false",
                "PEER in 3: false",
                "UP in 2",
                "MSIX in 0: 1",
                "MSIX in 1: 1",
                "MSIX in 2: 1",
                "MSIX in 2: 2",
                "MSIX in 3: 0",
                "READ T=true in 0: false",
                "READ T=true in 1: false",
                "READ T=true in 2: true",
                "READ T=true in 3: false",
                "DMA in 0: true",
                "DMA in 1: false",
                "DMA in 2: true",
                "DMA in 3: false",
                "DMA in 2: true STOP",
                "DMA in 2: true FLR",
                "DMA in 2: true DISABLE",
                "DMA in 2: true BUS_MASTER_OFF")) {
            assertVisited(visited, outcome);
        }
    }

    private static void assertVisited(Map<String, Integer> visited, String prefix) {
        int count = visited.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertThat(count).as(prefix).isPositive();
    }

    @Test
    void modelSharesNothingWithWhatItChecks() throws IOException {
        for (Class<?> model : List.of(WalkModel.class, WalkRegisters.class, WalkRegisters.Row.class)) {
            try (InputStream in = model.getResourceAsStream(binaryName(model))) {
                var content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                var mentioned = new TreeSet<String>();
                Arrays.stream(content.split("[^A-Za-z0-9_$/.]"))
                        .filter(word -> word.contains("dev/tdisp/") || word.contains("dev.tdisp."))
                        .filter(word -> !word.contains("dev/tdisp/device/walk/"))
                        .forEach(mentioned::add);

                assertThat(mentioned).as(model.getName()).isEmpty();
            }
        }
    }

    private static String binaryName(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1) + ".class";
    }

    @Test
    void nothingInTheDeviceMakesTheUnreachableEvents() throws Exception {
        Path classes = Path.of(SrIovDevice.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.toString().contains("dev/tdisp/device/wrong/"))
                    .toList();

            assertThat(all).isNotEmpty();
            assertThat(UNREACHABLE).noneMatch(event -> all.stream().anyMatch(file -> mentions(file, event)));
        }
    }

    private static boolean mentions(Path file, TdiEvent event) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(event.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
