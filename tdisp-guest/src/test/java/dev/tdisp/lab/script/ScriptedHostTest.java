package dev.tdisp.lab.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.SetTdispConfigRequest;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.lab.conformance.subject.Machine;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.ResponderSource;
import dev.tdisp.spdm.transport.netty.SocketServer;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host by script, in front of devices that are ours. */
@Timeout(60)
class ScriptedHostTest {
    private static final InterfaceId VF1 = InterfaceId.of(RequesterId.of(1, 0, 1));
    private static final long SESSION = 5;

    private final SrIovDevice device = device(TdispProfile.SPEC.with(TdispSwitch.LOCK_WITHOUT_IDE_CHECKS));

    private static SrIovDevice device(TdispProfile tdisp) {
        SrIovDevice device = SrIovDevice.builder(Env.seeded(7))
                .profile(DeviceProfile.SPEC
                        .withTdisp(tdisp)
                        .withIde(IdeProfile.STRICT
                                .without(IdeSwitch.CHECK_STREAM_ID)
                                .without(IdeSwitch.IGNORE_START_WITHOUT_KEY)))
                .build();
        Machine.plugIn(device, 4, Env.seeded(8));
        return device;
    }

    private Bytes raw(VendorProtocol protocol, Bytes request) {
        return device.dsm()
                .protocols()
                .registry()
                .handle(SESSION, protocol.wrap(request))
                .flatMap(protocol::unwrap)
                .orElse(Bytes.EMPTY);
    }

    private ScriptedHostBuilder about() {
        return ScriptedHost.about(VF1).name("host").seed(7);
    }

    private ScriptedHost host() {
        return about().over(
                        request -> raw(VendorProtocol.TDISP, request), request -> raw(VendorProtocol.IDE_KM, request));
    }

    private DoeTransport doe() {
        return new DoeTransport(object -> device.dsm().exchange(object).orElse(Bytes.EMPTY));
    }

    /** A whole life of an interface, with some wrong turns. */
    private static void script(ScriptedHost host) {
        host.skipTo(Scene.STREAM_SECURED);
        host.sendGetState().expectState(TdiState.CONFIG_UNLOCKED);
        host.sendGetVersion().expectVersion(v -> assertThat(v.supports(0x10)).isTrue());
        host.sendGetCapabilities()
                .expectCapabilities(c -> assertThat(c.supportedRequests().has(RequestCode.VDM_REQUEST))
                        .isFalse());
        host.sendStartInterface().as("start before lock").expectError(TdispErrorCode.INVALID_INTERFACE_STATE);
        host.sendLockInterface(l -> l.set("MMIO_REPORTING_OFFSET", 1)).expectError(TdispErrorCode.INVALID_REQUEST);
        host.sendLockInterface().expectLockInterfaceResponse().capture("lock");
        host.sendGetReport(0, 40)
                .expectReportPortion(
                        portion -> assertThat(portion.reportBytes().size()).isEqualTo(40));
        host.sendGetReport()
                .expectReport(report -> assertThat(report.mmioRanges()).isNotEmpty());
        host.sendStartInterface()
                .but(s -> s.flip("START_INTERFACE_NONCE", 1))
                .expectError(TdispErrorCode.INVALID_NONCE);
        host.sendStartInterface().from("lock").expectResponse();
        host.sendGetState().expectState(TdiState.RUN);
        host.sendBindP2pStream(3).expectError(TdispErrorCode.INVALID_REQUEST);
        host.sendRaw(Bytes.fromHex("1087")).expectSilence();
        host.sendStopInterface().expectResponse();
        host.sendGetState().expectState(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void aScriptOverBytesPasses() {
        try (ScriptedHost host = host()) {
            script(host);

            assertThat(host.captured("lock")).isPresent();
        }
    }

    @Test
    void theSameScriptPassesInASessionOfSpdm() {
        try (ScriptedHost host = about().inSession(doe())) {
            script(host);
        }
        assertThat(device.dsm().spdm().sessions()).isEmpty();
    }

    @Test
    void theSameScriptPassesOnASocket() {
        ResponderSource source = ResponderSource.shared(PacketResponder.mailbox(device.dsm()::exchange));
        try (SocketServer server = SocketServer.builder(Framing.emulator(EmulatorTransport.PCI_DOE), source)
                        .start();
                ScriptedHost host = about().connect(server.address())) {
            script(host);
        }
    }

    @Test
    void theSameScriptWaitsInAQueueUntilItIsRun() {
        try (ScriptedHost host = about().queued()
                .over(request -> raw(VendorProtocol.TDISP, request), request -> raw(VendorProtocol.IDE_KM, request))) {
            script(host);
            assertThat(host.captured("lock")).isEmpty();

            host.run();

            assertThat(host.captured("lock")).isPresent();
        }
    }

    @Test
    void aHostAndADeviceByScriptPassEachOther() {
        try (var peer = ScriptedDevice.seeded(7);
                ScriptedHost host = ScriptedHost.about(peer.interfaceId(1)).over(peer.tdisp(), peer.ideKm())) {
            peer.expectGetVersion().dropAnswer();
            peer.skipTo(Scene.RUNNING);
            peer.expectStopInterface().respondRaw(Bytes.fromHex("0102"));

            host.sendGetVersion().expectSilence();
            host.skipTo(Scene.RUNNING);
            host.sendStopInterface().expectRaw(Bytes.fromHex("0102"));
        }
    }

    @Test
    void aStartHasTheNonceOfTheLastLockOrOfTheOneThatIsNamed() {
        try (ScriptedHost host = host()) {
            host.skipTo(Scene.SESSION_ESTABLISHED);
            host.sendGetVersion().expectResponse();
            host.sendLockInterface().expectResponse().capture("first");
            host.sendStopInterface().expectResponse();
            host.sendLockInterface().expectResponse().capture("second");

            host.sendStartInterface().from("first").expectError(TdispErrorCode.INVALID_NONCE);
            host.sendStartInterface().expectResponse();
            assertThat(host.captured("first").orElseThrow().response())
                    .isNotEqualTo(host.captured("second").orElseThrow().response());
        }
    }

    @Test
    void anUnknownCaptureIsTold() {
        assertFails(h -> h.sendStartInterface().from("lock").expectResponse(), "nothing is captured as 'lock'");
    }

    @Test
    void ofALongTalkTheLastLinesAreTold() {
        ScriptedHost host = host();
        for (int i = 0; i < 20; i++) {
            host.sendGetState().expectResponse();
        }

        assertThatThrownBy(() -> host.sendGetState().expectState(TdiState.RUN))
                .hasMessageContaining("20 done, 1 pending")
                .hasMessageContaining("#33 REQ->RSP")
                .hasMessageContaining("#42 RSP->REQ")
                .message()
                .doesNotContain("#32 ");
    }

    @Test
    void anotherAnswerIsToldWithStepClauseProgressAndLastLines() {
        ScriptedHost host = host();
        host.sendGetVersion().expectResponse();

        AssertionError failure = catchThrowableOfType(
                AssertionError.class,
                () -> host.sendStartInterface().as("start before lock").expectResponse());

        assertThat(failure).hasMessage("""
                [host] step 2 "start before lock" failed
                  expected : START_INTERFACE_RESPONSE  (TDISP 11.3.14)
                  but was  : TDISP_ERROR  01:00.1 INVALID_INTERFACE_STATE   at 00:00:00.000  tdi=01:00.1
                  script   : 1 done, 1 pending ▶ sendStartInterface
                  transcript:
                    #1 REQ->RSP TDISP GET_TDISP_VERSION  01:00.1
                    #2 RSP->REQ TDISP TDISP_VERSION  01:00.1 1.0
                    #3 REQ->RSP TDISP START_INTERFACE_REQUEST  01:00.1
                    #4 RSP->REQ TDISP TDISP_ERROR  01:00.1 INVALID_INTERFACE_STATE   <-- here
                  re-run: -Dtdisp.seed=7""");
        assertThatThrownBy(host::verify).isSameAs(failure);
        host.close();
    }

    @Test
    void whatElseMayComeIsTold() {
        assertFails(h -> h.sendGetVersion().expectSilence(), "expected : no answer", "but was  : TDISP_VERSION");
        assertFails(
                h -> h.sendRaw(Bytes.fromHex("10")).expectError(TdispErrorCode.INVALID_REQUEST),
                "expected : TDISP_ERROR INVALID_REQUEST  (TDISP 11.3.24)",
                "but was  : no answer");
    }

    @Test
    void anAnswerOfAnotherInterfaceOrVersionIsNotTheRightOne() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.expectGetState().respond(r -> r.set("INTERFACE_ID.FUNCTION_ID", 0x0102));
            peer.expectGetState().respond(r -> r.set("TDISPVersion", 0x11));
            peer.expectGetState().respond(r -> r.truncate(16));

            assertThatThrownBy(() -> about().over(peer.tdisp()).sendGetState().expectState(TdiState.CONFIG_UNLOCKED))
                    .hasMessageContaining("DEVICE_INTERFACE_STATE  01:00.2 CONFIG_UNLOCKED, of another interface");
            assertThatThrownBy(() -> about().over(peer.tdisp()).sendGetState().expectState(TdiState.CONFIG_UNLOCKED))
                    .hasMessageContaining("CONFIG_UNLOCKED in version 11h");
            assertThatThrownBy(() -> about().over(peer.tdisp()).sendGetState().expectState(TdiState.CONFIG_UNLOCKED))
                    .hasMessageContaining("DEVICE_INTERFACE_STATE is malformed: ");
        }
    }

    @Test
    void aBrokenAssertionIsToldWithWhatItSays() {
        ScriptedHost host = host();

        assertThatThrownBy(() -> host.sendGetVersion()
                        .expectVersion(
                                v -> assertThat(v.supports(0x20)).as("2.0").isTrue()))
                .hasMessageContaining("expected : TDISP_VERSION  (TDISP 11.3.4), as the script says")
                .hasMessageContaining("but was  : [2.0]");
    }

    @Test
    void anyRequestCanBeSent() {
        try (ScriptedHost host = host()) {
            host.send(
                            RequestCode.SET_TDISP_CONFIG_REQUEST,
                            header -> new SetTdispConfigRequest(header, SetTdispConfigRequest.XT_MODE_ENABLE))
                    .expectError(TdispErrorCode.UNSUPPORTED_REQUEST);
        }
    }

    @Test
    void aLineWithoutAnAnswerIsTheCallersMistake() {
        ScriptedHost host = host();
        Sent version = host.sendGetVersion();

        assertThatThrownBy(host::verify)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sendGetVersion: say what must come back, for example expectResponse()");
        version.expectResponse();
        assertThatThrownBy(version::expectResponse).hasMessage("sendGetVersion: its answer has been said");
    }

    @Test
    void whatIsBentIsInTheTrace() {
        var trace = new RecordingTrace();
        try (ScriptedHost host = about().trace(trace).over(request -> raw(VendorProtocol.TDISP, request))) {
            host.sendLockInterface(l -> l.set("FLAGS", 0x8000).set("MMIO_REPORTING_OFFSET", 5))
                    .expectError(TdispErrorCode.INVALID_REQUEST);
        }
        assertThat(trace.events())
                .extracting(TraceEvent::summary)
                .anySatisfy(line -> assertThat(line)
                        .contains("LOCK_INTERFACE_REQUEST bent: FLAGS := 8000h, MMIO_REPORTING_OFFSET := 5h"))
                .anySatisfy(line -> assertThat(line).startsWith("tsm -> device: TDISP LOCK_INTERFACE_REQUEST"));
    }

    @Test
    void aSilentDeviceOnASocketIsNotAwaitedForEver() {
        ResponderSource source = ResponderSource.shared(PacketResponder.mailbox(packet -> Optional.empty()));
        try (SocketServer server = SocketServer.builder(Framing.emulator(EmulatorTransport.PCI_DOE), source)
                .start()) {
            assertThatThrownBy(() -> about().patience(Duration.ofMillis(200)).connect(server.address()))
                    .hasMessageContaining("no response");
        }
    }

    private void assertFails(Consumer<ScriptedHost> line, String... texts) {
        ScriptedHost host = host();
        assertThatThrownBy(() -> line.accept(host))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(texts);
        host.close();
    }
}
