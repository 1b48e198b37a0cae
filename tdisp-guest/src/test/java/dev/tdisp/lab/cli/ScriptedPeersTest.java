package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.script.Scene;
import dev.tdisp.lab.script.ScriptedDevice;
import dev.tdisp.lab.script.ScriptedHost;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's host and device, each against a scripted peer on a socket. */
@Timeout(60)
class ScriptedPeersTest {
    private static final InterfaceId FUNCTION_0 = InterfaceId.of(RequesterId.of(1, 0, 0));

    private final ScriptedDevice peer =
            ScriptedDevice.builder().name("tdisp host").seed(7).build();

    @AfterEach
    void close() {
        peer.close();
    }

    private CommandResult host() {
        return CommandResult.run(
                "host", "--seed", "7", "--connect", "127.0.0.1:" + peer.listen().getPort());
    }

    private void keys() {
        peer.expectQuery().respond();
        for (int i = 0; i < KeySlotId.of(KeySet.K0).size(); i++) {
            peer.expectKeyProg().respond();
        }
        peer.skipTo(Scene.STREAM_SECURED);
        peer.allow(RequestCode.GET_DEVICE_INTERFACE_STATE);
        peer.expectGetVersion().respond();
        peer.expectGetCapabilities().respond();
    }

    @Test
    void theHostSaysWhatTheScriptSays() {
        keys();
        peer.expectLockInterface().respond().capture("lock");
        peer.expectGetReport().from("lock").respondInChunksOf(20);
        peer.expectStartInterface().from("lock").respond();
        peer.expectStopInterface().from("lock").respond();
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            peer.expectKeySetStop()
                    .with(stop -> assertThat(stop.keySubStream()).isEqualTo(slot.code()))
                    .respond();
        }
        CommandResult result = host();

        peer.verify();
        assertThat(result.text()).contains(" 0 failed");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void theHostRefusesANonceOfZeros() {
        keys();
        peer.expectLockInterface().respond(r -> r.nonce(Nonce.of(Bytes.filled(0, Nonce.SIZE))));

        CommandResult result = host();

        peer.verify();
        assertThat(result.text()).contains("nonce");
        assertThat(result.exitCode()).isOne();
    }

    @Test
    void theHostTellsWhyALockIsRefused() {
        keys();
        peer.expectLockInterface().respondError(TdispErrorCode.INSUFFICIENT_ENTROPY);

        CommandResult result = host();

        peer.verify();
        assertThat(result.text()).contains("INSUFFICIENT_ENTROPY");
        assertThat(result.exitCode()).isOne();
    }

    @Test
    void theHostGivesUpWhenTheScriptFails() {
        keys();
        peer.expectStartInterface().respond();

        CommandResult result = host();

        assertThat(result.exitCode()).isOne();
        assertThatThrownBy(peer::verify)
                .hasMessageContaining("[tdisp host] step 16 \"expectStartInterface\" failed")
                .hasMessageContaining("but was  : LOCK_INTERFACE_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spdm_emu", "spec"})
    void theDeviceAnswersAsTheScriptSays(String profile) {
        boolean needsStream = profile.equals("spec");
        var device = new RunningDevice("--seed", "7", "--profile", profile);
        try (ScriptedHost host =
                ScriptedHost.about(FUNCTION_0).name("tdisp device").connect(address(device))) {
            host.sendGetVersion()
                    .expectVersion(v -> assertThat(v.supports(0x10)).isTrue());
            host.sendGetCapabilities().expectResponse();
            host.sendGetState().expectState(TdiState.CONFIG_UNLOCKED);
            host.sendStartInterface().expectError(TdispErrorCode.INVALID_INTERFACE_STATE);
            if (needsStream) {
                host.sendLockInterface().as("lock without a stream").expectError(TdispErrorCode.INVALID_REQUEST);
            } else {
                host.sendLockInterface().expectLockInterfaceResponse().capture("lock");
                host.sendGetReport()
                        .expectReport(report -> assertThat(report.flaw()).isEmpty());
                host.sendStartInterface()
                        .but(s -> s.flip("START_INTERFACE_NONCE", 3))
                        .expectError(TdispErrorCode.INVALID_NONCE);
                host.sendStartInterface().from("lock").expectResponse();
                host.sendGetState().expectState(TdiState.RUN);
                host.sendStopInterface().expectResponse();
            }
            host.sendRaw(Bytes.fromHex("10FF0000 00010000 0000000000000000"))
                    .expectError(TdispErrorCode.UNSUPPORTED_REQUEST);
        } finally {
            device.stop();
        }
    }

    private static InetSocketAddress address(RunningDevice device) {
        String[] parts = device.address().split(":");
        return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    }
}
