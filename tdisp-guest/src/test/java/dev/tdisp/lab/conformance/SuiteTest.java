package dev.tdisp.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suite judges as it says. */
class SuiteTest {
    private static final Clauses CLAUSES = clauses("""
            id,requirement,level,source,anchor
            X-01,"One, only",MUST,1.2,
            X-02.1,First,SHOULD,1.3,7.1
            X-02.2,Second,MAY,1.3,7.1
            """);

    private static final Subject DEVICE = SimulatedDevice.of(DeviceProfile.SPEC);

    private static Clauses clauses(String table) {
        try {
            return Clauses.read(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CaseResult run(String id, Subject subject, ConformanceCase.Body body) {
        return Suite.run(ConformanceCase.of(id, "a case", CLAUSES, body), subject, 1);
    }

    @Test
    void clausesAreReadWithTheirCommas() {
        assertThat(CLAUSES.find("X-01")).contains(new Clause("X-01", "One, only", Level.MUST, "1.2", ""));
        assertThat(CLAUSES.ofCase("X-02")).extracting(Clause::id).containsExactly("X-02.1", "X-02.2");
    }

    @Test
    void aTableThatIsNoneIsRefused() {
        assertThatThrownBy(() -> clauses("id,requirement\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clauses("id,requirement,level,source,anchor\nX,Y\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Clauses.named("nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("GAP-HAR-01")
    void silenceFailsWhereAnAnswerIsDue() {
        CaseResult result = run(
                "X-01",
                ScriptedSubject.SILENT,
                (scene, check) -> check.on(1)
                        .that(
                                "answer",
                                scene.exchange(Bytes.fromHex("10840000")).isPresent(),
                                "an answer",
                                "silence"));

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.record().exchanges())
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.response()).isEmpty());
    }

    @Test
    @Tag("GAP-HAR-02")
    void aStateThatIsNotReachedIsNoSkip() {
        CaseResult result = run("X-01", ScriptedSubject.SILENT, (scene, check) -> scene.session());

        assertThat(result.verdict()).isEqualTo(Verdict.SETUP_FAIL);
        assertThat(result.cause()).startsWith("a connection: no response");
    }

    @Test
    @Tag("GAP-HAR-03")
    void anAnswerFailsWhereSilenceIsDue() {
        CaseResult result = run("X-01", DEVICE, (scene, check) -> {
            Answer answer = scene.session().ask(VendorProtocol.IDE_KM, Bytes.fromHex("000000"));
            check.on(1).that("answer", answer.isDropped(), "silence", answer.text());
        });

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    @Tag("GAP-HAR-04")
    void whatDoesNotApplyNamesTheValueThatSaysSo() {
        ConformanceCase needing = ConformanceCase.of("X-01", "a case", CLAUSES, (scene, check) -> {})
                .needing(Trait.RESET);

        assertThat(Suite.run(needing, ScriptedSubject.SILENT, 1))
                .satisfies(result -> assertThat(result.verdict()).isEqualTo(Verdict.NOT_APPLICABLE))
                .satisfies(result -> assertThat(result.cause()).isEqualTo("RESET: declared traits is [TEE_IO]"));
        assertThat(run("X-01", DEVICE, (scene, check) -> check.notApplicable("field", 7))
                        .cause())
                .isEqualTo("field is 7");
    }

    @Test
    @Tag("GAP-HAR-05")
    void whatACaseLeavesBehindIsToldOrCleanedUp() {
        CaseResult clean = run("X-01", DEVICE, (scene, check) -> {
            scene.tdi(scene.session()).bring(TdiState.RUN);
            check.on(1).equal("one", 1, 1);
        });
        CaseResult dirty = run(
                "X-01", SimulatedDevice.of(WrongDevices.named("DOES_NOT_STOP").orElseThrow()), (scene, check) -> {
                    scene.tdi(scene.session()).bring(TdiState.RUN);
                    check.on(1).equal("one", 1, 1);
                });

        assertThat(clean.contamination()).isEmpty();
        assertThat(dirty.contamination()).contains("the interface is left in RUN");
        assertThat(clean.record().exchanges())
                .last()
                .satisfies(exchange -> assertThat(exchange.purpose()).isEqualTo("teardown"));
    }

    @Test
    @Tag("GAP-HAR-06")
    void theOrderOfCasesChangesNoVerdict() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (String id : List.of("X-01", "X-02")) {
            cases.add(ConformanceCase.of(id, "a case", CLAUSES, (scene, check) -> {
                Tdi tdi = scene.tdi(scene.session());
                tdi.bring(TdiState.CONFIG_LOCKED);
                check.on(1).equal("nonce", 32, tdi.nonce().size());
                check.on(2).equal("state", "ok", "ok");
            }));
        }
        ConformanceReport forward = new Suite(cases.subList(0, 1)).run(DEVICE, 1, CaseListener.NONE);
        ConformanceReport both = new Suite(List.of(cases.get(0))).run(DEVICE, 1, CaseListener.NONE);

        assertThat(both.verdicts()).isEqualTo(forward.verdicts());
        assertThat(both.results().get(0).record().exchanges())
                .isEqualTo(forward.results().get(0).record().exchanges());
    }

    @Test
    @Tag("GAP-HAR-07")
    void aNameChoosesOneCaseAndNoneIsThereTwice() {
        ConformanceCase one = ConformanceCase.of("X-01", "a case", CLAUSES, (scene, check) -> {});

        assertThat(new Suite(List.of(one)).find("X-01")).contains(one);
        assertThat(new Suite(List.of(one)).find("X-0")).isEmpty();
        assertThatThrownBy(() -> new Suite(List.of(one, one))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("GAP-HAR-13")
    void strictConceptualPartialAndWholeAreToldApart() {
        assertThat(run("X-01", DEVICE, (scene, check) -> check.on(1).equal("a", 1, 1))
                        .verdict())
                .isEqualTo(Verdict.STRICT_PASS);
        assertThat(run("X-01", DEVICE, (scene, check) -> check.on(1).equalOr("a", 1, Set.of(2), 2))
                        .verdict())
                .isEqualTo(Verdict.CONCEPTUAL_PASS);
        assertThat(run("X-01", DEVICE, (scene, check) -> {
                            check.combination("one", () -> check.on(1).equal("a", 1, 1));
                            check.combination("two", () -> check.on(1).equal("a", 1, 2));
                        })
                        .verdict())
                .isEqualTo(Verdict.PARTIAL_FAIL);
        assertThat(run("X-01", DEVICE, (scene, check) -> check.on(1).equal("a", 1, 2))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aClauseThatNobodyLookedAtIsAnErrorOfTheSuite() {
        CaseResult result = run("X-02", DEVICE, (scene, check) -> check.on(1).equal("a", 1, 1));

        assertThat(result.verdict()).isEqualTo(Verdict.SUITE_ERROR);
        assertThat(result.cause()).isEqualTo("not looked at: X-02.2");
    }

    @Test
    void whatBreaksInTheSuiteIsNotHeldAgainstTheSubject() {
        CaseResult result = run("X-01", DEVICE, (scene, check) -> {
            throw new IllegalStateException("ours");
        });

        assertThat(result.verdict()).isEqualTo(Verdict.SUITE_ERROR);
        assertThat(result.cause()).isEqualTo("ours");
    }

    @Test
    void whatWentWrongBeforeTheSessionWasLostCounts() {
        CaseResult result = run("X-01", DEVICE, (scene, check) -> {
            check.on(1).equal("a", 1, 2);
            scene.session().requesterSession().end();
            scene.tdi(scene.session()).ask(RequestCode.GET_TDISP_VERSION);
        });

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    }
}
