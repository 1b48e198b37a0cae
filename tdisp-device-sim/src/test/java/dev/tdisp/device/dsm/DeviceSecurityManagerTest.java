package dev.tdisp.device.dsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.Way;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.DoeProtocol;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole responder stack, reached through the registers of the mailbox. */
class DeviceSecurityManagerTest {
    private static final int CONTROL = 0x1A8;
    private static final int STATUS = 0x1AC;
    private static final int WRITE = 0x1B0;
    private static final int READ = 0x1B4;
    private static final long READY = 0x8000_0000L;

    private final Bench bench;
    private final Env tsm;
    private final SpdmRequester spdm;

    DeviceSecurityManagerTest() {
        this.bench = Bench.enumerated(2);
        this.tsm = bench.env("tsm");
        this.spdm = requester(bench, RequesterOptions.TDISP);
    }

    private SpdmRequester requester(Bench bench, RequesterOptions options) {
        var trust = CertificatePolicy.trusting(
                List.of(bench.device().credentials().identity().root()));
        return new SpdmRequester(new DoeTransport(object -> mailbox(bench, object)), options.withPolicy(trust), tsm);
    }

    private static Bytes mailbox(Bench bench, Bytes object) {
        WireReader in = WireReader.of(object);
        while (in.remaining() > 0) {
            bench.write(Bench.PF, WRITE, 4, in.u32("word"));
        }
        bench.write(Bench.PF, CONTROL, 4, 0x8000_0000L);
        var out = WireWriter.create();
        while ((bench.read(Bench.PF, STATUS, 4) & READY) != 0) {
            out.u32("word", bench.read(Bench.PF, READ, 4));
            bench.write(Bench.PF, READ, 4, 0);
        }
        return out.toBytes();
    }

    private RequesterSession session() {
        spdm.connect();
        spdm.certificateChain(0);
        return spdm.startSession(SessionOptions.DEFAULT);
    }

    private void secure(RequesterSession session) {
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        bench.hostStream().configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        var keys = new IdeKmRequester(session.channel(VendorProtocol.IDE_KM), tsm);
        keys.query(0);
        keys.programAll(0, bench.hostStream(), session.id(), KeySet.K0);
        keys.startAll(0, bench.hostStream(), KeySet.K0);
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        bench.hostStream().enable();
    }

    private TdispRequester tdisp(RequesterSession session, DeviceFunction function) {
        var requester = new TdispRequester(
                session.channel(VendorProtocol.TDISP),
                InterfaceId.of(function.requesterId()),
                dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                tsm);
        requester.version();
        requester.capabilities();
        return requester;
    }

    private void run(RequesterSession session, DeviceFunction function) {
        TdispRequester requester = tdisp(session, function);
        requester.start(requester.lock(bench.parameters()));
    }

    @Test
    @Tag("P-045")
    void discoveryNamesSpdmAndSecuredSpdm() {
        var transport = new DoeTransport(object -> mailbox(bench, object));

        assertThat(transport.discover()).isEqualTo(DoeProtocol.CMA_SPDM);
    }

    @Test
    @Tag("T-001")
    @Tag("T-008")
    void guestsWorkRunsEndToEnd() {
        RequesterSession session = session();
        secure(session);
        run(session, bench.vf(1));
        bench.host().put(Bench.HOST_BUFFER, Bytes.filled(0x42, 4096));

        long status = bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1_0000, 4096, Way.TRUSTED);

        assertThat(status).isEqualTo(2);
        assertThat(bench.host().at(Bench.HOST_BUFFER + 0x1_0000, 4096)).isEqualTo(Bytes.filled(0x42, 4096));
        tdisp(session, bench.vf(1)).stop();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void deviceProvesWhatItIs() {
        spdm.connect();
        assertThat(spdm.certificateChain(0).leaf())
                .isEqualTo(bench.device().credentials().identity().leaf());

        var report = spdm.measurements(MeasurementQuery.ALL.signedBy(0));

        assertThat(report.isSigned()).isTrue();
        assertThat(report.blocks())
                .extracting(MeasurementBlock::index)
                .containsExactly(1, 2, 3, 4, 5, MeasurementBlock.INDEX_DEVICE_MODE);
        spdm.challenge(0);
    }

    @Test
    @Tag("T-005")
    @Tag("P-067")
    @Tag("GAP-SES-05")
    @Tag("GAP-KM-31")
    void outsideOfASessionNeitherProtocolAnswers() {
        spdm.connect();
        spdm.certificateChain(0);

        for (VendorProtocol protocol : List.of(VendorProtocol.TDISP, VendorProtocol.IDE_KM)) {
            assertThatThrownBy(() -> spdm.vendor(protocol, Bytes.fromHex("00 00 00")))
                    .isInstanceOf(SpdmException.class);
        }
    }

    @Test
    @Tag("P-086")
    @Tag("T-095")
    @Tag("T-138")
    @Tag("GAP-SES-09")
    @Tag("GAP-SES-19")
    void endOfTheSessionEndsStreamsAndInterfaces() {
        RequesterSession session = session();
        secure(session);
        run(session, bench.vf(1));
        tdisp(session, bench.vf(2)).lock(bench.parameters());

        session.end();

        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);

        RequesterSession next = spdm.startSession(SessionOptions.DEFAULT);
        tdisp(next, bench.vf(1)).stop();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        bench.hostStream().disable();
        secure(next);
        tdisp(next, bench.vf(1)).lock(bench.parameters());
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("P-084")
    @Tag("P-085")
    @Tag("T-096")
    @Tag("GAP-KM-30")
    void anotherSessionMayKeyTheStreamOnlyWhenTheFirstIsOver() {
        RequesterSession first = session();
        secure(first);
        RequesterSession second = spdm.startSession(SessionOptions.DEFAULT);
        var foreign = new IdeKmRequester(second.channel(VendorProtocol.IDE_KM), tsm);
        run(first, bench.vf(1));
        assertThatThrownBy(() -> foreign.query(0)).isInstanceOf(RuntimeException.class);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.streamStatus(0)).isEqualTo(2);

        first.end();

        assertThat(foreign.query(0).registers()).isNotEmpty();
        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("T-042")
    void keysOfAnotherSessionDoNotServeALock() {
        RequesterSession first = session();
        secure(first);
        RequesterSession second = spdm.startSession(SessionOptions.DEFAULT);
        TdispRequester requester = tdisp(second, bench.vf(1));

        assertThatThrownBy(() -> requester.lock(bench.parameters()))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_REQUEST));
    }

    @Test
    @Tag("T-093")
    @Tag("GAP-RST-14")
    void functionLevelResetLeavesSessions() {
        RequesterSession session = session();
        secure(session);
        run(session, bench.vf(1));

        bench.write(bench.vf(1).requesterId(), 0x78, 2, 0x8000);
        assertThat(tdisp(session, bench.pf()).state()).isEqualTo(bench.state(bench.pf()));
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        bench.write(Bench.PF, 0x78, 2, 0xA93F);
        assertThat(tdisp(session, bench.pf()).state()).isEqualTo(bench.state(bench.pf()));

        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.device().dsm().spdm().sessions()).containsExactly(session.id());
    }

    @Test
    @Tag("T-090")
    @Tag("P-088")
    @Tag("GAP-SES-24")
    void conventionalResetEndsSessions() {
        RequesterSession session = session();
        secure(session);
        run(session, bench.vf(1));

        bench.device().conventionalReset();

        assertThat(bench.device().dsm().spdm().sessions()).isEmpty();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThatThrownBy(() -> session.vendor(VendorProtocol.TDISP, Bytes.fromHex("10 81 00 00")))
                .isInstanceOf(RuntimeException.class);
        spdm.connect();
        assertThat(spdm.certificateChain(0)).isNotNull();
    }

    @Test
    @Tag("P-057")
    @Tag("GAP-TRN-03")
    void troubleInTheMailboxIsNoTroubleForInterfaces() {
        RequesterSession session = session();
        secure(session);
        run(session, bench.vf(1));

        bench.write(Bench.PF, WRITE, 4, 1);
        bench.write(Bench.PF, CONTROL, 4, 1);
        bench.write(Bench.PF, WRITE, 4, 7);
        bench.write(Bench.PF, CONTROL, 4, 0x8000_0000L);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(tdisp(session, bench.vf(1)).state()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-SES-11")
    void forgedRecordEndsTheSession() {
        RequesterSession session = session();
        secure(session);
        run(session, bench.vf(1));
        var record = WireWriter.create();
        record.u32("SessionID", session.id());
        record.u16("Length", 40);
        record.bytes("Ciphertext", Bytes.filled(0x55, 40));

        bench.device().dsm().spdm().handle(dev.tdisp.spdm.transport.TransportMessage.secured(record.toBytes()));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    void olderVersionsMayBeSpoken() {
        Bench other = new Bench(DeviceProfile.SPEC.withSpdm(
                        SpdmProfile.TDISP.withVersions(SpdmVersion.V1_2, SpdmVersion.V1_3, SpdmVersion.V1_4)))
                .enumerate(1);
        SpdmRequester newest = requester(other, RequesterOptions.TDISP.withVersions(SpdmVersion.V1_4));
        newest.connect();
        newest.certificateChain(0);
        RequesterSession session = newest.startSession(SessionOptions.DEFAULT);

        assertThat(session.vendor(VendorProtocol.IDE_KM, Bytes.fromHex("00 00 00"))
                        .at(0))
                .isEqualTo(1);
    }

    @Test
    @Tag("T-006")
    void sessionsOfOldVersionsCarryNeitherProtocol() {
        for (boolean served : new boolean[] {false, true}) {
            TdispProfile profile =
                    served ? TdispProfile.SPEC.with(TdispSwitch.ANSWERED_BELOW_SPDM_1_2) : TdispProfile.SPEC;
            Bench other = new Bench(DeviceProfile.SPEC
                            .withSpdm(SpdmProfile.TDISP.withVersions(SpdmVersion.V1_1))
                            .withTdisp(profile))
                    .enumerate(1);
            SpdmRequester old = requester(other, RequesterOptions.TDISP.withVersions(SpdmVersion.V1_1));
            old.connect();
            old.certificateChain(0);
            RequesterSession session = old.startSession(SessionOptions.DEFAULT);

            assertThat(answers(session)).isEqualTo(served);
        }
    }

    private static boolean answers(RequesterSession session) {
        try {
            return !session.vendor(VendorProtocol.IDE_KM, Bytes.fromHex("00 00 00"))
                    .isEmpty();
        } catch (SpdmException refused) {
            return false;
        }
    }

    @Test
    void traceShowsEachAnswerOfTheDevice() {
        RequesterSession session = session();
        secure(session);
        run(session, bench.vf(1));

        assertThat(bench.trace().events())
                .filteredOn(event -> event instanceof TraceEvent.Message)
                .extracting(event -> ((TraceEvent.Message) event).name())
                .contains("QUERY_RESP", "KP_ACK", "LOCK_INTERFACE_RESPONSE", "START_INTERFACE_RESPONSE");
        assertThat(bench.trace().events())
                .noneMatch(event -> event instanceof TraceEvent.Message message
                        && message.source().isEmpty());
    }

    @Test
    void wholeRunIsTheSameForTheSameSeed() {
        var other = new DeviceSecurityManagerTest();
        guestsWorkRunsEndToEnd();
        other.guestsWorkRunsEndToEnd();

        assertThat(bench.trace().events()).isEqualTo(other.bench.trace().events());
    }

    @Test
    void plainRequestStillPassesToAnUnlockedFunction() {
        RequesterSession session = session();
        secure(session);

        assertThat(bench.device()
                        .receive(new LinkFrame.Plain(new dev.tdisp.core.pcie.MemoryRead(
                                new dev.tdisp.core.pcie.RequesterId(8), 1, Bench.VF_BAR0, 4))))
                .isPresent();
    }
}
