package dev.tdisp.lab.script;

import static dev.tdisp.lab.script.ScriptedDeviceTest.attachAndStop;
import static dev.tdisp.lab.script.ScriptedDeviceTest.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.requester.TdispException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts whose every line waits until it has happened. */
@Timeout(60)
class LockstepTest {
    @Test
    void eachLineHasHappenedWhenItReturns() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.lockstep(() -> attachAndStop(host(peer)));

            peer.expectGetVersion().respond();
            peer.expectGetCapabilities().respond();
            peer.expectLockInterface().respond().capture("lock");
            assertThat(peer.captured("lock")).isPresent();
            peer.expectGetReport().respondInChunksOf(32);
            peer.expectStartInterface().from("lock").respond();
            peer.expectStopInterface().respond();
            peer.thenExpectNothing().within(Duration.ofSeconds(3));

            peer.verify();
            assertThat(peer.hostFailure()).isEmpty();
        }
    }

    @Test
    void aWrongLineThrowsAtOnce() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.lockstep(() -> attachAndStop(host(peer)));
            peer.expectGetVersion().respond();

            assertThatThrownBy(() -> peer.expectLockInterface().respond())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("step 2 \"expectLockInterface\" failed")
                    .hasMessageContaining("but was  : GET_TDISP_CAPABILITIES");
            assertThatThrownBy(peer::verify).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aHostThatHasEndedIsToldWithHow() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.lockstep(() -> host(peer).version());
            peer.expectGetVersion().respondError(TdispErrorCode.VERSION_MISMATCH);

            assertThatThrownBy(() -> peer.expectGetCapabilities().respond())
                    .hasMessageContaining("but was  : nothing: the host has ended with ")
                    .hasMessageContaining("VERSION_MISMATCH");
            assertThat(peer.hostFailure()).containsInstanceOf(TdispException.class);
            assertThatThrownBy(peer::verify).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aHostThatSaysNothingIsNotAwaitedForEver() {
        var patience = Duration.ofMillis(200);
        try (var peer = ScriptedDevice.builder().patience(patience).build()) {
            peer.lockstep(() -> sleepUntilInterrupted(new CountDownLatch(1)));

            assertThatThrownBy(() -> peer.expectGetVersion().respond())
                    .hasMessageContaining("but was  : nothing within PT0.2S");
            assertThatThrownBy(peer::verify).isInstanceOf(AssertionError.class);
        }
        assertThat(hostThreads()).isEmpty();
    }

    @Test
    void aHostThatDoesNotEndIsTold() {
        var patience = Duration.ofMillis(200);
        var peer = ScriptedDevice.builder().patience(patience).build();
        peer.lockstep(() -> sleepUntilInterrupted(new CountDownLatch(1)));

        assertThatThrownBy(peer::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but was  : a host that still runs after PT0.2S");
        assertThat(hostThreads()).isEmpty();
    }

    @Test
    void aRequestWithoutALineIsToldAtTheEnd() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.lockstep(() -> attachAndStop(host(peer)));
            peer.expectGetVersion().respond();

            assertThatThrownBy(peer::verify)
                    .hasMessageContaining("expected : nothing: the script is over")
                    .hasMessageContaining("but was  : GET_TDISP_CAPABILITIES");
        }
    }

    @Test
    void aHostThatSomebodyElseRunsIsFollowedToo() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.lockstep();
            var host = CompletableFuture.runAsync(() -> attachAndStop(host(peer)));

            peer.expectGetVersion().respond();
            peer.expectLockInterface().eventually().respond();
            peer.expectStartInterface().eventually().respond();
            peer.expectStopInterface().respond();
            host.join();
        }
    }

    private static void sleepUntilInterrupted(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Thread> hostThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tdisp-scripted-host"))
                .toList();
    }
}
