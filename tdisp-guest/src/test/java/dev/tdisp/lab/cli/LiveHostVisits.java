package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.KeyPairChange;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.requester.CsrQuery;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import java.util.ArrayList;
import java.util.List;

/** What our requester can do in front of the peer's responder. */
final class LiveHostVisits {
    private static final String FLAGS = "--cap CERT,CHAL,MEAS_SIG,MEAS_FRESH,ENCRYPT,MAC,KEY_EX,HBEAT,KEY_UPD";
    private static final String ALONE = " --mut_auth NO --basic_mut_auth NO";
    private static final SampleKeys KEYS = SampleKeys.of(AsymmetricAlgorithm.ECDSA_P384);

    private LiveHostVisits() {}

    static List<LiveVisit> mutual() {
        List<LiveVisit> visits = new ArrayList<>();
        for (SpdmVersion version : LiveCase.versions(SpdmVersion.V1_1)) {
            visits.add(mutual("basic mutual authentication", version)
                    .told(FLAGS + ",MUT_AUTH,ENCAP --mut_auth NO --basic_mut_auth BASIC"));
            for (String how : List.of("WO_ENCAP", "W_ENCAP", "DIGESTS")) {
                visits.add(mutual("mutual authentication " + how, version)
                        .told(FLAGS + ",MUT_AUTH,ENCAP --basic_mut_auth NO --mut_auth " + how));
                visits.add(mutual("the same with a handshake in the clear, " + how, version)
                        .with(Capability.HANDSHAKE_IN_THE_CLEAR_CAP)
                        .told(FLAGS + ",MUT_AUTH,ENCAP,HANDSHAKE_IN_CLEAR --basic_mut_auth NO --mut_auth " + how));
            }
        }
        for (SpdmVersion version : LiveCase.versions(SpdmVersion.V1_3)) {
            visits.add(mutual("keys of slots, mutual", version)
                    .flags(flags -> flags.with(Capability.MULTI_KEY_CAP, 2))
                    .told(FLAGS
                            + ",MUT_AUTH,ENCAP,MULTI_KEY_NEG,GET_KEY_PAIR_INFO --basic_mut_auth NO --mut_auth DIGESTS")
                    .doing(host -> {
                        host.requester()
                                .credentials()
                                .fill(0, KEYS.requester(), new KeySlotInfo(1, 1, KeySlotInfo.ALL_DMTF));
                        all(host.requester(), 0);
                    }));
        }
        return visits;
    }

    private static LiveVisit mutual(String name, SpdmVersion version) {
        return LiveVisit.of(name, version)
                .with(Capability.CERT_CAP, Capability.CHAL_CAP, Capability.MUT_AUTH_CAP, Capability.ENCAP_CAP)
                .doing(host -> {
                    host.requester().credentials().fill(0, KEYS.requester());
                    all(host.requester(), 0);
                });
    }

    /** Everything usual, with the key of a slot. */
    private static void all(SpdmRequester requester, int slot) {
        requester.connect();
        requester.digests();
        requester.certificateChain(slot);
        requester.challenge(slot, MeasurementSummary.ALL);
        assertThat(requester.state()).isEqualTo(ConnectionState.AUTHENTICATED);
        requester.measurements(MeasurementQuery.ALL.signedBy(slot));
        use(requester.startSession(SessionOptions.DEFAULT.withSlot(slot).withSummary(MeasurementSummary.ALL)), slot);
    }

    private static void use(RequesterSession session, int slot) {
        session.heartbeat();
        session.updateKey();
        session.updateAllKeys();
        session.measurements(MeasurementQuery.ALL.signedBy(slot));
        session.end();
    }

    static List<LiveVisit> sessions() {
        List<LiveVisit> visits = new ArrayList<>();
        for (SpdmVersion version : LiveCase.versions(SpdmVersion.V1_1)) {
            visits.add(plain("a handshake in the clear", version, ",HANDSHAKE_IN_CLEAR")
                    .with(Capability.HANDSHAKE_IN_THE_CLEAR_CAP));
            visits.add(plain("MAC only", version, "").flags(flags -> flags.without(Capability.ENCRYPT_CAP)));
            for (String kind : List.of("PSK", "PSK_WITH_CONTEXT")) {
                visits.add(plain("a pre-shared key, " + kind, version, "," + kind)
                        .flags(flags -> flags.with(Capability.PSK_CAP, 1))
                        .doing(LiveHostVisits::shareKey));
            }
            visits.add(plain("KEY_UPDATE by the responder", version, ",ENCAP")
                    .with(Capability.ENCAP_CAP)
                    .doing(LiveHostVisits::beUpdated));
            visits.add(plain("the chain of slot 1", version, "")
                    .with(withRoots(version, CertificatePolicy.authentic()))
                    .doing(host -> all(host.requester(), 1)));
            visits.add(LiveVisit.of("a raw key", version)
                    .told("--slot_id 0xFF" + ALONE)
                    .doing(LiveHostVisits::knowTheKey));
            visits.add(plain("raw measurements one by one", version, "").doing(LiveHostVisits::measureOneByOne));
        }
        for (SpdmVersion version : LiveCase.versions(SpdmVersion.V1_2)) {
            LiveVisit small =
                    plain("large messages in chunks", version, ",CHUNK").with(Capability.CHUNK_CAP);
            visits.add(small.with(small.options().withDataTransferSize(64).withMaximumMessageSize(0x1200)));
        }
        for (String secured : List.of("1.0", "1.1", "1.2")) {
            visits.add(
                    plain("secured messages " + secured, SpdmVersion.V1_2, "").told("--sec_ver " + secured));
        }
        return visits;
    }

    private static LiveVisit plain(String name, SpdmVersion version, String flags) {
        return LiveVisit.of(name, version).told(FLAGS + flags + ALONE).doing(host -> all(host.requester(), 0));
    }

    private static RequesterOptions withRoots(SpdmVersion version, CertificatePolicy policy) {
        return LiveVisit.of("", version).options().withPolicy(policy);
    }

    private static void shareKey(LiveHost host) {
        host.requester().connect();
        host.requester().digests();
        host.requester().certificateChain(0);
        use(
                host.requester()
                        .startPskSession(LiveDevice.PSK_HINT, Secret.copyOf(LiveDevice.PSK), SessionOptions.DEFAULT),
                0);
    }

    private static void knowTheKey(LiveHost host) {
        SpdmRequester requester = host.requester();
        requester.responderKey(KEYS.signer("responder").publicKey());
        requester.connect();
        requester.challenge(Credentials.RAW_KEY, MeasurementSummary.ALL);
        requester.measurements(MeasurementQuery.ALL.signedBy(Credentials.RAW_KEY));
        use(requester.startSession(SessionOptions.DEFAULT.withSlot(Credentials.RAW_KEY)), Credentials.RAW_KEY);
    }

    private static void beUpdated(LiveHost host) {
        host.requester().connect();
        host.requester().digests();
        host.requester().certificateChain(0);
        RequesterSession session = host.requester().startSession(SessionOptions.DEFAULT);
        host.client().wantKeyUpdate(session.id());
        assertThat(session.poll()).isTrue();
        use(session, 0);
    }

    private static void measureOneByOne(LiveHost host) {
        SpdmRequester requester = host.requester();
        requester.connect();
        requester.digests();
        requester.certificateChain(0);
        int count = requester.measurements(MeasurementQuery.COUNT).totalCount();
        int found = 0;
        for (int index = 1; found < count - 1 && index < 0xFE; index++) {
            try {
                found += requester
                        .measurements(MeasurementQuery.index(index).raw())
                        .blocks()
                        .size();
            } catch (SpdmException e) {
                assertThat(e.error()).isPresent();
            }
        }
        assertThat(found).isPositive();
        requester.measurements(MeasurementQuery.index(1).signedBy(0));
    }

    static List<LiveVisit> management() {
        List<LiveVisit> visits = new ArrayList<>();
        for (SpdmVersion version : LiveCase.versions(SpdmVersion.V1_2)) {
            visits.add(plain("GET_CSR", version, ",SET_CERT,CSR").doing(host -> {
                host.requester().connect();
                assertThat(host.requester()
                                .management()
                                .certificateRequest(CsrQuery.DEFAULT)
                                .encoded())
                        .isNotEqualTo(Bytes.EMPTY);
            }));
            visits.add(plain("SET_CERTIFICATE", version, ",SET_CERT").doing(LiveHostVisits::install));
        }
        for (SpdmVersion version : LiveCase.versions(SpdmVersion.V1_3)) {
            visits.add(plain("the log", version, ",MEL").doing(host -> {
                RequesterSession session = begin(host);
                assertThat(host.requester().management().measurementLog().entries())
                        .isEqualTo(session.management().measurementLog().entries())
                        .isNotEmpty();
            }));
            visits.add(plain("key pairs", version, ",GET_KEY_PAIR_INFO,SET_KEY_PAIR_INFO")
                    .doing(host -> {
                        RequesterSession session = begin(host);
                        int pairs = session.management().keyPair(1).totalKeyPairs();
                        assertThat(session.management().keyPair(pairs).totalKeyPairs())
                                .isEqualTo(pairs);
                        Bytes none = version == SpdmVersion.V1_4 ? Bytes.filled(0, 4) : Bytes.EMPTY;
                        session.management().changeKeyPair(1, new KeyPairChange(0, 0, 0, 0, none));
                        session.management().eraseKeyPair(1);
                        assertThat(session.management().keyPair(1).currentAsymAlgo())
                                .isZero();
                    }));
            visits.add(LiveVisit.of("endpoint information of both", version)
                    .with(Capability.CERT_CAP, Capability.ENCAP_CAP)
                    .flags(flags -> flags.with(Capability.EP_INFO_CAP, 2))
                    .told(FLAGS + ",ENCAP,EP_INFO_SIG,MUT_AUTH" + ALONE)
                    .doing(LiveHostVisits::tellClasses));
            visits.add(plain("keys of slots", version, ",MULTI_KEY_NEG,GET_KEY_PAIR_INFO")
                    .with(withRoots(version, CertificatePolicy.authentic()))
                    .with(Capability.CERT_CAP)
                    .flags(flags -> flags.with(Capability.MULTI_KEY_CAP, 2))
                    .doing(host -> all(host.requester(), 4)));
            // Its list of supported events is made of filler bytes, which nobody can read.
            visits.add(plain("no events", version, ",EVENT").doing(host -> {
                RequesterSession session = begin(host);
                session.management().subscribe(List.of());
                session.end();
            }));
        }
        LiveVisit large = plain("a chain in its large form", SpdmVersion.V1_4, ",CHUNK,LARGE_RESP")
                .with(Capability.CHUNK_CAP, Capability.LARGE_RESP_CAP);
        visits.add(large.with(large.options().withMaximumMessageSize(0x30000)));
        return visits;
    }

    private static RequesterSession begin(LiveHost host) {
        host.requester().connect();
        host.requester().digests();
        host.requester().certificateChain(0);
        return host.requester().startSession(SessionOptions.DEFAULT);
    }

    private static void install(LiveHost host) {
        RequesterSession session = begin(host);
        CertificateChain chain = session.certificateChain(0);
        session.management().installCertificate(1, chain);
        session.end();
    }

    private static void tellClasses(LiveHost host) {
        host.requester().credentials().fill(0, KEYS.requester());
        RequesterSession session = begin(host);
        assertThat(host.requester().management().deviceClass(0).identifiers()).isNotEmpty();
        assertThat(session.management().deviceClass(0).identifiers()).isNotEmpty();
        host.client().wantEndpointInfo();
        assertThat(session.poll()).isTrue();
        session.end();
    }
}
