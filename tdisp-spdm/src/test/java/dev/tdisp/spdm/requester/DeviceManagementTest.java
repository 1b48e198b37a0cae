package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateRequest;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.LeafOptions;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.Event;
import dev.tdisp.spdm.message.EventGroup;
import dev.tdisp.spdm.message.EventType;
import dev.tdisp.spdm.message.KeyPairChange;
import dev.tdisp.spdm.message.KeyPairInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.StandardsBody;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates, key pairs, log, class and events of a device, in a session and outside. */
class DeviceManagementTest {
    private static final Hash HASH = Hash.of(HashAlgorithm.SHA_384);
    private static final SpdmVersion VERSION = SpdmVersion.V1_3;

    @ParameterizedTest
    @EnumSource(names = {"V1_2", "V1_3", "V1_4"})
    @Tag("S-195")
    void aRequestedCertificateIsInstalledAndUsed(SpdmVersion version) {
        ManagedDevice device = ManagedDevice.of(version);
        CertificateRequest request = device.outside().certificateRequest(CsrQuery.DEFAULT);
        CertificateChain chain = certified(device, request);

        device.peers.requester.management().installCertificate(0, chain);

        assertThat(request.isSelfSigned()).isTrue();
        assertThat(device.peers.requester.digests().get(0)).isEqualTo(chain.digest(HASH));
    }

    @Test
    @Tag("S-195")
    void aSlotIsErasedInASession() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        RequesterSession session = device.session();

        session.management().eraseCertificate(2);

        assertThat(session.digests()).containsOnlyKeys(0);
    }

    @Test
    @Tag("S-195")
    void anEmptySlotIsFilledInASession() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        RequesterSession session = device.session();

        session.management().installCertificate(5, device.peers.identity.chain(HASH));

        assertThat(session.digests()).containsOnlyKeys(0, 2, 5);
    }

    @Test
    @Tag("S-195")
    void aRequestThatNeedsAResetIsAnsweredByItsTagAfterwards() {
        ManagedDevice device = ManagedDevice.with(VERSION, Capability.CERT_INSTALL_RESET_CAP);
        DeviceManagement management = device.outside();

        assertThatThrownBy(() -> management.certificateRequest(CsrQuery.DEFAULT))
                .isInstanceOfSatisfying(SpdmException.class, refused -> {
                    assertThat(refused.error()).contains(SpdmErrorCode.RESET_REQUIRED);
                    assertThat(refused.response().orElseThrow().header().param2())
                            .isEqualTo(1);
                });
        device.peers.responder.reset();
        CertificateRequest request = device.outside().certificateRequest(CsrQuery.DEFAULT.tagged(1));

        assertThat(request.isSelfSigned()).isTrue();
        assertThatThrownBy(() -> management.certificateRequest(CsrQuery.DEFAULT.tagged(1)))
                .hasMessageContaining("INVALID_REQUEST");
    }

    @Test
    @Tag("S-195")
    void atMostSevenRequestsWaitForAResetUnlessOneOverwrites() {
        ManagedDevice device = ManagedDevice.with(VERSION, Capability.CERT_INSTALL_RESET_CAP);
        Bench bench = device.bench().negotiated();
        for (int tag = 1; tag <= 7; tag++) {
            assertThat(bench.clear(csr(0x00, tag))).isEqualTo(Bytes.fromHex("13 7f 0c 0" + tag));
        }

        Bytes eighth = bench.clear(csr(0x00, 8));
        Bytes overwriting = bench.clear(csr(0x80, 8));

        assertThat(eighth).isEqualTo(Bytes.fromHex("13 7f 03 00"));
        assertThat(overwriting).isEqualTo(Bytes.fromHex("13 7f 0c 01"));
    }

    @Test
    @Tag("S-058")
    @Tag("S-195")
    void aSlotThatWaitsForAResetAnswersResetRequired() {
        ManagedDevice device = ManagedDevice.with(VERSION, Capability.CERT_INSTALL_RESET_CAP);
        DeviceManagement management = device.outside();
        CertificateChain chain = certified(
                device,
                CertificateRequest.sign(device.peers.identity.signer(), device.peers.identity.leaf(), Bytes.EMPTY));

        assertThatThrownBy(() -> management.installCertificate(0, chain)).hasMessageContaining("RESET_REQUIRED");
        assertThatThrownBy(() -> device.peers.requester.digests()).hasMessageContaining("RESET_REQUIRED");
        assertThatThrownBy(() -> device.peers.requester.certificateChain(0)).hasMessageContaining("RESET_REQUIRED");
        assertThat(device.peers.requester.certificateChain(2)).isNotNull();

        device.peers.responder.reset();
        assertThat(device.peers.connected().requester.digests().get(0)).isEqualTo(chain.digest(HASH));
    }

    @Test
    @Tag("S-083")
    void theLogIsReadInPortionsAndReplays() {
        ManagedDevice device = ManagedDevice.of(VERSION);

        assertThat(device.outside().measurementLog()).isEqualTo(ManagedDevice.LOG);
        assertThat(device.session().management().measurementLog()).isEqualTo(ManagedDevice.LOG);
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_3", "V1_4"})
    @Tag("S-198")
    void theClassIsToldWithAndWithoutAProof(SpdmVersion version) {
        ManagedDevice device = ManagedDevice.of(version);
        device.peers.identified();

        assertThat(device.peers.requester.management().deviceClass()).isEqualTo(ManagedDevice.CLASS);
        assertThat(device.peers.requester.management().deviceClass(0)).isEqualTo(ManagedDevice.CLASS);
        assertThat(device.session().management().deviceClass(0)).isEqualTo(ManagedDevice.CLASS);
    }

    @Test
    @Tag("S-198")
    void aChangedClassIsNotBelieved() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        device.peers.identified();
        device.peers.onResponse = answer -> TransportMessage.spdm(
                answer.payload().at(1) == 0x07
                        ? answer.payload().with(50, answer.payload().at(50) ^ 1)
                        : answer.payload());

        assertThatThrownBy(() -> device.peers.requester.management().deviceClass(0))
                .isInstanceOf(SpdmException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_3", "V1_4"})
    @Tag("S-196")
    void aKeyPairIsChangedGeneratedAndErased(SpdmVersion version) {
        ManagedDevice device = ManagedDevice.of(version);
        DeviceManagement management = device.outside();
        boolean hasPqc = version.isAtLeast(SpdmVersion.V1_4);
        Bytes none = hasPqc ? Bytes.filled(0, 4) : Bytes.EMPTY;

        management.changeKeyPair(1, new KeyPairChange(0, 3, 0x10, 0, none));
        KeyPairInfo changed = management.keyPair(1);
        management.eraseKeyPair(1);
        KeyPairInfo erased = management.keyPair(1);
        management.generateKeyPair(1, new KeyPairChange(0, 1, 0x08, 0, none));
        KeyPairInfo generated = management.keyPair(1);

        assertThat(changed.totalKeyPairs()).isEqualTo(3);
        assertThat(changed.currentKeyUsage()).isEqualTo(3);
        assertThat(changed.currentAsymAlgo()).isEqualTo(0x10);
        assertThat(changed.pqcAsymAlgoCapabilities().size()).isEqualTo(hasPqc ? 4 : 0);
        assertThat(erased.currentAsymAlgo()).isZero();
        assertThat(generated.currentAsymAlgo()).isEqualTo(0x08);
    }

    @Test
    @Tag("S-196")
    void aKeyPairThatNoSlotUsesAnyMoreIsErased() {
        DeviceManagement management = ManagedDevice.of(VERSION).outside();

        management.changeKeyPair(3, new KeyPairChange(0, 0, 0, 0, Bytes.EMPTY));
        KeyPairInfo unused = management.keyPair(3);
        management.eraseKeyPair(3);

        assertThat(unused.assocCertSlotMask()).isZero();
        assertThat(unused.currentAsymAlgo()).as("no other algorithm is wanted").isEqualTo(0x08);
        assertThat(management.keyPair(3).currentAsymAlgo()).isZero();
    }

    @Test
    @Tag("S-197")
    void subscribedEventsWaitUntilTheyHaveArrived() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        RequesterSession session = device.session();
        List<EventGroup> supported = session.management().supportedEvents();

        session.management()
                .subscribe(List.of(
                        new EventGroup(StandardsBody.DMTF, 1, 0, List.of(EventType.of(Event.CERTIFICATE_CHANGED)))));
        device.events.raise(StandardsBody.DMTF, Event.CERTIFICATE_CHANGED, Bytes.fromHex("01"));
        device.events.raise(StandardsBody.DMTF, Event.MEASUREMENT_CHANGED, Bytes.filled(0, 32));

        assertThat(supported).isEqualTo(device.events.supported());
        assertThat(device.events.waiting()).containsExactly(session.id());
        var pending = device.events.pending(session.id(), VERSION).orElseThrow();
        assertThat(pending.events()).containsExactly(Event.dmtf(0, Event.CERTIFICATE_CHANGED, Bytes.fromHex("01")));
        device.events.acknowledged(session.id(), pending);
        assertThat(device.events.waiting()).isEmpty();
    }

    @Test
    @Tag("S-197")
    void aSessionCanUnsubscribeAndItsEndUnsubscribes() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        RequesterSession first = device.session();
        RequesterSession second = device.peers.requester.startSession(SessionOptions.DEFAULT);
        first.management().subscribe(device.events.supported());
        second.management().subscribe(device.events.supported());

        first.management().subscribe(List.of());
        second.end();
        device.events.raise(StandardsBody.DMTF, Event.CERTIFICATE_CHANGED, Bytes.fromHex("01"));

        assertThat(device.events.waiting()).isEmpty();
    }

    @Test
    @Tag("S-197")
    @Tag("GAP-SEC-12")
    void tooManyEventsLeaveOneThatSaysSo() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        RequesterSession session = device.session();
        session.management().subscribe(device.events.supported());

        for (int i = 0; i < 40; i++) {
            device.events.raise(StandardsBody.DMTF, Event.CERTIFICATE_CHANGED, Bytes.fromHex("01"));
        }

        var pending = device.events.pending(session.id(), VERSION).orElseThrow();
        assertThat(pending.hasContiguousIds()).isTrue();
        assertThat(pending.events()).hasSize(16);
        assertThat(pending.events().get(0).type()).isEqualTo(Event.EVENT_LOST);
        assertThat(pending.events().get(0).detail()).isEqualTo(Bytes.fromHex("00 00 00 00 18 00 00 00"));
    }

    @Test
    @Tag("S-197")
    void theRequestersEventsReachTheListenerInOrder() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        Event first = Event.dmtf(7, Event.MEASUREMENT_CHANGED, Bytes.filled(0, 32));
        Event second = Event.dmtf(8, Event.CERTIFICATE_CHANGED, Bytes.fromHex("01"));
        RequesterSession session = device.session();

        session.management().send(List.of(second, first));

        assertThat(device.received).containsExactly(first, second);
        assertThatThrownBy(() -> session.management().send(List.of(first, first)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("S-057")
    void digestsAndChainsOfASessionEnterNoTranscript() {
        ManagedDevice device = ManagedDevice.of(VERSION);
        RequesterSession session = device.session();

        assertThat(session.digests()).containsOnlyKeys(0, 2);
        assertThat(session.certificateChain(0)).isEqualTo(device.peers.identity.chain(HASH));

        assertThat(device.peers.requester.challenge(0).signature().isEmpty()).isFalse();
    }

    @Test
    @Tag("S-048")
    void chainsTravelInTheLargeForm() {
        ManagedDevice device = ManagedDevice.of(SpdmVersion.V1_4);
        Bench bench = device.bench().negotiated();

        Bytes answer = bench.clear("14 82 80 00 00 00 00 00 00 00 00 00 10 00 00 00");

        assertThat(answer.slice(0, 12)).isEqualTo(Bytes.fromHex("14 02 80 00 00 00 00 00 10 00 00 00"));
        assertThat(device.peers.identified().requester.certificateChain(0))
                .isEqualTo(device.peers.identity.chain(HASH));
    }

    @Test
    @Tag("S-190")
    void vendorMessagesTravelInTheLargeForm() {
        ManagedDevice device = ManagedDevice.of(SpdmVersion.V1_4);

        Bytes answer = device.inSession("14 fe 80 00 03 00 02 01 00 aa bb 02 00 00 00 01 07");

        assertThat(answer).isEqualTo(Bytes.fromHex("14 7e 80 00 03 00 02 01 00 00 00 03 00 00 00 01 07 07"));
    }

    private static CertificateChain certified(ManagedDevice device, CertificateRequest request) {
        var authority =
                CertificateAuthority.root("another root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(9));
        return CertificateChain.of(
                HASH, authority.issue(new DeviceName("ACME", "WIDGET", "2"), request.publicKey(), LeafOptions.DEFAULT));
    }

    /** A request that differs from others in its opaque data. */
    private static Bytes csr(int attributes, int distinction) {
        return Bytes.fromHex("13 ed 00 %02x 00 00 04 00 00 00 00 %02x".formatted(attributes, distinction));
    }
}
