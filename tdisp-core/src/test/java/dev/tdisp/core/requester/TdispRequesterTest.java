package dev.tdisp.core.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.BindP2pStreamRequest;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.SetMmioAttributeRequest;
import dev.tdisp.core.message.SupportedRequests;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TdispRequesterTest {
    private static final InterfaceId TDI = InterfaceId.of(RequesterId.of(1, 0, 4));
    private static final LockParameters PARAMETERS = LockParameters.of(LockFlags.of(LockFlag.NO_FW_UPDATE), 5);
    private static final MmioRange RANGE = new MmioRange(0x1000, 4, MmioAttributes.NONE, 2);

    private final RecordingTrace trace = new RecordingTrace();
    private final ScriptedResponder device = new ScriptedResponder();
    private final TdispRequester requester = requester(RequesterOptions.DEFAULT);

    @Test
    void drivesAnInterfaceThroughItsLife() {
        requester.version();
        requester.capabilities();
        Nonce nonce = requester.lock(PARAMETERS);
        requester.report();
        requester.start(nonce);
        requester.stop();

        assertThat(names())
                .containsExactly(
                        "GET_TDISP_VERSION",
                        "GET_TDISP_CAPABILITIES",
                        "LOCK_INTERFACE_REQUEST",
                        "GET_DEVICE_INTERFACE_STATE",
                        "GET_DEVICE_INTERFACE_REPORT",
                        "START_INTERFACE_REQUEST",
                        "GET_DEVICE_INTERFACE_STATE",
                        "STOP_INTERFACE_REQUEST",
                        "GET_DEVICE_INTERFACE_STATE");
        assertThat(device.received).contains(new LockInterfaceRequest(TdispHeader.of(TDI), PARAMETERS));
    }

    @Test
    @Tag("T-015")
    @Tag("T-016")
    void everyRequestIsOfVersion10AndHasReservedBitsClear() {
        drivesAnInterfaceThroughItsLife();

        assertThat(device.received)
                .extracting(TdispMessage::header)
                .containsOnly(new TdispHeader(0x10, 0, new InterfaceId(0x0104, 0)));
    }

    @Test
    @Tag("T-028")
    void nothingIsSentBeforeAVersionIsAgreed() {
        Stream<ThrowingCallable> calls = Stream.of(
                requester::capabilities,
                requester::state,
                requester::report,
                requester::stop,
                () -> requester.start(Nonce.blank()),
                () -> requester.lock(PARAMETERS),
                () -> requester.bindP2p(1),
                () -> requester.unbindP2p(1),
                () -> requester.setMmioAttribute(RANGE, true),
                () -> requester.vdm(VendorData.ofPciSig(1, Bytes.EMPTY)),
                () -> requester.setTdispConfig(0));

        calls.forEach(call -> assertThatThrownBy(call).isInstanceOf(IllegalStateException.class));
        assertThat(device.received).isEmpty();
    }

    @Test
    @Tag("T-028")
    void noCommonVersionIsAnEnd() {
        device.versions = Bytes.fromHex("11 20");

        assertThatThrownBy(requester::version)
                .isInstanceOf(TdispException.class)
                .hasMessageContaining("the responder supports 1.1 2.0")
                .hasMessageContaining("section 11.3.4");
        assertThatThrownBy(requester::state).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void picksTheVersionItKnows() {
        device.versions = Bytes.fromHex("20 10 11");

        assertThat(requester.version()).isEqualTo(0x10);
    }

    @Test
    @Tag("T-142")
    void flagsThatAreNotSupportedAreNotSent() {
        device.flags = LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX);
        requester.version();
        requester.capabilities();
        int before = device.received.size();

        assertThatThrownBy(() -> requester.lock(LockParameters.of(LockFlags.of(LockFlag.BIND_P2P), 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BIND_P2P");
        assertThat(device.received).hasSize(before);
        requester.lock(LockParameters.of(device.flags, 0));
    }

    @Test
    @Tag("T-142")
    void reservedFlagsAreNotSentEvenIfAdvertised() {
        device.flags = new LockFlags(0xFFFF);
        requester.version();
        requester.capabilities();

        assertThatThrownBy(() -> requester.lock(LockParameters.of(new LockFlags(0x20), 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lockNeedsTheCapabilities() {
        requester.version();

        assertThatThrownBy(() -> requester.lock(PARAMETERS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void optionalRequestIsSentOnlyIfAdvertised() {
        device.supported = SupportedRequests.required();
        requester.version();
        requester.capabilities();
        int before = device.received.size();

        assertOptionalRequestsAreRefused();
        assertThat(device.received).hasSize(before);
    }

    @Test
    void optionalRequestsReachTheDevice() {
        requester.version();
        requester.capabilities();

        requester.bindP2p(9);
        requester.unbindP2p(9);
        requester.setMmioAttribute(RANGE, true);
        requester.setTdispConfig(1);
        VendorData answer = requester.vdm(VendorData.ofPciSig(0x1234, Bytes.fromHex("aa")));

        assertThat(names())
                .endsWith(
                        "BIND_P2P_STREAM_REQUEST",
                        "UNBIND_P2P_STREAM_REQUEST",
                        "SET_MMIO_ATTRIBUTE_REQUEST",
                        "SET_TDISP_CONFIG_REQUEST",
                        "VDM_REQUEST");
        assertThat(device.received)
                .contains(
                        new BindP2pStreamRequest(TdispHeader.of(TDI), 9),
                        new SetMmioAttributeRequest(TdispHeader.of(TDI), 0x1000, 4, 4, 2));
        assertThat(answer).isEqualTo(VendorData.ofPciSig(0x1234, Bytes.fromHex("aa")));
    }

    @Test
    void reportIsReadInPortions() {
        device.report = reportOf(RANGE).toBytes();
        device.portionLimit = 7;
        TdispRequester small = requester(RequesterOptions.DEFAULT.withPortionSize(16));
        small.version();

        assertThat(small.report()).isEqualTo(reportOf(RANGE));
        assertThat(device.received.subList(1, 4))
                .containsExactly(
                        new GetDeviceInterfaceReport(TdispHeader.of(TDI), 0, 16),
                        new GetDeviceInterfaceReport(TdispHeader.of(TDI), 7, 16),
                        new GetDeviceInterfaceReport(TdispHeader.of(TDI), 14, 16));
    }

    @Test
    void byteAddressesAreReadAndSentAsSuch() {
        device.report = reportOf(RANGE).toBytes(MmioAddressUnit.BYTE);
        TdispRequester other = requester(RequesterOptions.DEFAULT.withAddressUnit(MmioAddressUnit.BYTE));
        other.version();
        other.capabilities();

        assertThat(other.report()).isEqualTo(reportOf(RANGE));
        other.setMmioAttribute(RANGE, false);

        assertThat(device.received).contains(new SetMmioAttributeRequest(TdispHeader.of(TDI), 0x100_0000, 4, 0, 2));
    }

    @Test
    void verificationCanBeSwitchedOff() {
        TdispRequester trusting = requester(RequesterOptions.DEFAULT.withVerifiedState(false));
        trusting.version();
        trusting.capabilities();

        trusting.lock(PARAMETERS);

        assertThat(names()).doesNotContain("GET_DEVICE_INTERFACE_STATE");
    }

    @Test
    void refusalOfTheDeviceSaysWhy() {
        requester.version();
        requester.capabilities();
        requester.lock(PARAMETERS);

        assertThatThrownBy(() -> requester.start(Nonce.blank())).isInstanceOfSatisfying(TdispException.class, e -> {
            assertThat(e.error()).contains(TdispErrorCode.INVALID_NONCE);
            assertThat(e.response()).isPresent();
            assertThat(e.clause()).isEqualTo("11.3.14");
            assertThat(e.exchanges()).endsWith("START_INTERFACE_REQUEST", "TDISP_ERROR INVALID_NONCE");
            assertThat(e).hasMessageContaining("START_INTERFACE_REQUEST refused: INVALID_NONCE (section 11.3.14)");
        });
        assertThat(requester.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void everyRequestIsTracedAndNoNonceIs() {
        drivesAnInterfaceThroughItsLife();

        assertThat(trace.events()).hasSize(device.received.size()).allSatisfy(event -> {
            assertThat(event).isInstanceOf(TraceEvent.Message.class);
            assertThat(event.toString()).doesNotContain("a5 a5");
        });
        assertThat(trace.events().get(2).summary())
                .isEqualTo("tsm -> device: TDISP LOCK_INTERFACE_REQUEST 01:00.4 FLAGS NO_FW_UPDATE stream 5");
    }

    @Test
    void oddCapabilityBitIsNoted() {
        device.supported = new SupportedRequests(Bytes.filled(0, 16).with(0, 0x7F));
        requester.version();

        requester.capabilities();

        assertThat(trace.events()).last().isInstanceOf(TraceEvent.Note.class);
    }

    @Test
    @Tag("T-137")
    void onlyOneRequestIsOutstanding() {
        var holder = new TdispRequester[1];
        UnaryOperator<Bytes> reentrant = request -> {
            assertThatThrownBy(() -> holder[0].version())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("outstanding");
            return device.apply(request);
        };
        holder[0] = new TdispRequester(reentrant, TDI, RequesterOptions.DEFAULT, Env.seeded(1));

        assertThat(holder[0].version()).isEqualTo(0x10);
        assertThat(device.received).hasSize(1);
    }

    @Test
    void aFailedChannelLeavesTheRequesterUsable() {
        var failing = new boolean[] {true};
        var fragile = new TdispRequester(
                request -> {
                    if (failing[0]) {
                        throw new IllegalStateException("no session");
                    }
                    return device.apply(request);
                },
                TDI,
                RequesterOptions.DEFAULT,
                Env.seeded(1));

        assertThatThrownBy(fragile::version).hasMessage("no session");
        failing[0] = false;
        assertThat(fragile.version()).isEqualTo(0x10);
    }

    private void assertOptionalRequestsAreRefused() {
        Stream<ThrowingCallable> calls = Stream.of(
                () -> requester.bindP2p(1),
                () -> requester.unbindP2p(1),
                () -> requester.setMmioAttribute(RANGE, true),
                () -> requester.vdm(VendorData.ofPciSig(1, Bytes.EMPTY)),
                () -> requester.setTdispConfig(0));
        calls.forEach(call -> assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("REQ_MSGS_SUPPORTED"));
    }

    private TdispRequester requester(RequesterOptions options) {
        return new TdispRequester(device, TDI, options, Env.seeded(1, trace));
    }

    private List<String> names() {
        return device.received.stream().map(TdispMessage::name).toList();
    }

    private static DeviceInterfaceReport reportOf(MmioRange... ranges) {
        return DeviceInterfaceReport.of(InterfaceInfo.NONE, List.of(ranges), Bytes.fromHex("01 02 03"));
    }
}
