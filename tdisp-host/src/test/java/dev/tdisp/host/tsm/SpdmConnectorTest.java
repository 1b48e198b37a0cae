package dev.tdisp.host.tsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.transport.InMemoryTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SpdmConnectorTest {
    private static final DeviceIdentity IDENTITY = CertificateAuthority.root(
                    "ACME root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(1))
            .issue(new DeviceName("ACME", "Accelerator", "0001"));
    private static final Bytes NONCE = Bytes.filled(0x5A, 32);
    private static final Bytes FIRMWARE = Bytes.fromHex("F1F2");

    private final Env env = Env.seeded(1);
    private final SpdmConnector connector = new SpdmConnector(RequesterOptions.TDISP, env);
    private final List<Bytes> tdispRequests = new ArrayList<>();
    private final SpdmResponder responder = SpdmResponder.builder(SpdmProfile.TDISP, env.forParty("device"))
            .slot(0, IDENTITY)
            .measurements(
                    () -> DeviceMeasurements.of(List.of(Measurement.of(1, MeasurementType.MUTABLE_FIRMWARE, FIRMWARE))))
            .vendors(protocols())
            .build();
    private final SpdmTransport device = new InMemoryTransport(responder::handle);

    private VendorRegistry protocols() {
        var registry = new VendorRegistry();
        registry.register(VendorProtocol.TDISP, this::answer);
        return registry;
    }

    private Optional<Bytes> answer(long session, Bytes request) {
        tdispRequests.add(request);
        return Optional.of(Bytes.fromHex("A5"));
    }

    /** A hypervisor that changes records on the way back, once it is told to. */
    private static final class Tampering implements SpdmTransport {
        private final SpdmTransport way;
        private UnaryOperator<TransportMessage> hand = UnaryOperator.identity();

        Tampering(SpdmTransport way) {
            this.way = way;
        }

        @Override
        public TransportMessage exchange(TransportMessage request) {
            return hand.apply(way.exchange(request));
        }
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void sessionIsAuthenticatedByTheDevicesChain() {
        DsmSession session = connector.connect(device);

        assertThat(session.certificateChain())
                .isEqualTo(IDENTITY.chain(Hash.of(HashAlgorithm.SHA_384)).encode());
        assertThat(session.version()).isEqualTo(SpdmVersion.V1_2);
        assertThat(responder.sessions()).containsExactly(session.id());
    }

    @Test
    void messagesOfOtherProtocolsGoThroughTheSession() {
        DsmSession session = connector.connect(device);

        Bytes answer = session.tdisp(Bytes.fromHex("1081"));

        assertThat(answer).isEqualTo(Bytes.fromHex("A5"));
        assertThat(tdispRequests).containsExactly(Bytes.fromHex("1081"));
    }

    @Test
    void measurementsAreMadeForTheGuestsNonce() {
        DsmSession session = connector.connect(device);

        SignedMeasurements measurements = session.measure(NONCE);

        assertThat(measurements.nonce()).isEqualTo(NONCE);
        assertThat(measurements.request().toHex()).contains(NONCE.toHex());
        assertThat(MeasurementBlock.decodeAll(measurements.record()))
                .extracting(MeasurementBlock::index)
                .containsExactly(1);
        assertThat(SignedMeasurements.decode(measurements.encode())).isEqualTo(measurements);
    }

    @Test
    void deviceOfAnUnknownRootIsRefusedIfTheSecurityManagerMinds() {
        var strict = new SpdmConnector(RequesterOptions.TDISP.withPolicy(CertificatePolicy.trusting(List.of())), env);

        refused(Reason.DEVICE_REFUSED, () -> strict.connect(device));
        assertThat(responder.sessions()).isEmpty();
    }

    @Test
    void silentDeviceIsToldApart() {
        SpdmTransport silence = request -> {
            throw new TransportException("no response");
        };

        refused(Reason.DEVICE_SILENT, () -> connector.connect(silence));
    }

    @Test
    void protocolThatTheDeviceDoesNotSpeakIsRefusedInTheSession() {
        DsmSession session = connector.connect(device);

        refused(Reason.DEVICE_REFUSED, () -> session.ideKm(Bytes.fromHex("000000")));

        assertThat(session.tdisp(Bytes.fromHex("1081"))).isEqualTo(Bytes.fromHex("A5"));
    }

    @Test
    @Tag("P-067")
    void changedRecordEndsTheSessionAndTheListenerHearsOfIt() {
        var tampering = new Tampering(device);
        DsmSession session = connector.connect(tampering);
        List<String> losses = new ArrayList<>();
        session.onLoss(losses::add);
        tampering.hand = message -> TransportMessage.secured(
                message.payload().with(10, message.payload().at(10) ^ 1));

        refused(Reason.DEVICE_REFUSED, () -> session.tdisp(Bytes.fromHex("1081")));

        assertThat(losses).hasSize(1);
        refused(Reason.NOT_CONNECTED, () -> session.tdisp(Bytes.fromHex("1081")));
    }

    @Test
    void endedSessionIsNoLoss() {
        DsmSession session = connector.connect(device);
        List<String> losses = new ArrayList<>();
        session.onLoss(losses::add);

        session.end();
        session.end();

        assertThat(losses).isEmpty();
        assertThat(responder.sessions()).isEmpty();
    }
}
