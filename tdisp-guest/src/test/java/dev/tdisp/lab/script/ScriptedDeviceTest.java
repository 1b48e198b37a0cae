package dev.tdisp.lab.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockInterfaceResponse;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.StopInterfaceResponse;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.requester.RequesterOptions;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.Lab;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scripts in memory, for a host that has TDISP alone. */
class ScriptedDeviceTest {
    private static final RequesterOptions PLAIN = RequesterOptions.DEFAULT.withVerifiedState(false);

    @Test
    void anHonestAttachPasses() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.expectGetVersion().respond();
            peer.expectGetCapabilities().respond();
            peer.expectLockInterface()
                    .with(lock -> assertThat(lock.parameters().flags().has(LockFlag.NO_FW_UPDATE))
                            .isTrue())
                    .respond()
                    .capture("lock");
            peer.expectGetReport().from("lock").respondInChunksOf(64);
            peer.expectStartInterface().from("lock").respond();
            peer.expectStopInterface().from("lock").respond();
            peer.thenExpectNothing().within(Duration.ofSeconds(5));

            peer.run(() -> attachAndStop(host(peer)));

            assertThat(peer.captured("lock").orElseThrow().tdispResponse()).isInstanceOf(LockInterfaceResponse.class);
        }
    }

    @Test
    void aReportGoesInChunksToAHostThatAsksForAllOfIt() {
        try (var peer = ScriptedDevice.seeded(7)) {
            TdispRequester whole = host(peer);
            peer.skipTo(Scene.LOCKED);
            lock(whole);
            Bytes expected = honestReport(peer);

            peer.expectGetReport().respondInChunksOf(16);
            peer.run(() -> assertThat(whole.reportBytes()).isEqualTo(expected));
        }
    }

    private static Bytes honestReport(ScriptedDevice peer) {
        return peer.device()
                .interfaceOf(peer.device().virtualFunction(1))
                .machine()
                .report();
    }

    @Test
    void aStaleNonceIsRefused() {
        Nonce stale = Nonce.of(Bytes.filled(0xA5, Nonce.SIZE));
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.skipTo(Scene.SESSION_ESTABLISHED);
            peer.expectGetVersion().respond();
            peer.expectGetCapabilities().respond();
            peer.expectLockInterface().respond(r -> r.nonce(stale)).capture("lock");
            peer.expectStartInterface()
                    .from("lock")
                    .as("start with stale nonce")
                    .respondError(TdispErrorCode.INVALID_NONCE);
            var host =
                    new TdispRequester(peer.tdisp(), peer.interfaceId(1), PLAIN.withJudgedNonces(false), Env.seeded(1));

            Nonce nonce = lock(host);

            assertThat(nonce.matches(stale)).isTrue();
            assertThatThrownBy(() -> host.start(nonce))
                    .isInstanceOfSatisfying(
                            TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_NONCE));
        }
    }

    @Test
    void whatIsBentIsInTheTraceBesideWhatIsRight() {
        var trace = new RecordingTrace();
        try (var peer = ScriptedDevice.builder().seed(7).trace(trace).build()) {
            peer.skipTo(Scene.LOCKED);
            TdispRequester host = host(peer);
            lock(host);
            peer.expectGetReport().respond(r -> r.set("MMIO_RANGE_COUNT", 0xFFFF));

            assertThatThrownBy(host::report).isInstanceOf(TdispException.class).hasMessageContaining("MMIO_RANGE");

            assertThat(trace.events())
                    .filteredOn(event -> event.summary().contains("DEVICE_INTERFACE_REPORT"))
                    .filteredOn(event -> event.source().equals("device"))
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(trace.events())
                    .filteredOn(TraceEvent.Note.class::isInstance)
                    .extracting(TraceEvent::summary)
                    .contains("script: DEVICE_INTERFACE_REPORT bent: MMIO_RANGE_COUNT := FFFFh");
        }
    }

    @Test
    void whatTheScriptSaysItselfIsInTheTraceWithoutNonces() {
        var trace = new RecordingTrace();
        try (var peer = ScriptedDevice.builder().seed(7).trace(trace).build()) {
            peer.expectLockInterface().eventually().respond(r -> r.nonce(Nonce.of(Bytes.filled(0xC3, Nonce.SIZE))));
            peer.expectStopInterface().respondError(TdispErrorCode.BUSY);
            lock(host(peer));

            peer.tdisp().apply(Bytes.fromHex("10870000 01010000 0000000000000000"));
        }
        assertThat(trace.events())
                .extracting(TraceEvent::summary)
                .contains(
                        "script: LOCK_INTERFACE_RESPONSE bent: START_INTERFACE_NONCE := (secret)",
                        "device -> tsm: TDISP TDISP_ERROR 01:00.1 BUSY");
        assertThat(trace.events().toString()).doesNotContainIgnoringCase("c3c3").doesNotContainIgnoringCase("c3 c3");
    }

    @Test
    void anAnswerMayBeMadeRawDroppedOrWrong() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.expectStopInterface().respondWith(stop -> new StopInterfaceResponse(stop.header()));
            peer.expectStopInterface().respondRaw(Bytes.fromHex("10"));
            peer.expectStopInterface().dropAnswer();
            peer.expectStopInterface().respond(r -> r.truncate(3).append(Bytes.fromHex("AA")));
            Bytes stop = Bytes.fromHex("10870000 01010000 0000000000000000");

            assertThat(peer.tdisp().apply(stop)).isEqualTo(stop.with(1, 0x07));
            assertThat(peer.tdisp().apply(stop)).isEqualTo(Bytes.fromHex("10"));
            assertThat(peer.tdisp().apply(stop)).isEqualTo(Bytes.EMPTY);
            assertThat(peer.tdisp().apply(stop)).isEqualTo(Bytes.fromHex("100700AA"));
            peer.verify();
        }
    }

    @Test
    void whatABendLeavesOpenTheSeedDecides() {
        assertThat(flipped(7)).isEqualTo(flipped(7)).isNotEqualTo(flipped(8));
    }

    private static Bytes flipped(long seed) {
        try (var peer = ScriptedDevice.seeded(seed)) {
            peer.expectStopInterface().respond(r -> r.flip(5));
            return peer.tdisp().apply(Bytes.fromHex("10870000 01010000 0000000000000000"));
        }
    }

    @Test
    void bitsOfOneFieldAreInvertedInThatFieldAlone() {
        Bytes stop = Bytes.fromHex("10870000 01010000 0000000000000000");
        for (long seed = 0; seed < 20; seed++) {
            try (var peer = ScriptedDevice.seeded(seed)) {
                peer.expectStopInterface().respond(r -> r.flip("Reserved", 2));

                Bytes answer = peer.tdisp().apply(stop);

                assertThat(Integer.bitCount(answer.at(2)) + Integer.bitCount(answer.at(3)))
                        .isEqualTo(2);
                assertThat(answer.with(2, 0).with(3, 0)).isEqualTo(stop.with(1, 0x07));
            }
        }
    }

    @Test
    void nothingMayComeInVirtualTime() {
        try (Lab lab = Lab.seeded(7);
                var peer = speakingIn(lab, Duration.ofSeconds(2))) {
            peer.thenExpectNothing().within(Duration.ofSeconds(1));

            peer.verify();
        }
        try (Lab lab = Lab.seeded(7);
                var peer = speakingIn(lab, Duration.ofSeconds(3))) {
            peer.thenExpectNothing().within(Duration.ofSeconds(5));

            assertThatThrownBy(peer::verify)
                    .hasMessageContaining("expected : nothing for 5s")
                    .hasMessageContaining("but was  : STOP_INTERFACE_REQUEST   at 00:00:03.000");
        }
    }

    private static ScriptedDevice speakingIn(Lab lab, Duration delay) {
        Bytes stop = Bytes.fromHex("10870000 01010000 0000000000000000");
        var peer = ScriptedDevice.on(lab);
        lab.time().after(delay, () -> peer.tdisp().apply(stop));
        return peer;
    }

    @Test
    void severalThreadsMaySpeakAtOnce() throws InterruptedException {
        int each = 50;
        Bytes state = Bytes.fromHex("10850000 01010000 0000000000000000");
        try (var peer = ScriptedDevice.seeded(7)) {
            for (int i = 0; i < 4 * each; i++) {
                peer.expectGetState().respond();
            }
            List<Thread> hosts = Stream.generate(() -> new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            assertThat(peer.tdisp().apply(state).at(1)).isEqualTo(0x05);
                        }
                    }))
                    .limit(4)
                    .toList();

            hosts.forEach(Thread::start);
            for (Thread host : hosts) {
                host.join();
            }

            peer.verify();
        }
    }

    @Test
    void closingVerifiesIfNobodyHas() {
        var forgotten = ScriptedDevice.seeded(7);
        forgotten.expectGetVersion().respond();
        assertThatThrownBy(forgotten::close).isInstanceOf(AssertionError.class);

        var verified = ScriptedDevice.seeded(7);
        verified.expectGetVersion().respond();
        assertThatThrownBy(verified::verify).isInstanceOf(AssertionError.class);
        assertThatCode(verified::close).doesNotThrowAnyException();
    }

    @Test
    void aClosedPeerIsAnHonestDevice() {
        var peer = ScriptedDevice.seeded(7);
        peer.close();

        assertThatCode(() -> attachAndStop(host(peer))).doesNotThrowAnyException();
    }

    @Test
    void aFieldOfALaterPortionOfTheReportCanBeBent() {
        try (var peer = ScriptedDevice.seeded(7)) {
            TdispRequester host = host(peer);
            peer.skipTo(Scene.LOCKED);
            lock(host);
            Bytes honest = honestReport(peer);
            peer.expectGetReport().respond(r -> r.set("MMIO_RANGE[0].NumberOf4KPages", 0xABCDEF));
            Bytes ask = Bytes.fromHex("10840000 01010000 0000000000000000 1800 0800");

            Bytes portion = peer.tdisp().apply(ask).from(20);

            assertThat(portion).isEqualTo(Bytes.fromHex("EFCDAB00").plus(honest.slice(28, 32)));
        }
    }

    @Test
    void aSceneIsReachedOnlyWhenTheDeviceGrantsIt() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.skipTo(Scene.LOCKED);
            Bytes wrong =
                    Bytes.fromHex("10830000 01010000 0000000000000000 0000 00 00 0100000000000000 0000000000000000");

            assertThat(peer.tdisp().apply(wrong).at(1)).isEqualTo(0x7F);
            assertThatThrownBy(peer::verify).hasMessageContaining("nothing more came");
        }
    }

    static TdispRequester host(ScriptedDevice peer) {
        return new TdispRequester(peer.tdisp(), peer.interfaceId(1), PLAIN, Env.seeded(1));
    }

    static Nonce lock(TdispRequester host) {
        host.version();
        host.capabilities();
        return host.lock(LockParameters.of(LockFlags.of(LockFlag.NO_FW_UPDATE), 0));
    }

    static void attachAndStop(TdispRequester host) {
        Nonce nonce = lock(host);
        host.report();
        host.start(nonce);
        host.stop();
    }
}
