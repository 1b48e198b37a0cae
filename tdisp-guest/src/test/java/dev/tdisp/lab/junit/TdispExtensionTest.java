package dev.tdisp.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.vmm.HypervisorVmm;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.Tdi;
import dev.tdisp.spdm.capture.PcapFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class TdispExtensionTest {
    /** What the tests below saw; each test of this class starts with none. */
    private static final List<Object> SEEN = new ArrayList<>();

    @TempDir
    private Path output;

    @BeforeEach
    @AfterEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void partiesComeAsParameters() {
        run(Parameters.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void partiesComeAsFieldsOfTheTestAndOfThoseAroundIt() {
        run(Fields.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void theConstructorGetsTheLabOfTheTest() {
        run(Constructor.class).testEvents().assertStatistics(stats -> stats.succeeded(2));

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void eachTestHasALabOfItsOwnThatIsClosed() {
        run(OneEach.class).testEvents().assertStatistics(stats -> stats.succeeded(3));

        assertThat(SEEN)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(seen -> assertThat(((Lab) seen).tsm().isConnected()).isFalse());
    }

    @Test
    void aStaticFieldMakesOneLabForAllTestsThatIsClosedBehindTheLast() {
        run(Shared.class).testEvents().assertStatistics(stats -> stats.succeeded(2));

        assertThat(SEEN).hasSize(2);
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
        assertThat(((Lab) SEEN.get(0)).tsm().isConnected()).isFalse();
    }

    @Test
    void theAnnotationSaysWhichLab() {
        run(Described.class).testEvents().assertStatistics(stats -> stats.succeeded(3));
    }

    @Test
    void aSeedFromOutsideWins() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Seeded.class))
                .configurationParameter("tdisp.seed", "4711")
                .execute();

        assertThat(SEEN).containsExactly(4711L);
    }

    @Test
    void aFailureLeavesSeedTraceCaptureAndKeysAndOneLine() throws IOException {
        var report = new ByteArrayOutputStream();

        EngineExecutionResults results = withErrorsTo(report, () -> run(Failing.class));

        results.testEvents().assertStatistics(stats -> stats.failed(1));
        assertThat(report.toString(StandardCharsets.UTF_8))
                .isEqualTo("Failing.failsOnceConnected failed; run it again with -Dtdisp.seed=7%n".formatted());
        assertThat(entries(results)).containsEntry("tdisp.seed", "7");
        Map<String, Path> files = files();
        assertThat(files).containsOnlyKeys("trace.txt", "diagram.mmd", "mailbox.pcap", "keys.json");
        assertThat(files.get("diagram.mmd"))
                .content()
                .contains("sequenceDiagram")
                .contains("KEY_EXCHANGE");
        assertThat(files.get("trace.txt")).content().contains("KEY_EXCHANGE");
        assertThat(files.get("keys.json")).content().matches("(?s)\\{\"dhe_secrets\": \\[\"[0-9a-f]+\"].*}\\n");
        assertThat(PcapFile.decode(Bytes.of(Files.readAllBytes(files.get("mailbox.pcap"))))
                        .packets())
                .hasSizeGreaterThan(10);
    }

    @Test
    void aTestThatPassesLeavesNothing() throws IOException {
        run(Parameters.class);

        assertThat(files()).isEmpty();
    }

    @Test
    void aFailureWithoutLabLeavesNothing() throws IOException {
        run(FailingWithoutLab.class).testEvents().assertStatistics(stats -> stats.failed(1));

        assertThat(files()).isEmpty();
    }

    @Test
    void aViolatedInvariantFailsTheTest() {
        EngineExecutionResults results = withErrorsTo(new ByteArrayOutputStream(), () -> run(Leaking.class));

        assertThat(failures(results)).singleElement().asString().contains("SECRETS_ARE_HIDDEN: the plan is in");
    }

    @Test
    void whatIsWrongWithAnAnnotationIsSaid() {
        assertThat(failures(run(WrongProfile.class)))
                .singleElement()
                .asString()
                .contains("profile 'none' is not one of [SPEC, COMPLETE, SPDM_EMU, SPDM_ALONE]");
        assertThat(failures(run(WrongField.class)))
                .singleElement()
                .asString()
                .contains("@Simulated String: not one of Lab, SrIovDevice, Tdi");
        assertThat(failures(EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(Seeded.class))
                        .configurationParameter("tdisp.seed", "many")
                        .execute()))
                .singleElement()
                .asString()
                .contains("tdisp.seed is no number");
    }

    private EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .outputDirectoryCreator(new OutputFolder(output))
                .execute();
    }

    private static EngineExecutionResults withErrorsTo(
            ByteArrayOutputStream report, Supplier<EngineExecutionResults> work) {
        PrintStream usual = System.err;
        System.setErr(new PrintStream(report, true, StandardCharsets.UTF_8));
        try {
            return work.get();
        } finally {
            System.setErr(usual);
        }
    }

    private Map<String, Path> files() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (var all = Files.walk(output)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.put(file.getFileName().toString(), file));
        }
        return files;
    }

    private static Map<String, String> entries(EngineExecutionResults results) {
        Map<String, String> entries = new TreeMap<>();
        results.testEvents().reportingEntryPublished().stream()
                .forEach(event -> entries.putAll(
                        event.getRequiredPayload(ReportEntry.class).getKeyValuePairs()));
        return entries;
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.testEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    @TdispTest
    static class Parameters {
        @Test
        void allAreOfOneLab(
                Lab lab,
                SrIovDevice device,
                HypervisorVmm vmm,
                TeeSecurityManager tsm,
                TrustedVm guest,
                Tdi first,
                @Simulated(vf = 3) Tdi third) {
            third.attach().run();

            assertThat(device).isSameAs(lab.device());
            assertThat(vmm).isSameAs(lab.vmm());
            assertThat(tsm).isSameAs(lab.tsm());
            assertThat(guest).isSameAs(lab.guest());
            assertThat(first.lab()).isSameAs(lab);
            assertThat(first.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(third.state()).isEqualTo(TdiState.RUN);
        }
    }

    @TdispTest
    static class Fields {
        @Simulated
        private SrIovDevice device;

        @Simulated(vf = 2)
        private Tdi tdi;

        @Test
        void areFilled(Lab lab) {
            assertThat(device).isSameAs(lab.device());
            assertThat(tdi.vf()).isEqualTo(2);
        }

        @Nested
        class Inside {
            @Simulated
            private Lab lab;

            @Test
            void areFilledToo() {
                assertThat(lab).isSameAs(tdi.lab());
                assertThat(device).isSameAs(lab.device());
            }
        }
    }

    @TdispTest
    static class Constructor {
        private final Lab lab;

        Constructor(Lab lab) {
            this.lab = lab;
        }

        @RepeatedTest(2)
        void isTheSame(Lab again) {
            assertThat(again).isSameAs(lab);
            SEEN.add(lab);
        }
    }

    static class OneEach {
        @TdispTest
        @RepeatedTest(3)
        void isConnected(Lab lab) {
            lab.attach(1).runTo(Milestone.CONNECTED);
            SEEN.add(lab);
        }
    }

    @TdispTest
    static class Shared {
        @Simulated
        private static Lab lab;

        @RepeatedTest(2)
        void isOne(Tdi tdi) {
            assertThat(tdi.lab()).isSameAs(lab);
            lab.attach(1).runTo(Milestone.CONNECTED);
            SEEN.add(lab);
        }
    }

    @TdispTest(seed = 5, profile = "complete", vfs = 2, setup = Untraced.class)
    static class Described {
        @Test
        void asTheClassSays(Lab lab) {
            assertThat(lab.seed()).isEqualTo(5);
            assertThat(lab.vfs()).isEqualTo(2);
            lab.attach(1).runTo(Milestone.CONNECTED);
            assertThat(lab.events()).isEmpty();
            assertThat(lab.isWatched()).isFalse();
        }

        @Test
        @TdispTest(seed = 6, profile = "spdm-alone", watched = true)
        void asTheMethodSays(Lab lab) {
            assertThat(lab.seed()).isEqualTo(6);
            assertThat(lab.isWatched()).isTrue();
        }

        @Nested
        class Inside {
            @Test
            void asTheClassAroundSays(Lab lab) {
                assertThat(lab.seed()).isEqualTo(5);
            }
        }
    }

    static final class Untraced implements LabSetup {
        @Override
        public void prepare(LabBuilder lab) {
            lab.untraced();
        }
    }

    static class Seeded {
        @Test
        @TdispTest(seed = 2)
        void tellsItsSeed(Lab lab) {
            SEEN.add(lab.seed());
        }
    }

    @TdispTest(seed = 7)
    static class Failing {
        @Test
        void failsOnceConnected(Lab lab) {
            lab.attach(1).runTo(Milestone.CONNECTED);
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        }
    }

    @TdispTest
    static class FailingWithoutLab {
        @Test
        void fails() {
            throw new AssertionError("no lab was wanted");
        }
    }

    @TdispTest(watched = true)
    static class Leaking {
        @Test
        void tellsTheHypervisor(Lab lab, TrustedVm guest) {
            lab.attach(1).runTo(Milestone.RUNNING);
            var plan = Bytes.fromHex("00112233445566778899aabbccddeeff0123456789abcdef");
            lab.secret("the plan", plan);
            var work = guest.sharedDriver(lab.function(1));
            work.checksum(guest.heap().put(plan));
        }
    }

    @TdispTest(profile = "none")
    static class WrongProfile {
        @Test
        void neverRuns(Lab lab) {
            SEEN.add(lab);
        }
    }

    @TdispTest
    static class WrongField {
        @Simulated
        private String text;

        @Test
        void neverRuns() {
            SEEN.add(text);
        }
    }
}
