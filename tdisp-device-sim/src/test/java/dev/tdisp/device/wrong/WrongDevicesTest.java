package dev.tdisp.device.wrong;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong device is found by the check of its requirement, and by no other but those that follow from its fault. */
@Tag("GAP-HAR-11")
class WrongDevicesTest {
    private static final WrongDevice RIGHT = WrongDevice.of("RIGHT", "none", "Nothing.");
    private static final Map<String, Consumer<Probe>> CHECKS = DeviceChecks.all();
    private static final Set<String> LOOKS = Looks.of(RIGHT, CHECKS);
    private static final String HEAD = """
            # Wrong devices

            `dev.tdisp.device.wrong.WrongDevices` is a catalogue of devices that are wrong in one point each: known faults of
            published peers, and a device for each rule that says what a device must not do. Whoever tests devices can see
            with them that the test would notice.

            ```java
            WrongDevice wrong = WrongDevices.named("LOCKS_WHILE_RUNNING").orElseThrow();
            SrIovDevice device = wrong.build(SrIovDevice.builder(env));
            ```

            Each is found by a check of the requirement that it breaks (`WrongDevicesTest`), and by no other but those that
            follow. A device that is not wrong passes all of them.

            | Device | Breaks | Follows | Fault |
            |---|---|---|---|
            """;

    /** What else follows from a fault. */
    private static final Map<String, List<String>> CONSEQUENCES = Map.ofEntries(
            Map.entry("GIVES_ONE_NONCE", List.of("T-083", "T-084", "T-107")),
            Map.entry("COUNTS_FROM_THE_OTHER_END", List.of("T-034")),
            Map.entry("REPORTS_BEFORE_RUN_ONLY", List.of("T-074")),
            Map.entry("STARTS_WITH_AN_OLD_NONCE", List.of("T-107")),
            Map.entry("LOCKS_ONE_AT_A_TIME", List.of("P-115", "T-084", "T-091")),
            Map.entry("UPDATES_IN_SPITE_OF_A_LOCK", List.of("T-067")),
            Map.entry("DOWNGRADES_BESIDE_A_LOCK", List.of("T-094")),
            Map.entry("COMPARES_RESERVED_BYTES", List.of("T-017")),
            Map.entry("LOCKS_WHILE_LOCKED", List.of("T-051")),
            Map.entry("DOES_NOT_STOP", List.of("T-075")),
            Map.entry("LOCKS_WITHOUT_ALL_KEYS", List.of("T-040")),
            Map.entry("STOPS_FROM_RUN_ONLY", List.of("T-075", "T-085", "T-086", "T-138")),
            Map.entry("CALLS_AN_EARLY_REPORT_INVALID", List.of("T-075")),
            Map.entry("CALLS_A_NONCE_A_STATE", List.of("T-083", "T-084")),
            Map.entry(
                    "FAILS_ON_ERRORS",
                    List.of("P-118", "T-013", "T-037", "T-038", "T-050", "T-051", "T-078", "T-079", "T-127", "T-133")),
            Map.entry("FAILS_UNLOCKED", List.of("P-017", "P-022", "P-118", "P-124", "T-044")),
            Map.entry("ANSWERS_ANYBODY_IN_RUN", List.of("P-103", "T-134", "T-135")),
            Map.entry("LOCKS_ON_ANY_STREAM", List.of("T-050")),
            Map.entry("UNLOCKS_ON_RESET", List.of("T-092")),
            Map.entry("LOCKS_WITHOUT_IDE", List.of("P-117", "P-118", "T-041", "T-042", "T-043", "T-050")),
            Map.entry("OUTLIVES_ITS_SESSION", List.of("T-094")),
            Map.entry("LETS_ITS_STREAM_CHANGE", List.of("T-094")),
            Map.entry("SURVIVES_A_RESET_OF_FUNCTION_0", List.of("P-115", "T-094", "T-100", "T-102")),
            Map.entry("LOCKS_AFTER_REFUSING", List.of("P-118")),
            Map.entry("LOCKS_WITH_PHANTOM_FUNCTIONS", List.of("P-118")),
            Map.entry("LOCKS_WITH_OVERLAPPING_BARS", List.of("P-118")),
            Map.entry("ACKNOWLEDGES_ANOTHER_STREAM", List.of("P-079", "P-081")),
            Map.entry("STARTS_ANOTHER_KEY", List.of("P-079", "P-081")),
            Map.entry("RUNS_WITHOUT_BUS_MASTER", List.of("P-111")),
            Map.entry("TRUSTS_ITSELF_UNLOCKED", List.of("P-101", "P-125")),
            Map.entry("COUNTS_STREAMS_IT_HAS_NOT", List.of("P-072")),
            Map.entry("STAYS_INSECURE", List.of("P-072")),
            Map.entry("IS_SECURE_WITH_FIVE_KEYS", List.of("P-066", "P-086")),
            Map.entry("CHANGES_KEYS_BY_STOPPING", List.of("P-079")),
            Map.entry("ANSWERS_WITH_ANOTHER_KEY", List.of("P-091", "P-099", "P-103", "T-115", "T-116")),
            Map.entry("COUNTS_BY_TWO", List.of("T-115", "T-116")),
            Map.entry("IS_ALWAYS_BUS_MASTER", List.of("P-111", "T-098")),
            Map.entry("ANSWERS_EVERYWHERE", List.of("P-022", "P-034")),
            Map.entry("MINDS_FOREIGN_STREAMS", List.of("T-131")));

    @Test
    void theRightDevicePassesEveryCheck() {
        assertThat(failures(RIGHT, Set.of())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tdisp.device.wrong.WrongDevices#all")
    void aWrongDeviceFailsItsCheckAndNoOther(WrongDevice device) {
        Set<String> expected = new TreeSet<>(CONSEQUENCES.getOrDefault(device.name(), List.of()));
        expected.addAll(device.requirements());

        assertThat(failures(device, expected)).isEqualTo(expected);
    }

    @Test
    void checksThatOnlyLookAreMany() {
        System.out.printf("%d of %d checks only look%n", LOOKS.size(), CHECKS.size());

        assertThat(LOOKS).hasSizeBetween(CHECKS.size() / 4, CHECKS.size());
    }

    @Test
    void namesAreUniqueAndEveryCheckFindsADevice() {
        assertThat(WrongDevices.all()).extracting(WrongDevice::name).doesNotHaveDuplicates();
        assertThat(WrongDevices.all()).flatExtracting(WrongDevice::requirements).containsAll(CHECKS.keySet());
        assertThat(WrongDevices.all())
                .allSatisfy(
                        device -> assertThat(WrongDevices.named(device.name())).contains(device));
    }

    @Test
    void theDocumentListsThem() throws IOException {
        var text = new StringBuilder(HEAD);
        for (WrongDevice device : WrongDevices.all()) {
            String follows = String.join(", ", CONSEQUENCES.getOrDefault(device.name(), List.of()));
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(device.name(), String.join(", ", device.requirements()), follows, device.fault()));
        }
        Path document = root().resolve("docs/reference/wrong-devices.md");
        if (Boolean.getBoolean("tdisp.docs.update")) {
            Files.writeString(document, text);
        }

        assertThat(Files.readString(document)).isEqualTo(text.toString());
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /**
     * Runs every check. Those that only look share a device, until one fails that is not expected to: then it is asked again
     * with a device of its own. What is expected to fail fails on a device of its own.
     */
    private static Set<String> failures(WrongDevice device, Set<String> expected) {
        Set<String> failed = new TreeSet<>();
        Probe shared = new Probe(device);
        for (Map.Entry<String, Consumer<Probe>> each : CHECKS.entrySet()) {
            String requirement = each.getKey();
            boolean shares = LOOKS.contains(requirement) && !expected.contains(requirement);
            if (shares && passes(each.getValue(), shared)) {
                shared.unlockAll();
                continue;
            }
            if (!passes(each.getValue(), new Probe(device))) {
                failed.add(requirement);
            }
            shared = shares ? new Probe(device) : shared;
        }
        return failed;
    }

    /** Only what a check asserts counts as found: any other exception is a mistake in check or device. */
    private static boolean passes(Consumer<Probe> check, Probe probe) {
        try {
            check.accept(probe);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }
}
