package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.FakeHost.Received;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.DeviceFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of which packets pass in which state, whole, in both directions, at a physical and a virtual function. */
class TrafficMatrixTest {
    private static final StreamId OTHER = new StreamId(0x20);
    private static final long PAGE = 0x7000_0000L;
    private static final Bytes DATA = Bytes.fromHex("b1b2b3b4");

    private final Bench bench = bench();
    private final IdeStream otherStream = bench.host().port().addStream();

    private static Bench bench() {
        Bench bench = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.complete(2)))
                .enumerate(2)
                .secure();
        bench.write(bench.pf(), "Page Request Control", 1);
        return bench;
    }

    private void secureOther() {
        bench.configureStream(1, OTHER, 0);
        otherStream.configure(IdeStreamSettings.of(OTHER, RidRange.ALL, List.of()));
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        keys.programAll(0, otherStream, Bench.SESSION, KeySet.K0);
        keys.startAll(0, otherStream, KeySet.K0);
        bench.setStreamControl(1, bench.streamControl(1) | 1);
        otherStream.enable();
    }

    private void reach(DeviceFunction function, TdiState state, boolean msix) {
        LockFlags flags = msix ? LockFlags.of(LockFlag.LOCK_MSIX) : LockFlags.NONE;
        var parameters = LockParameters.of(flags, Bench.STREAM.value());
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> bench.lock(function, parameters);
            case RUN -> bench.run(function, parameters);
            case ERROR -> {
                bench.run(function, parameters);
                bench.write(function, "Command", 0x0402);
                bench.write(function, "Command", 0x0406);
            }
        }
        assertThat(bench.state(function)).isEqualTo(state);
        bench.host().forgetReceived();
    }

    private LinkFrame frame(Tlp tlp, String way) {
        return switch (way) {
            case "clear" -> new LinkFrame.Plain(tlp);
            case "T=0" -> bench.host().seal(tlp, Bench.STREAM, false);
            case "T=1" -> bench.host().seal(tlp, Bench.STREAM, true);
            case "other T=0" -> bench.host().seal(tlp, OTHER, false);
            default -> bench.host().seal(tlp, OTHER, true);
        };
    }

    /** As completer: target x state x way; {@code passes} says in which of the five ways a request is served. */
    @ParameterizedTest
    @CsvFileSource(resources = "completer-rules.csv", numLinesToSkip = 1)
    @Tag("GAP-DAT-01")
    @Tag("GAP-DAT-02")
    @Tag("GAP-DAT-03")
    @Tag("GAP-DAT-04")
    @Tag("GAP-DAT-05")
    @Tag("GAP-DAT-06")
    @Tag("GAP-DAT-07")
    @Tag("GAP-RSV-17")
    @Tag("T-114")
    @Tag("T-115")
    @Tag("T-116")
    @Tag("T-117")
    @Tag("T-118")
    @Tag("T-123")
    @Tag("T-126")
    @Tag("GAP-CFG-10")
    @Tag("GAP-SRI-14")
    @Tag("GAP-IDE-10")
    void requestsAreServedAsTheTableSays(String target, TdiState state, String passes) {
        for (DeviceFunction function : List.of(bench.vf(1), bench.pf())) {
            bench.stop(function);
            secureOtherOnce();
            reach(function, state, target.startsWith("locked"));
            long address = address(function, target);
            for (String way : List.of("clear", "T=0", "T=1", "other T=0", "other T=1")) {
                boolean expected = List.of(passes.split("; ")).contains(way);
                assertServed(function, address, target, way, expected);
            }
            assertThat(bench.state(function)).isEqualTo(state);
            assertThat(bench.streamStatus(0)).isEqualTo(2);
        }
    }

    private void secureOtherOnce() {
        if (!otherStream.isSecure()) {
            secureOther();
        }
    }

    private static long address(DeviceFunction function, String target) {
        long bar0 = function.address(function.bars().get(0));
        long bar2 = function.address(function.bars().get(1));
        return switch (target) {
            case "TEE memory" -> bar0 + 0x2000;
            case "engine" -> bar0 + 0x10;
            case "non-TEE memory" -> bar0 + 0x1000;
            case "MSI-X table", "locked MSI-X table" -> bar2;
            default -> bar2 + 0x1_0000;
        };
    }

    private void assertServed(DeviceFunction function, long address, String target, String way, boolean expected) {
        String what = "%s of %s, %s".formatted(target, function.name(), way);
        bench.send(frame(new MemoryWrite(FakeHost.ROOT_PORT, 0, address, DATA), way));
        var completion = bench.send(frame(bench.host().read(address, 4), way)).orElseThrow();
        boolean served = completion.status() == CompletionStatus.SUCCESSFUL;
        assertThat(served).as(what).isEqualTo(expected);
        if (!expected) {
            assertThat(completion.payload()).as(what).isEqualTo(Bytes.EMPTY);
        } else if (target.equals("TEE memory")) {
            assertThat(completion.payload()).as(what).isEqualTo(DATA);
            bench.send(frame(new MemoryWrite(FakeHost.ROOT_PORT, 0, address, Bytes.filled(0, 4)), way));
        }
    }

    /** As requester: kind x state, MSI-X locked or not: not sent, sent with T=0, or with T=1 on the bound stream. */
    @ParameterizedTest
    @CsvFileSource(resources = "requester-rules.csv", numLinesToSkip = 1)
    @Tag("GAP-DAT-08")
    @Tag("GAP-DAT-09")
    @Tag("GAP-DAT-10")
    @Tag("GAP-DAT-12")
    @Tag("GAP-DAT-13")
    @Tag("T-119")
    @Tag("T-120")
    @Tag("T-121")
    void requestsLeaveAsTheTableSays(String kind, TdiState state, boolean msix, String outcome) {
        for (DeviceFunction function : List.of(bench.vf(1), bench.pf())) {
            bench.stop(function);
            prepare(function);
            reach(function, state, msix);

            send(function, kind);

            List<Received> sent =
                    bench.host().received().stream().filter(of(kind)).toList();
            String what = "%s of %s".formatted(kind, function.name());
            assertThat(sent).as(what).hasSize(outcome.equals("-") ? 0 : 1);
            assertThat(sent).as(what).allSatisfy(r -> {
                assertThat(r.trusted()).isEqualTo(outcome.equals("T=1"));
                assertThat(r.stream()).isEqualTo(Optional.of(Bench.STREAM));
                assertThat(r.tlp().requester()).isEqualTo(function.requesterId());
            });
        }
    }

    private void prepare(DeviceFunction function) {
        long table = function.address(function.bars().get(1));
        bench.write(function, "ATS Control", 0x8000);
        bench.write(function, "MSI-X Message Control", 0x8000);
        bench.writeMemory(table, Bytes.fromHex("0000e0fe 00000000"));
        bench.writeMemory(table + 8, Bytes.fromHex("41000000 00000000"));
        bench.host().translate(PAGE, Bench.HOST_BUFFER, TranslationEntry.READ | TranslationEntry.WRITE);
    }

    private static void send(DeviceFunction function, String kind) {
        switch (kind) {
            case "read" -> function.dma().read(Bench.HOST_BUFFER, 4);
            case "write" -> function.dma().write(Bench.HOST_BUFFER, DATA);
            case "translation request", "translated read" ->
                function.translatedDma().read(PAGE, 4);
            case "translated write" -> function.translatedDma().write(PAGE, DATA);
            case "page request" -> function.translatedDma().read(PAGE + 0x10_0000, 4);
            default -> function.interrupts().raise(0);
        }
    }

    private static Predicate<Received> of(String kind) {
        return switch (kind) {
            case "translation request" -> r -> r.tlp().attributes().addressType() == AddressType.TRANSLATION_REQUEST;
            case "translated read", "translated write" ->
                r -> r.tlp().attributes().addressType() == AddressType.TRANSLATED;
            case "page request" -> r -> r.tlp() instanceof MessageTlp;
            default -> r -> true;
        };
    }

    /** Sizes and places at the edge of the memory of a running interface. */
    @ParameterizedTest
    @CsvSource({
        "0xFFFFC, 4, true",
        "0xFFFFF, 1, true",
        "0xFFFFD, 3, true",
        "0xFFFF8, 8, true",
        "0x2001, 3, true",
        "0x2003, 7, true",
        "0x2000, 0, true",
        "0x1FFFFC, 4, false"
    })
    @Tag("GAP-DAT-15")
    @Tag("GAP-DAT-16")
    void accessAtTheEdgeReachesItsBytesAndNoOthers(String offset, int length, boolean own) {
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));
        long address = bench.vf(1).address(bench.vf(1).bars().get(0)) + Long.decode(offset);
        Bytes content = Bytes.filled(0x5A, length);

        bench.writeMemory(address, content, Way.TRUSTED);
        Optional<Bytes> read = bench.readMemory(address, length, Way.TRUSTED);

        Bytes expected = length == 0 ? Bytes.filled(0, 1) : content;
        assertThat(read).isEqualTo(own ? Optional.of(expected) : Optional.empty());
        assertThat(bench.device().engines().memory(bench.vf(2)).isClear()).isTrue();
        if (own && length > 0) {
            long inMemory = Long.decode(offset) - 0x2000;
            Bytes around = bench.device().engines().memory(bench.vf(1)).read(Math.max(0, inMemory - 4), 4);
            assertThat(inMemory < 4 ? Bytes.filled(0, 4) : around).isEqualTo(Bytes.filled(0, 4));
        }
    }

    @Test
    @Tag("GAP-DAT-18")
    void oldRulesHoldUntilTheStartIsAnswered() {
        var nonce = bench.lock(bench.vf(1));
        var seen = new ArrayList<Boolean>();
        long tee = bench.vf(1).address(bench.vf(1).bars().get(0)) + 0x2000;
        bench.tdi(bench.vf(1))
                .machine()
                .addListener((machine, from, to, cause) ->
                        seen.add(bench.readMemory(tee, 4, Way.TRUSTED).isPresent()));
        assertThat(bench.readMemory(tee, 4, Way.TRUSTED)).isEmpty();

        Peers.requester(bench, bench.vf(1)).start(nonce);

        assertThat(seen).containsExactly(true);
        assertThat(bench.readMemory(tee, 4, Way.CLEAR)).isEmpty();
    }

    @Test
    @Tag("GAP-DAT-17")
    @Tag("T-110")
    void poisonedCompletionIsNoData() {
        bench.run(bench.vf(1));
        bench.host().poisonCompletions();

        var result = bench.vf(1).dma().read(Bench.HOST_BUFFER, 4);

        assertThat(result.data()).isEqualTo(Bytes.EMPTY);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }
}
