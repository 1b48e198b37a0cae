package dev.tdisp.lab.script;

import static dev.tdisp.lab.script.ScriptedDeviceTest.attachAndStop;
import static dev.tdisp.lab.script.ScriptedDeviceTest.host;
import static dev.tdisp.lab.script.ScriptedDeviceTest.lock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a script says of a run that was not as it should be. */
class FailureTextTest {
    private static final Bytes STOP = Bytes.fromHex("10870000 01010000 0000000000000000");

    private final ScriptedDevice peer =
            ScriptedDevice.builder().name("attach/stale-nonce").seed(7).build();

    @Test
    void anotherRequestIsToldWithStepClauseProgressAndLastLines() {
        peer.expectGetVersion().respond();
        peer.expectGetCapabilities().respond();
        peer.expectLockInterface().respond();
        peer.expectStartInterface().as("start with stale nonce").respondError(TdispErrorCode.INVALID_NONCE);
        peer.thenExpectNothing().within(Duration.ofSeconds(5));
        TdispRequester host = host(peer);
        lock(host);

        assertThatThrownBy(host::stop).isInstanceOf(TdispException.class);

        assertThat(failure()).hasMessage("""
                [attach/stale-nonce] step 4 "start with stale nonce" failed
                  expected : START_INTERFACE_REQUEST  (TDISP 11.3.14)
                  but was  : STOP_INTERFACE_REQUEST   at 00:00:00.000  tdi=01:00.1
                  script   : 3 done, 2 pending ▶ expectStartInterface, expectNothing(5s)
                  transcript:
                    #1 REQ->RSP TDISP GET_TDISP_VERSION  01:00.1
                    #2 RSP->REQ TDISP TDISP_VERSION  01:00.1 1.0
                    #3 REQ->RSP TDISP GET_TDISP_CAPABILITIES  01:00.1
                    #4 RSP->REQ TDISP TDISP_CAPABILITIES  01:00.1 requests 81h 82h 83h 84h 85h 86h 87h 88h 89h 8Ah, \
                lock flags NO_FW_UPDATE|SYSTEM_CACHE_LINE_SIZE|LOCK_MSIX|BIND_P2P|ALL_REQUEST_REDIRECT, \
                52 address bits, 1/5 outstanding
                    #5 REQ->RSP TDISP LOCK_INTERFACE_REQUEST  01:00.1 FLAGS NO_FW_UPDATE stream 0
                    #6 RSP->REQ TDISP LOCK_INTERFACE_RESPONSE  01:00.1
                    #7 REQ->RSP TDISP STOP_INTERFACE_REQUEST  01:00.1   <-- here
                  re-run: -Dtdisp.seed=7""");
    }

    @Test
    void aBrokenAssertionIsToldWithWhatItSays() {
        peer.expectGetVersion().respond();
        peer.expectGetCapabilities().respond();
        peer.expectLockInterface()
                .with(lock -> assertThat(lock.parameters().flags().has(LockFlag.LOCK_MSIX))
                        .as("LOCK_MSIX")
                        .isTrue())
                .respond();

        assertThatThrownBy(() -> lock(host(peer))).isInstanceOf(TdispException.class);

        assertThat(failure())
                .hasMessageContaining("step 3 \"expectLockInterface\" failed")
                .hasMessageContaining("expected : LOCK_INTERFACE_REQUEST  (TDISP 11.3.8), as the script says")
                .hasMessageContaining("but was  : [LOCK_MSIX]")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void anotherNonceThanTheOneThatWasSentIsTold() {
        peer.skipTo(Scene.SESSION_ESTABLISHED);
        peer.expectLockInterface().eventually().respond().capture("lock");
        peer.expectStartInterface().from("lock").respond();
        TdispRequester host = host(peer);
        lock(host);

        assertThatThrownBy(() -> host.start(Nonce.of(Bytes.filled(0x5A, Nonce.SIZE))))
                .isInstanceOf(TdispException.class);

        assertThat(failure()).hasMessageContaining("but was  : the nonce is not the one that was sent with 'lock'");
    }

    @Test
    void anotherInterfaceIsTold() {
        peer.expectLockInterface().eventually().respond().capture("lock");
        peer.expectStopInterface().from("lock").respond();
        lock(host(peer));

        peer.tdisp().apply(STOP.with(4, 2));

        assertThat(failure())
                .hasMessageContaining("but was  : the interface is not that of 'lock', 01:00.1   at")
                .hasMessageContaining("tdi=01:00.2");
    }

    @Test
    void aMalformedRequestIsTold() {
        peer.expectStopInterface().respond();

        peer.tdisp().apply(STOP.plus(Bytes.fromHex("00")));

        assertThat(failure())
                .hasMessageContaining("but was  : STOP_INTERFACE_REQUEST is malformed: ")
                .hasMessageContaining("17 bytes, malformed: ");
    }

    @Test
    void aRequestBehindTheEndIsTold() {
        peer.expectStopInterface().respond();

        peer.tdisp().apply(STOP);
        peer.tdisp().apply(STOP);

        assertThat(failure())
                .hasMessageContaining("step 2 \"the end\" failed")
                .hasMessageContaining("expected : nothing: the script is over")
                .hasMessageContaining("script   : 1 done, nothing pending");
    }

    @Test
    void aRequestWhereNothingMayComeIsTold() {
        peer.thenExpectNothing().within(Duration.ofMillis(1500));

        peer.tdisp().apply(STOP);

        assertThat(failure())
                .hasMessageContaining("expected : nothing for 1500ms")
                .hasMessageContaining("1 pending ▶ expectNothing(1500ms)");
    }

    @Test
    void whatDidNotComeIsTold() {
        peer.expectGetVersion().eventually().respond();

        assertThat(failure())
                .hasMessageContaining("expected : GET_TDISP_VERSION  (TDISP 11.3.4), sooner or later")
                .hasMessageContaining("but was  : nothing more came   at 00:00:00.000");
    }

    @Test
    void aFieldThatIsNotThereIsToldWithThoseThatAre() {
        peer.expectStopInterface().respond(r -> r.set("NONCE", 1));

        peer.tdisp().apply(STOP);

        assertThat(failure()).hasMessageContaining("but was  : there is no field 'NONCE'; there are TDISPVersion, ");
    }

    @Test
    void aValueThatDoesNotFitIsTold() {
        peer.expectStopInterface().respond(r -> r.set("TDISPVersion", 0x100));

        peer.tdisp().apply(STOP);

        assertThat(failure()).hasMessageContaining("but was  : TDISPVersion: 100h does not fit in 1 bytes");
    }

    @Test
    void aContentThatDoesNotFitIsTold() {
        peer.expectStopInterface().respond(r -> r.set("Reserved", Bytes.fromHex("010203")));

        peer.tdisp().apply(STOP);

        assertThat(failure()).hasMessageContaining("but was  : Reserved: 3 bytes do not fit in 2");
    }

    @Test
    void aNameUnderWhichNothingIsCapturedIsTold() {
        peer.expectStopInterface().from("lock").respond();

        peer.tdisp().apply(STOP);

        assertThat(failure()).hasMessageContaining("but was  : nothing is captured as 'lock'");
    }

    @Test
    void aScriptThatThrowsIsTold() {
        peer.expectStopInterface().respondWith(stop -> {
            throw new IllegalStateException("no idea");
        });

        peer.tdisp().apply(STOP);

        assertThat(failure()).hasMessageContaining("but was  : no idea");
    }

    @Test
    void ofSeveralFailuresTheFirstIsToldAlwaysAsTheSameError() {
        peer.expectStopInterface().respond();
        Bytes wrong = STOP.with(1, RequestCode.GET_TDISP_VERSION.code());

        Bytes refusal = peer.tdisp().apply(wrong);
        peer.tdisp().apply(STOP.with(1, RequestCode.GET_TDISP_CAPABILITIES.code()));

        AssertionError first = failure();
        assertThat(first).hasMessageContaining("but was  : GET_TDISP_VERSION");
        assertThat(catchThrowable(peer::verify)).isSameAs(first);
        assertThat(refusal.slice(16, 18)).isEqualTo(Bytes.fromHex("0500"));
    }

    @Test
    void aHostThatFailsBecauseTheScriptDidIsSuppressed() {
        peer.expectGetVersion().respond();
        peer.expectLockInterface().respond();

        AssertionError failure =
                catchThrowableOfType(AssertionError.class, () -> peer.run(() -> attachAndStop(host(peer))));

        assertThat(failure).hasMessageContaining("but was  : GET_TDISP_CAPABILITIES");
        assertThat(failure.getSuppressed()).hasOnlyElementsOfType(TdispException.class);
    }

    @Test
    void aHostThatFailsByItselfIsThrownAsItIs() {
        var own = new IllegalStateException("the host's own");

        assertThat(catchThrowable(() -> peer.run(() -> {
                    throw own;
                })))
                .isSameAs(own);
    }

    @Test
    void noNonceIsEverShown() {
        Bytes nonce = Bytes.fromHex("C3".repeat(Nonce.SIZE));
        peer.expectLockInterface().eventually().respond(r -> r.set("START_INTERFACE_NONCE", nonce));
        peer.expectStopInterface().respond();
        TdispRequester host = host(peer);
        lock(host);
        Bytes start = Bytes.fromHex("10860000 01010000 0000000000000000").plus(nonce);

        peer.tdisp().apply(start);

        assertThat(failure())
                .hasMessageContaining("START_INTERFACE_NONCE := (secret)")
                .hasMessageNotContainingAny("c3c3", "C3C3");
    }

    @Test
    void aLineWithoutAnAnswerIsTheCallersMistake() {
        var version = peer.expectGetVersion();

        assertThatThrownBy(peer::verify)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expectGetVersion: say what is answered, for example respond()");
        assertThatThrownBy(peer::expectGetState).isInstanceOf(IllegalStateException.class);
        version.respond();
        assertThatThrownBy(version::respond).hasMessage("expectGetVersion: its answer has been said");
    }

    @Test
    void nothingIsAwaitedBehindNothing() {
        peer.thenExpectNothing();

        assertThatThrownBy(peer::expectGetVersion).hasMessage("expectGetVersion: nothing comes behind expectNothing");
    }

    private AssertionError failure() {
        return catchThrowableOfType(AssertionError.class, peer::verify);
    }
}
