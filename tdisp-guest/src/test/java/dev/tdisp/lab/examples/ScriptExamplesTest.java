package dev.tdisp.lab.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.requester.RequesterOptions;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.script.ScriptedDevice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A scripted device for a host under test, as the page about tests shows it. */
class ScriptExamplesTest {
    @Test
    void theHostStopsWhatItCannotStart() {
        // example: script
        try (var peer =
                ScriptedDevice.builder().name("attach/stale-nonce").seed(7).build()) {
            peer.expectGetVersion().respond();
            peer.expectGetCapabilities().respond();
            peer.expectLockInterface()
                    .with(lock -> assertThat(lock.parameters().flags().has(LockFlag.NO_FW_UPDATE))
                            .isTrue())
                    .respond(r -> r.nonce(Nonce.of(Bytes.filled(0xA5, Nonce.SIZE))))
                    .capture("lock");
            peer.expectStartInterface()
                    .from("lock")
                    .as("start with stale nonce")
                    .respondError(TdispErrorCode.INVALID_NONCE);
            peer.expectStopInterface().respond();
            peer.thenExpectNothing().within(Duration.ofSeconds(5)); // virtual time

            peer.run(() -> myHost(peer));
        }
        // end of example
    }

    private static void myHost(ScriptedDevice peer) {
        var options = RequesterOptions.DEFAULT.withVerifiedState(false);
        var host = new TdispRequester(peer.tdisp(), peer.interfaceId(1), options, Env.seeded(1));
        host.version();
        host.capabilities();
        Nonce nonce = host.lock(LockParameters.of(LockFlags.of(LockFlag.NO_FW_UPDATE), 0));
        try {
            host.start(nonce);
        } catch (TdispException e) {
            host.stop();
        }
    }
}
