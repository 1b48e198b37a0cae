package dev.tdisp.core.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.Preamble;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.ReportAssembly;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, as they stand there. */
class ExamplesTest {
    private final ScriptedResponder device = new ScriptedResponder();

    @Test
    void messagesAreRecordsAndBytes() {
        var header = TdispHeader.of(InterfaceId.of(RequesterId.of(1, 0, 4)));
        Bytes request = new GetTdispVersion(header).toBytes(); // 10 81 00 00 04 01 00 00 ...
        TdispRequest same = TdispRequest.decode(request);

        assertThat(same).isEqualTo(new GetTdispVersion(header));
        assertThat(request.toString()).startsWith("10 81 00 00 04 01 00 00");
    }

    @Test
    void aReceiverLooksAtThePreambleFirst() {
        Bytes message = Bytes.fromHex("10 81 00 00 04 01 00 00 00 00 00 00 00 00 00 00");

        var in = WireReader.of(message);
        var preamble = Preamble.decode(in);
        TdispRequest request = TdispRequest.decode(preamble, in);

        assertThat(request.code()).isEqualTo(preamble.messageType());
    }

    @Test
    void aRequesterDrivesAnInterface() {
        InterfaceId interfaceId = InterfaceId.of(RequesterId.of(1, 0, 4));
        Env env = Env.seeded(1);

        var requester = new TdispRequester(device, interfaceId, RequesterOptions.DEFAULT, env);
        requester.version();
        LockFlags flags = requester.capabilities().supportedLockFlags().and(LockFlags.of(LockFlag.NO_FW_UPDATE));
        Nonce nonce = requester.lock(LockParameters.of(flags, 5));
        DeviceInterfaceReport report = requester.report();
        requester.start(nonce);

        assertThat(report.mmioRanges()).isEmpty();
        assertThat(requester.state()).isEqualTo(TdiState.RUN);
    }

    @Test
    void aReportIsAssembledAndRead() {
        device.report = Bytes.filled(0, 20).with(0, 1);

        var assembly = new ReportAssembly(0xFFFF);
        while (!assembly.isComplete()) {
            assembly.add(ask(assembly.nextOffset(), assembly.nextLength()));
        }
        Bytes body = assembly.toBytes();

        var report = DeviceInterfaceReport.decode(body, MmioAddressUnit.PAGE);
        boolean isFrozen = report.interfaceInfo().has(InterfaceFeature.NO_FW_UPDATE);

        assertThat(isFrozen).isTrue();
    }

    private DeviceInterfaceReportPortion ask(int offset, int length) {
        var header = TdispHeader.of(InterfaceId.of(RequesterId.of(1, 0, 4)));
        Bytes answer = device.apply(new GetDeviceInterfaceReport(header, offset, length).toBytes());
        return (DeviceInterfaceReportPortion) TdispResponse.decode(answer);
    }
}
