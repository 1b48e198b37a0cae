package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.BOB;
import static dev.tdisp.host.tsm.TsmBench.GUEST_BAR;
import static dev.tdisp.host.tsm.TsmBench.NONCE;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static dev.tdisp.host.tsm.TsmBench.acceptAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each verb of the security manager in each situation: what becomes of it stands in verbs.csv. */
class VerbTableTest {
    private static final FunctionId FOREIGN = new FunctionId(0, RequesterId.of(9, 0, 0));
    private static final TvmId NOBODY = new TvmId("nobody");
    private static final Map<String, Consumer<TsmBench>> SITUATIONS = situations();
    private static final Map<String, Verb> VERBS = verbs();

    /** What is asked, with the epoch that the guest knows. */
    private interface Verb {
        void on(TsmBench bench, BindEpoch epoch);
    }

    private static Map<String, Consumer<TsmBench>> situations() {
        Map<String, Consumer<TsmBench>> table = new LinkedHashMap<>();
        table.put("nothing", bench -> {});
        table.put("session", bench -> bench.tsm.authenticate(bench.device));
        table.put("secure", bench -> bench.tsm.connect(bench.device));
        table.put("locked", bench -> {
            bench.tsm.connect(bench.device);
            bench.tsm.lock(VF1, ALICE);
        });
        table.put("bound", TsmBench::connectAndBind);
        table.put("mapped", VerbTableTest::mapped);
        table.put("running", TsmBench::startAndOpen);
        table.put("error", bench -> {
            bench.startAndOpen();
            bench.device.tdi(VF1).machine.on(TdiEvent.BAR_MODIFIED);
        });
        table.put("insecure", bench -> {
            mapped(bench);
            bench.port.ide().streams().get(0).invalidate(IdeStreamEvent.CHECK_FAILED);
        });
        table.put("lost", bench -> {
            bench.startAndOpen();
            bench.device.loseSession();
        });
        table.put("stale", bench -> mapped(bench));
        table.put("mute", bench -> {
            mapped(bench);
            bench.device.losses.mute();
        });
        table.put("busy", bench -> {
            mapped(bench);
            bench.device.busy = Integer.MAX_VALUE;
        });
        table.put("liar", bench -> {
            bench.tsm.connect(bench.device);
            bench.device.tdi(VF1).otherReport = Optional.of(Bytes.fromHex("01"));
        });
        table.put("wrong", bench -> bench.device.claimed = FOREIGN);
        return table;
    }

    private static void mapped(TsmBench bench) {
        GuestCalls calls = bench.connectAndBind();
        acceptAll(calls, calls.status(VF1).epoch());
    }

    private static Map<String, Verb> verbs() {
        Map<String, Verb> table = new LinkedHashMap<>();
        table.put("connect", (bench, epoch) -> bench.tsm.connect(bench.device));
        table.put("authenticate", (bench, epoch) -> bench.tsm.authenticate(bench.device));
        table.put("secure link", (bench, epoch) -> bench.tsm.secureLink());
        table.put("enable stream", (bench, epoch) -> bench.tsm.device(VF1).enableStream());
        table.put("refresh keys", (bench, epoch) -> bench.tsm.refreshKeys());
        table.put("update keys", (bench, epoch) -> bench.tsm.device(VF1).updateSessionKeys());
        table.put("heartbeat", (bench, epoch) -> bench.tsm.device(VF1).heartbeat());
        table.put("bind", (bench, epoch) -> bench.tsm.bind(VF1, ALICE));
        table.put("bind other", (bench, epoch) -> bench.tsm.bind(VF1, BOB));
        table.put("bind nobody", (bench, epoch) -> bench.tsm.bind(VF1, NOBODY));
        table.put("bind foreign", (bench, epoch) -> bench.tsm.bind(FOREIGN, ALICE));
        table.put("lock", (bench, epoch) -> bench.tsm.lock(VF1, ALICE));
        table.put("read report", (bench, epoch) -> bench.tsm.readReport(VF1));
        table.put("propose", (bench, epoch) -> bench.tsm.proposeMmio(VF1, GUEST_BAR, new PageRange(TsmBench.BAR, 5)));
        table.put("status", (bench, epoch) -> calls(bench).status(VF1));
        table.put("status other", (bench, epoch) -> bench.tsm.callsOf(BOB).status(VF1));
        table.put("measure", (bench, epoch) -> calls(bench).measure(VF1, NONCE));
        table.put("accept", (bench, epoch) -> calls(bench).acceptMmio(VF1, 0, GUEST_BAR, epoch));
        table.put("accept wrong", (bench, epoch) -> calls(bench).acceptMmio(VF1, 2, GUEST_BAR, epoch));
        table.put("start", (bench, epoch) -> calls(bench).start(VF1, epoch));
        table.put("open gate", (bench, epoch) -> calls(bench).openGate(VF1, epoch));
        table.put("close gate", (bench, epoch) -> calls(bench).closeGate(VF1));
        table.put("release", (bench, epoch) -> calls(bench).release(VF1));
        table.put("reclaim", (bench, epoch) -> bench.tsm.reclaim(VF1, "test"));
        table.put("unbind", (bench, epoch) -> bench.tsm.unbind(VF1));
        table.put("disconnect", (bench, epoch) -> bench.tsm.disconnect());
        table.put("abandon", (bench, epoch) -> bench.tsm.abandon("test"));
        table.put("move guest", (bench, epoch) -> bench.tsm.requireMovable(ALICE));
        table.put("destroy guest", (bench, epoch) -> bench.tsm.destroyGuest(ALICE));
        return table;
    }

    private static GuestCalls calls(TsmBench bench) {
        return bench.tsm.callsOf(ALICE);
    }

    private static String outcome(String verb, String situation) {
        var bench = new TsmBench();
        bench.tsm.createGuest(BOB);
        SITUATIONS.get(situation).accept(bench);
        BindEpoch epoch = bench.tsm.binding(VF1).map(Binding::epoch).orElse(new BindEpoch(0, 0, 0));
        if (situation.equals("stale")) {
            calls(bench).measure(VF1, NONCE);
        }
        try {
            VERBS.get(verb).on(bench, epoch);
            return "ok";
        } catch (TsmException e) {
            return e.reason().name();
        }
    }

    /** A row of the table. */
    record Row(String verb, List<String> outcomes) {
        @Override
        public String toString() {
            return verb;
        }
    }

    static Stream<Row> rows() throws IOException {
        return lines().stream().skip(1).map(line -> {
            List<String> cells = cells(line);
            return new Row(cells.get(0), cells.subList(1, cells.size()));
        });
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = VerbTableTest.class.getResourceAsStream("verbs.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",")).map(String::strip).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void verbDoesWhatTheTableSays(Row row) {
        List<String> actual = new ArrayList<>();
        for (String situation : SITUATIONS.keySet()) {
            actual.add(outcome(row.verb(), situation));
        }

        assertThat(actual)
                .as("%s in %s".formatted(row.verb(), SITUATIONS.keySet()))
                .isEqualTo(row.outcomes());
    }

    @Test
    void tableHasEachVerbAndEachSituation() throws IOException {
        List<String> header = cells(lines().get(0));

        assertThat(header.subList(1, header.size())).containsExactlyElementsOf(SITUATIONS.keySet());
        assertThat(rows().map(Row::verb)).containsExactlyElementsOf(VERBS.keySet());
    }

    @Test
    void everyReasonIsProducedUnlessItTakesManyDevices() throws IOException {
        Set<Reason> produced = EnumSet.of(Reason.NO_STREAM);
        rows().flatMap(row -> row.outcomes().stream())
                .filter(outcome -> !outcome.equals("ok"))
                .map(Reason::valueOf)
                .forEach(produced::add);

        assertThat(produced).containsExactlyInAnyOrder(Reason.values());
    }
}
