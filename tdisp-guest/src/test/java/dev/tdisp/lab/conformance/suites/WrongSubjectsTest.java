package dev.tdisp.lab.conformance.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tdisp.architecture.Document;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.ExpectedResults;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.Verdict;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each device that is wrong in what these protocols show fails the cases that its file lists.
 *
 * <p>A build asks each only some of these; {@code -Dtdisp.conformance.full=true} asks all cases, and with
 * {@code -Dtdisp.conformance.update=true} writes the files anew.
 */
@Tag("GAP-HAR-11")
class WrongSubjectsTest {
    private static final Path FILES = Path.of(System.getProperty("tdisp.project.root", ".."))
            .resolve("tdisp-guest/src/test/resources/conformance/wrong");

    private static final Path PAGE = Path.of("docs/reference/conformance-wrong-devices.md");
    private static final int MOST_IN_A_BUILD = 3;
    private static final int MOST_SHOWN = 12;
    private static final Suite SUITE = new Suite(Stream.of(Suites.TDISP, Suites.IDE_KM)
            .flatMap(suite -> suite.cases().stream())
            .toList());

    static List<WrongDevice> found() {
        return WrongDevices.all().stream()
                .filter(device -> Files.exists(file(device)))
                .toList();
    }

    private static Path file(WrongDevice device) {
        return FILES.resolve(device.name() + ".txt");
    }

    private static ExpectedResults expected(WrongDevice device) throws IOException {
        return ExpectedResults.read(Files.readAllLines(file(device)));
    }

    @ParameterizedTest
    @MethodSource("found")
    void aWrongDeviceFailsWhatItsFileLists(WrongDevice device) throws IOException {
        ExpectedResults expected = expected(device);
        List<ConformanceCase> listed = expected.entries().keySet().stream()
                .sorted(Comparator.comparingInt(String::hashCode))
                .limit(MOST_IN_A_BUILD)
                .map(id -> SUITE.find(id).orElseThrow())
                .toList();

        ConformanceReport report = new Suite(listed).run(SimulatedDevice.of(device), 1, CaseListener.NONE);

        assertThat(listed).isNotEmpty();
        assertThat(expected.changes(report)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tdisp.device.wrong.WrongDevices#all")
    void aWrongDeviceFailsNothingElse(WrongDevice device) throws IOException {
        assumeTrue(
                Boolean.getBoolean("tdisp.conformance.full"),
                "all cases of all devices: -Dtdisp.conformance.full=true");
        ConformanceReport report = SUITE.run(SimulatedDevice.of(device), 1, CaseListener.NONE);
        List<String> lines = ExpectedResults.write(report);
        if (Boolean.getBoolean("tdisp.conformance.update") && !lines.isEmpty()) {
            Files.write(file(device), lines);
        }

        assertThat(lines.isEmpty()).isEqualTo(!Files.exists(file(device)));
        assertThat(lines.isEmpty() ? List.of() : expected(device).changes(report))
                .isEmpty();
    }

    @Test
    @Tag("GAP-HAR-12")
    void theImitationOfTheEmulatorFailsWhatIsExplained() {
        Subject emulator = SimulatedDevice.of(DeviceProfile.SPDM_EMU);

        ConformanceReport report = SUITE.run(emulator, 1, CaseListener.NONE);

        assertThat(ExpectedResults.named("SPDM_EMU").orElseThrow().changes(report))
                .isEmpty();
        assertThat(report.verdicts())
                .containsEntry("TDISP-CAP-01", Verdict.CONCEPTUAL_PASS)
                .containsEntry("TDISP-LOCK-02", Verdict.FAIL)
                .containsEntry("TDISP-RPT-04", Verdict.CONCEPTUAL_PASS)
                .containsEntry("TDISP-STOP-03", Verdict.CONCEPTUAL_PASS);
    }

    @Test
    void everyCaseThatFailsADeviceIsThere() throws IOException {
        for (WrongDevice device : found()) {
            assertThat(expected(device).entries().keySet())
                    .as(device.name())
                    .allSatisfy(id -> assertThat(SUITE.find(id)).as(id).isPresent());
        }
    }

    @Test
    void thePageListsWhatFindsThem() throws IOException {
        var text = new StringBuilder("| Device | Breaks | Found by |\n|---|---|---|\n");
        for (WrongDevice device : found()) {
            text.append("| `%s` | %s | %s |\n"
                    .formatted(device.name(), String.join(", ", device.requirements()), finders(expected(device))));
        }

        Document.at(PAGE).replace("table", "end of table", text.toString()).check();
    }

    /** What fails; what merely could not be asked is counted. */
    private static String finders(ExpectedResults expected) {
        Map<Boolean, List<Map.Entry<String, ExpectedResults.Entry>>> parts = expected.entries().entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> entry.getValue().verdict().group().equals("error")));
        List<String> names = parts.get(false).stream()
                .map(entry -> entry.getKey() + (entry.getValue().verdict().isPass() ? " (deviates)" : ""))
                .toList();
        String shown = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        String more = names.size() > MOST_SHOWN ? ", and %d more".formatted(names.size() - MOST_SHOWN) : "";
        int unreached = parts.get(true).size();
        String errors = unreached == 0 ? "" : "; %d cases do not reach their state".formatted(unreached);
        return (shown + more + errors).replaceFirst("^; ", "");
    }
}
