package dev.tdisp.core.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultInjectorTest {
    private static final Bytes MESSAGE = Bytes.fromHex("10 84 00 01");
    private static final FieldMap FIELDS = new FieldMap(List.of(
            new Field("SPDMVersion", 0, 1, "10"), new Field("Code", 1, 1, "84"), new Field("Params", 2, 2, "0001")));

    @Test
    void withoutFaultsAMessagePassesUnchanged() {
        assertThat(injector("seed 1").pass(FaultPoint.SEND, subject("GET_VERSION")))
                .containsExactly(MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "truncate 2, 1084",
        "truncate 9, 10840001",
        "append ffee, 10840001ffee",
        "replace 0102, 0102",
        "overwrite 1 eeee, 10eeee01",
        "overwrite -1 77, 10840077",
        "overwrite 3 0908, 10840009",
        "overwrite 9 0908, 10840001",
        "set Code e0, 10e00001",
        "set Params ffeedd, 1084ffee",
        "set Unknown ff, 10840001",
        "replay 1, 10840001",
    })
    void anEffectChangesTheMessage(String effect, String changed) {
        List<Bytes> passed =
                injector("send *: " + effect).pass(FaultPoint.SEND, new FaultSubject("GET_VERSION", MESSAGE, FIELDS));

        assertThat(passed).containsExactly(Bytes.fromHex(changed));
    }

    @Test
    void aMessageIsDroppedOrDuplicated() {
        assertThat(injector("send *: drop").pass(FaultPoint.SEND, subject("A"))).isEmpty();
        assertThat(injector("send *: duplicate 3").pass(FaultPoint.SEND, subject("A")))
                .containsExactly(MESSAGE, MESSAGE, MESSAGE);
    }

    @Test
    void anEarlierMessageComesBack() {
        var injector = injector("receive *#3: replay 2");
        List<Bytes> messages = List.of(Bytes.fromHex("01"), Bytes.fromHex("02"), Bytes.fromHex("03"));

        List<List<Bytes>> passed = messages.stream()
                .map(message -> injector.pass(FaultPoint.RECEIVE, FaultSubject.of("", message)))
                .toList();

        assertThat(passed)
                .containsExactly(List.of(messages.get(0)), List.of(messages.get(1)), List.of(messages.get(0)));
    }

    @Test
    void theSeedChoosesTheBits() {
        Bytes once = injector("seed 7\nsend *: flip 3")
                .pass(FaultPoint.SEND, subject("A"))
                .get(0);
        Bytes again = injector("seed 7\nsend *: flip 3")
                .pass(FaultPoint.SEND, subject("A"))
                .get(0);
        Bytes other = injector("seed 8\nsend *: flip 3")
                .pass(FaultPoint.SEND, subject("A"))
                .get(0);

        assertThat(once).isEqualTo(again).isNotEqualTo(other).isNotEqualTo(MESSAGE);
        int bits = 0;
        for (int i = 0; i < MESSAGE.size(); i++) {
            bits += Integer.bitCount(MESSAGE.at(i) ^ once.at(i));
        }
        assertThat(bits).isEqualTo(3);
        assertThat(injector("send *: flip 99").pass(FaultPoint.SEND, subject("A")))
                .containsExactly(Bytes.fromHex("ef 7b ff fe"));
    }

    @Test
    void onlyTheMessageMeantIsHurt() {
        var injector = injector("send VERSION#2: drop");

        assertThat(injector.pass(FaultPoint.SEND, subject("OTHER"))).hasSize(1);
        assertThat(injector.pass(FaultPoint.SEND, subject("VERSION"))).hasSize(1);
        assertThat(injector.pass(FaultPoint.RECEIVE, subject("VERSION"))).hasSize(1);
        assertThat(injector.pass(FaultPoint.SEND, subject("VERSION"))).isEmpty();
        assertThat(injector.pass(FaultPoint.SEND, subject("VERSION"))).hasSize(1);
        assertThat(injector.injected()).isEqualTo(1);
    }

    @Test
    void faultsAddUpInTheirOrder() {
        List<Bytes> passed = injector("send *: duplicate 2\nsend *: truncate 1\nsend *: append 77")
                .pass(FaultPoint.SEND, subject("A"));

        assertThat(passed).containsExactly(Bytes.fromHex("1077"), Bytes.fromHex("1077"));
    }

    @Test
    void whatIsInjectedIsTraced() {
        var trace = new RecordingTrace();
        var injector = new FaultInjector(FaultPlan.parse("sealed *: drop"), Env.seeded(1, trace));

        injector.pass(FaultPoint.SEALED, FaultSubject.of("", MESSAGE));

        assertThat(trace.events())
                .extracting(TraceEvent::summary)
                .containsExactly("fault: sealed *: drop injected into a record");
    }

    @Test
    void aPrintedPlanIsReadBack() {
        String text = """
                seed -3
                send GET_VERSION#2: drop
                sealed *: duplicate 2
                receive *#1: replay 16
                opened LOCK_INTERFACE_REQUEST: set FLAGS 0700
                send *: truncate 4
                send *: append 00ff
                send *: overwrite -2 ab
                send *: flip 3
                send *: replace 1084""";

        FaultPlan plan = FaultPlan.parse(text);

        assertThat(plan).hasToString(text);
        assertThat(FaultPlan.parse(plan.toString())).isEqualTo(plan);
        assertThat(plan.faults().get(0))
                .isEqualTo(Fault.at(FaultPoint.SEND, new FaultEffect.Drop())
                        .with("GET_VERSION")
                        .nth(2));
        assertThat(FaultPlan.parse("\n\n")).isEqualTo(FaultPlan.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed x",
                "send",
                "send A drop",
                "nowhere A: drop",
                "send A: vanish",
                "send A: vanish 1",
                "send A: drop 1",
                "send A: truncate",
                "send A: truncate x",
                "send A: truncate -1",
                "send A: truncate 99999999999",
                "send A: duplicate 1",
                "send A: replay 17",
                "send A: flip 0",
                "send A: append 0",
                "send A#x: drop",
            })
    void aWrongLineIsShown(String line) {
        assertThatThrownBy(() -> FaultPlan.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }

    private static FaultInjector injector(String plan) {
        return new FaultInjector(FaultPlan.parse(plan), Env.seeded(1));
    }

    private static FaultSubject subject(String name) {
        return FaultSubject.of(name, MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request LOCK_INTERFACE_REQUEST: skip L3",
                "response *#2%50: break-mac",
                "down MWr%5: delay 20",
                "up CplD#1: function-reset 3",
                "register 004: reset",
                "response *: lose-state 2",
                "written *: hang",
                "request *: no-entropy",
            })
    void everyFaultIsReadAsItIsPrinted(String line) {
        FaultPlan plan = FaultPlan.parse("seed 3\n" + line);

        assertThat(plan.toString()).isEqualTo("seed 3\n" + line);
        assertThat(FaultPlan.parse(plan.toString())).isEqualTo(plan);
    }

    @Test
    void anActHappensBesideTheMessage() {
        var acts = new ArrayList<FaultEffect.Act>();
        var injector = new FaultInjector(FaultPlan.parse("send *#2: reset"), Env.seeded(1), acts::add);

        assertThat(injector.pass(FaultPoint.SEND, subject("A"))).containsExactly(MESSAGE);
        assertThat(acts).isEmpty();
        assertThat(injector.pass(FaultPoint.SEND, subject("A"))).containsExactly(MESSAGE);
        assertThat(acts).containsExactly(new FaultEffect.Reset());
    }

    @Test
    void aBrokenMacDiffersInItsLastByte() {
        assertThat(injector("send *: break-mac").pass(FaultPoint.SEND, subject("A")))
                .containsExactly(Bytes.fromHex("108400fe"));
    }

    @Test
    void theSeedDecidesWhatHappensSometimes() {
        List<Integer> counts = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            var injector = injector("seed " + seed + "\nsend *%25: drop");
            for (int i = 0; i < 100; i++) {
                injector.pass(FaultPoint.SEND, subject("A"));
            }
            counts.add(injector.injected());
        }

        assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(8, 45));
        assertThat(counts.stream().distinct().count()).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send *%0: drop",
                "send *%101: drop",
                "send *: function-reset -1",
                "send *: skip",
                "nowhere *: drop"
            })
    void whatCannotBeIsRefusedWithItsLine(String line) {
        assertThatThrownBy(() -> FaultPlan.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }
}
