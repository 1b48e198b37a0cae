package dev.tdisp.device.dsm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.RecordHooks;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sessions carry TDISP: encrypted ones whose handshake is over, whatever they began with. */
class SessionKindsTest {
    private static final Bytes HINT = Bytes.fromHex("0123");
    private static final Bytes KEY = Bytes.filled(0x42, 32);
    private static final Bytes STATE = Bytes.fromHex("10 85 00 00 01 01 00 00 00000000 00000000");
    private static final Bytes ENVELOPED =
            Bytes.fromHex("12 fe 00 00 03 00 02 01 00 11 00 01").plus(STATE);
    private static final Bytes UNEXPECTED = Bytes.fromHex("12 7f 04 00");
    private static final int FINISH = 0xE5;
    private static final int PSK_FINISH = 0xE7;
    private static final int ERROR = 0x7F;

    private final List<Bytes> refused = new ArrayList<>();

    private Bench bench(SpdmProfile spdm, TdispSwitch... switches) {
        var tdisp = DeviceProfile.SPEC.tdisp();
        for (TdispSwitch each : switches) {
            tdisp = tdisp.with(each);
        }
        DeviceProfile profile = DeviceProfile.SPEC.withSpdm(spdm).withTdisp(tdisp);
        Credentials credentials = Bench.CREDENTIALS.withPreSharedKeys(
                hint -> hint.equals(HINT) ? Optional.of(Secret.copyOf(KEY)) : Optional.empty());
        return new Bench(builder -> builder.profile(profile).credentials(credentials)).enumerate(2);
    }

    private SpdmRequester requester(Bench bench, CapabilityFlags capabilities) {
        var trust = CertificatePolicy.trusting(
                List.of(bench.device().credentials().identity().root()));
        var requester = new SpdmRequester(
                new Eager(bench),
                RequesterOptions.TDISP.withCapabilities(capabilities).withPolicy(trust),
                bench.env("tsm"));
        requester.connect();
        return requester;
    }

    private RequesterSession pskSession(Bench bench) {
        CapabilityFlags capabilities = RequesterOptions.TDISP.capabilities().with(Capability.PSK_CAP);
        return requester(bench, capabilities).startPskSession(HINT, Secret.copyOf(KEY), SessionOptions.DEFAULT);
    }

    private static SpdmProfile sharedKeys() {
        return SpdmProfile.TDISP.withCapabilities(
                SpdmProfile.TDISP.capabilities().with(Capability.PSK_CAP, 2));
    }

    @Test
    @Tag("GAP-SES-06")
    void handshakeByCertificateCarriesNoTdisp() {
        Bench bench = bench(SpdmProfile.TDISP);
        SpdmRequester requester = requester(bench, RequesterOptions.TDISP.capabilities());
        requester.certificateChain(0);

        RequesterSession session = requester.startSession(SessionOptions.DEFAULT);

        assertThat(refused).containsExactly(UNEXPECTED);
        assertThat(session.vendor(VendorProtocol.TDISP, STATE).at(1)).isEqualTo(0x05);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-SES-06")
    void handshakeBySharedKeyCarriesNoTdisp() {
        RequesterSession session = pskSession(bench(sharedKeys()));

        assertThat(refused).containsExactly(UNEXPECTED);
        assertThat(session.vendor(VendorProtocol.TDISP, STATE).at(1)).isEqualTo(0x05);
    }

    @ParameterizedTest
    @CsvSource({"true, false, false", "false, true, false", "false, false, false", "true, true, true"})
    @Tag("GAP-SES-07")
    void sessionWithoutEncryptionCarriesNeitherProtocol(boolean device, boolean host, boolean served) {
        SpdmProfile spdm = device
                ? SpdmProfile.TDISP
                : SpdmProfile.TDISP.withCapabilities(plain(SpdmProfile.TDISP.capabilities()));
        CapabilityFlags own = RequesterOptions.TDISP.capabilities();
        Bench bench = bench(spdm);
        SpdmRequester requester = requester(bench, host ? own : plain(own));
        requester.certificateChain(0);
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT);

        assertThat(isServed(session, VendorProtocol.TDISP, STATE)).isEqualTo(served);
        assertThat(isServed(session, VendorProtocol.IDE_KM, Bytes.fromHex("00 00 00")))
                .isEqualTo(served);
        assertThat(bench.device().dsm().spdm().sessions()).containsExactly(session.id());
    }

    @Test
    @Tag("GAP-SES-07")
    void sessionWithoutEncryptionCarriesTdispIfTheProfileSaysSo() {
        SpdmProfile spdm = SpdmProfile.TDISP.withCapabilities(plain(SpdmProfile.TDISP.capabilities()));
        Bench bench = bench(spdm, TdispSwitch.ANSWERED_WITHOUT_ENCRYPTION);
        SpdmRequester requester = requester(bench, RequesterOptions.TDISP.capabilities());
        requester.certificateChain(0);

        RequesterSession session = requester.startSession(SessionOptions.DEFAULT);

        assertThat(isServed(session, VendorProtocol.TDISP, STATE)).isTrue();
    }

    private static CapabilityFlags plain(CapabilityFlags capabilities) {
        return capabilities.with(Capability.ENCRYPT_CAP, 0);
    }

    private static boolean isServed(RequesterSession session, VendorProtocol protocol, Bytes message) {
        try {
            return !session.vendor(protocol, message).isEmpty();
        } catch (SpdmException refusal) {
            return false;
        }
    }

    @Test
    @Tag("GAP-SES-08")
    void sessionOfASharedKeyCarriesTdispFromLockToStop() {
        Bench bench = bench(sharedKeys());
        RequesterSession session = pskSession(bench);

        secure(bench, session);
        TdispRequester tdisp = tdisp(bench, session);
        tdisp.start(tdisp.lock(bench.parameters()));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        tdisp.stop();
        tdisp.start(tdisp.lock(bench.parameters()));

        session.end();

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("GAP-SES-23")
    void everyChangeOfStateNamesTheSessionThatLocked() {
        Bench bench = bench(sharedKeys());
        RequesterSession session = pskSession(bench);
        secure(bench, session);
        TdispRequester tdisp = tdisp(bench, session);
        tdisp.start(tdisp.lock(bench.parameters()));
        tdisp.stop();
        tdisp.start(tdisp.lock(bench.parameters()));
        bench.write(bench.vf(1), "Command", 0);
        tdisp.stop();

        List<TraceEvent.StateChange> changes = bench.trace().events().stream()
                .filter(TraceEvent.StateChange.class::isInstance)
                .map(TraceEvent.StateChange.class::cast)
                .filter(change -> change.machine().equals("TDI"))
                .toList();
        assertThat(changes)
                .hasSize(7)
                .allSatisfy(change ->
                        assertThat(change.session()).as(change.summary()).hasValue(session.id()));
    }

    private static void secure(Bench bench, RequesterSession session) {
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        bench.hostStream().configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        var keys = new IdeKmRequester(session.channel(VendorProtocol.IDE_KM), bench.env("tsm"));
        keys.query(0);
        keys.programAll(0, bench.hostStream(), session.id(), KeySet.K0);
        keys.startAll(0, bench.hostStream(), KeySet.K0);
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        bench.hostStream().enable();
    }

    private static TdispRequester tdisp(Bench bench, RequesterSession session) {
        var tdisp = new TdispRequester(
                session.channel(VendorProtocol.TDISP),
                InterfaceId.of(bench.vf(1).requesterId()),
                dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                bench.env("tsm"));
        tdisp.version();
        tdisp.capabilities();
        return tdisp;
    }

    /** Sends TDISP before it finishes a handshake. */
    private final class Eager implements SpdmTransport, RecordHooks {
        private final SpdmTransport objects;

        Eager(Bench bench) {
            objects = new DoeTransport(
                    object -> bench.device().dsm().exchange(object).orElse(Bytes.EMPTY));
        }

        @Override
        public TransportMessage exchange(TransportMessage request) {
            return objects.exchange(request);
        }

        @Override
        public RecordHooks hooks() {
            return this;
        }

        @Override
        public List<Bytes> sending(Bytes message) {
            boolean isFinish = message.at(1) == FINISH || message.at(1) == PSK_FINISH;
            return isFinish ? List.of(ENVELOPED, message) : List.of(message);
        }

        @Override
        public List<Bytes> opened(Bytes message) {
            if (message.at(1) == ERROR && refused.isEmpty()) {
                refused.add(message);
                return List.of();
            }
            return List.of(message);
        }
    }
}
