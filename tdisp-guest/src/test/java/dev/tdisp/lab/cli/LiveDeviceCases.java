package dev.tdisp.lab.cli;

import static dev.tdisp.spdm.algorithm.SpdmVersion.V1_1;
import static dev.tdisp.spdm.algorithm.SpdmVersion.V1_2;
import static dev.tdisp.spdm.algorithm.SpdmVersion.V1_3;
import static dev.tdisp.spdm.algorithm.SpdmVersion.V1_4;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.measurement.MeasurementLogEntry;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.responder.KeyPair;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.SimulatedKeyPairs;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the peer's requester can be told to do in front of our responder. */
final class LiveDeviceCases {
    private static final String CONNECTION = "--exe_conn DIGEST,CERT,CHAL,MEAS --meas_op ALL";
    private static final String SESSION = "--exe_session KEY_EX,HEARTBEAT,MEAS";
    private static final String FLAGS = "--cap ENCRYPT,MAC,KEY_EX,HBEAT,KEY_UPD";
    private static final SampleKeys KEYS = SampleKeys.of(AsymmetricAlgorithm.ECDSA_P384);

    private LiveDeviceCases() {}

    static List<LiveCase> mutual() {
        List<LiveCase> cases = new ArrayList<>();
        for (SpdmVersion version : LiveCase.versions(V1_1)) {
            cases.add(mutual("basic mutual authentication", version)
                    .authenticating(MutualAuthentication.NONE.challenging())
                    .seen("CHALLENGE_AUTH", "ENCAPSULATED_REQUEST", "END_SESSION_ACK"));
            for (SessionAuthentication how : List.of(
                    SessionAuthentication.SIGNATURE,
                    SessionAuthentication.ENCAPSULATED,
                    SessionAuthentication.DIGESTS)) {
                cases.add(mutual("mutual authentication, " + how, version)
                        .authenticating(how)
                        .seen("KEY_EXCHANGE_RSP", "FINISH_RSP", "END_SESSION_ACK"));
                cases.add(mutual("the same with a handshake in the clear, " + how, version)
                        .authenticating(how)
                        .with(Capability.HANDSHAKE_IN_THE_CLEAR_CAP)
                        .told("--cap ENCRYPT,MAC,KEY_EX,HBEAT,KEY_UPD,CERT,CHAL,MUT_AUTH,ENCAP,HANDSHAKE_IN_CLEAR")
                        .seen("KEY_EXCHANGE_RSP", "FINISH_RSP", "END_SESSION_ACK"));
            }
            cases.add(LiveCase.of("a requester with a raw key", version)
                    .authenticating(MutualAuthentication.inSessions(SessionAuthentication.SIGNATURE))
                    .setUp(builder ->
                            builder.requesterKey(KEYS.signer("requester").publicKey()))
                    .told(FLAGS + ",MUT_AUTH,ENCAP,PUB_KEY_ID --req_slot_id 0xFF " + CONNECTION + " " + SESSION)
                    .seen("FINISH_RSP", "END_SESSION_ACK"));
        }
        for (SpdmVersion version : LiveCase.versions(V1_3)) {
            cases.add(multiKey("keys of slots, mutual", version)
                    .authenticating(SessionAuthentication.DIGESTS)
                    .setUp(LiveDeviceCases::believing)
                    .told(FLAGS + ",CERT,CHAL,MUT_AUTH,ENCAP,MULTI_KEY_NEG " + CONNECTION + " " + SESSION)
                    .seen("ENCAPSULATED_RESPONSE_ACK", "FINISH_RSP", "END_SESSION_ACK", "END_SESSION_ACK"));
        }
        return cases;
    }

    private static LiveCase mutual(String name, SpdmVersion version) {
        return LiveCase.of(name, version)
                .setUp(LiveDeviceCases::believing)
                .told(FLAGS + ",CERT,CHAL,MUT_AUTH,ENCAP " + CONNECTION + " " + SESSION);
    }

    private static void believing(SpdmResponderBuilder builder) {
        builder.requesterPolicy(CertificatePolicy.trusting(KEYS.roots()))
                .requesterChain(0, KEYS.requester().certificates());
    }

    private static LiveCase multiKey(String name, SpdmVersion version) {
        return LiveCase.of(name, version)
                .with(Capability.GET_KEY_PAIR_INFO_CAP)
                .with(Capability.MULTI_KEY_CAP, 2)
                .setUpAnew(builder -> builder.slot(0, KEYS.responder(), new KeySlotInfo(1, 1, KeySlotInfo.ALL_DMTF))
                        .slot(4, KEYS.responderInSlot4(), new KeySlotInfo(2, 1, KeySlotInfo.ALL_DMTF)))
                .sessions(2);
    }

    static List<LiveCase> sessions() {
        List<LiveCase> cases = new ArrayList<>();
        for (SpdmVersion version : LiveCase.versions(V1_1)) {
            cases.add(plain("a handshake in the clear", version, ",HANDSHAKE_IN_CLEAR")
                    .with(Capability.HANDSHAKE_IN_THE_CLEAR_CAP));
            cases.add(LiveCase.of("MAC only", version)
                    .told("--cap MAC,KEY_EX,HBEAT,KEY_UPD " + CONNECTION + " " + SESSION)
                    .seen("KEY_EXCHANGE_RSP", "FINISH_RSP", "END_SESSION_ACK"));
            for (int kind = 1; kind <= 2; kind++) {
                cases.add(LiveCase.of(kind == 1 ? "a pre-shared key, no context" : "a pre-shared key", version)
                        .with(Capability.PSK_CAP, kind)
                        .told("--cap ENCRYPT,MAC,PSK,HBEAT,KEY_UPD --exe_conn DIGEST,CERT --meas_op ALL"
                                + " --exe_session PSK,HEARTBEAT,KEY_UPDATE,MEAS")
                        .seen("PSK_EXCHANGE_RSP", "KEY_UPDATE_ACK", "END_SESSION_ACK"));
            }
            cases.add(LiveCase.of("a raw key", version)
                    .flags(flags -> flags.without(Capability.CERT_CAP).with(Capability.PUB_KEY_ID_CAP))
                    .setUpAnew(builder -> builder.rawKey(KEYS.signer("responder")))
                    .told(FLAGS + " --slot_id 0xFF --exe_conn CHAL,MEAS --meas_op ALL " + SESSION)
                    .seen("CHALLENGE_AUTH", "MEASUREMENTS", "KEY_EXCHANGE_RSP", "END_SESSION_ACK"));
            cases.add(LiveCase.of("KEY_UPDATE by the responder", version)
                    .with(Capability.ENCAP_CAP)
                    .told(FLAGS
                            + ",ENCAP --exe_conn DIGEST,CERT --key_upd RSP --exe_session KEY_EX,KEY_UPDATE,HEARTBEAT")
                    .seen("HEARTBEAT_ACK", "ENCAPSULATED_REQUEST", "ENCAPSULATED_RESPONSE_ACK", "END_SESSION_ACK"));
            cases.add(plain("chains in two slots", version, "")
                    .setUp(builder -> builder.slot(1, KEYS.responderInSlot1()))
                    .sessions(2));
            cases.add(plain("raw measurements one by one", version, "")
                    .told("--meas_op ONE_BY_ONE --meas_att RAW --meas_sum TCB"));
        }
        for (SpdmVersion version : LiveCase.versions(V1_2)) {
            LiveCase small =
                    plain("large messages in chunks", version, ",CHUNK").with(Capability.CHUNK_CAP);
            SpdmProfile profile = small.profile().withDataTransferSize(64).withMaximumMessageSize(0x1200);
            cases.add(small.with(profile).seen("CHUNK_SEND_ACK", "END_SESSION_ACK"));
        }
        for (String secured : List.of("1.0", "1.1", "1.2")) {
            cases.add(plain("secured messages " + secured, V1_2, "").told("--sec_ver " + secured));
        }
        return cases;
    }

    private static LiveCase plain(String name, SpdmVersion version, String flags) {
        return LiveCase.of(name, version)
                .told(FLAGS + flags + " " + CONNECTION + " " + SESSION)
                .seen("CHALLENGE_AUTH", "MEASUREMENTS", "KEY_EXCHANGE_RSP", "END_SESSION_ACK");
    }

    static List<LiveCase> management() {
        List<LiveCase> cases = new ArrayList<>();
        for (SpdmVersion version : LiveCase.versions(V1_2)) {
            cases.add(managed("GET_CSR", version, "--exe_conn DIGEST,CERT,GET_CSR --exe_session KEY_EX")
                    .with(Capability.SET_CERT_CAP, Capability.CSR_CAP)
                    .seen("CSR", "END_SESSION_ACK"));
            cases.add(managed("SET_CERTIFICATE", version, "--exe_conn DIGEST,CERT,SET_CERT --exe_session PSK,SET_CERT")
                    .with(Capability.SET_CERT_CAP)
                    .with(Capability.PSK_CAP, 2)
                    .setUp(builder -> builder.slot(1, KEYS.responderInSlot1()).trustedEnvironment())
                    .told("--cap ENCRYPT,MAC,KEY_EX,PSK,HBEAT,KEY_UPD")
                    .seen("SET_CERTIFICATE_RSP", "SET_CERTIFICATE_RSP"));
        }
        for (SpdmVersion version : LiveCase.versions(V1_3)) {
            cases.add(managed("the log", version, "--exe_conn DIGEST,CERT,MEL --exe_session KEY_EX,MEL")
                    .with(Capability.MEL_CAP)
                    .setUp(builder -> builder.measurementLog(() -> Optional.of(log())))
                    .seen("MEASUREMENT_EXTENSION_LOG", "MEASUREMENT_EXTENSION_LOG", "END_SESSION_ACK"));
            cases.add(managed(
                            "key pairs",
                            version,
                            "--exe_conn DIGEST,CERT,GET_KEY_PAIR_INFO,SET_KEY_PAIR_INFO --exe_session KEY_EX,GET_KEY_PAIR_INFO")
                    .with(Capability.GET_KEY_PAIR_INFO_CAP, Capability.SET_KEY_PAIR_INFO_CAP)
                    .setUp(builder -> builder.keyPairs(new SimulatedKeyPairs(pairs())))
                    .seen("KEY_PAIR_INFO", "SET_KEY_PAIR_INFO_ACK", "SET_KEY_PAIR_INFO_ACK", "KEY_PAIR_INFO"));
            cases.add(LiveCase.of("endpoint information of both", version)
                    .with(Capability.EP_INFO_CAP, 2)
                    .with(Capability.ENCAP_CAP)
                    .told(FLAGS + ",CERT,ENCAP,EP_INFO_SIG --exe_conn DIGEST,CERT,EP_INFO --exe_session KEY_EX,EP_INFO")
                    .seen("ENDPOINT_INFO", "ENCAPSULATED_REQUEST", "ENDPOINT_INFO", "ENCAPSULATED_REQUEST"));
            cases.add(multiKey("keys of slots", version)
                    .told(FLAGS + " " + CONNECTION + " " + SESSION)
                    .seen("DIGESTS", "CHALLENGE_AUTH", "END_SESSION_ACK", "END_SESSION_ACK"));
        }
        cases.add(plain("a chain in its large form", V1_4, ",CHUNK,LARGE_RESP")
                .with(Capability.CHUNK_CAP, Capability.LARGE_RESP_CAP));
        return cases;
    }

    private static LiveCase managed(String name, SpdmVersion version, String more) {
        return LiveCase.of(name, version).told(FLAGS + " " + more);
    }

    private static MeasurementLog log() {
        return MeasurementLog.of(List.of(
                new MeasurementLogEntry(1, 2, 0, 0x88, Bytes.filled(0x31, 30)),
                new MeasurementLogEntry(2, 2, 0, 0x88, Bytes.filled(0x32, 1000))));
    }

    private static List<KeyPair> pairs() {
        return List.of(
                new KeyPair(0x3F, 0x0F, 0x0F, 0x10, 0x10, Bytes.fromHex("30 00"), 1, 0, 0),
                new KeyPair(0x3F, 0x0F, 0x01, 0x18, 0x08, Bytes.fromHex("30 00"), 0, 3, 0));
    }
}
