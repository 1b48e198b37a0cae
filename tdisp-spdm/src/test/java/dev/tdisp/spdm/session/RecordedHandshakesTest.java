package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateModel;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.ChainVerifier;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.transport.TransportBinding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes of the reference implementation in the clear, with mutual authentication, and after quantum computers. */
class RecordedHandshakesTest {
    private static final Hash SHA_384 = Hash.of(HashAlgorithm.SHA_384);
    private static final AlgorithmSuite SUITE = AlgorithmSuite.builder()
            .hash(HashAlgorithm.SHA_384)
            .aead(AeadAlgorithm.AES_256_GCM)
            .build();
    private static final int HMAC = 48;

    @Test
    @Tag("S-216")
    @Tag("S-132")
    void aPskSessionWithoutContextOfTheResponderNeedsNoFinish() {
        Vectors vectors = Vectors.of("psk-1.3-mctp");
        SessionTranscript transcript = connection(vectors).pskExchange();
        Bytes response = vectors.bytes("PSK_EXCHANGE_RSP");
        Bytes verifyData = response.from(response.size() - HMAC);

        transcript.append(vectors.bytes("PSK_EXCHANGE"));
        transcript.append(response.slice(0, response.size() - HMAC));
        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("TH1_hash"));
        KeySchedule schedule = KeySchedule.ofPsk(
                SpdmVersion.V1_3, SUITE, Secret.copyOf(vectors.bytes("PSK")), vectors.bytes("TH1_hash"));
        assertThat(schedule.verifyData(SpdmRole.RESPONDER, transcript.digest(SHA_384)))
                .isEqualTo(verifyData)
                .isEqualTo(vectors.bytes("verify_data"));
        transcript.append(verifyData);
        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("TH2_hash"));

        var requester = session(SpdmRole.REQUESTER, schedule);
        requester.establish(transcript.digest(SHA_384));
        assertDataKeys(schedule, vectors);
        assertThat(requester.openApplicationData(vectors.bytes("response.record")))
                .contains(vectors.bytes("response.app"));
        KeySchedule other = KeySchedule.ofPsk(
                SpdmVersion.V1_3, SUITE, Secret.copyOf(vectors.bytes("PSK")), vectors.bytes("TH1_hash"));
        var responder = session(SpdmRole.RESPONDER, other);
        responder.establish(transcript.digest(SHA_384));
        assertThat(responder.openApplicationData(vectors.bytes("request.record")))
                .contains(vectors.bytes("request.app"));
    }

    @ParameterizedTest
    @CsvSource({"mutual-session-1.2, V1_2", "mutual-session-1.3, V1_3"})
    @Tag("S-221")
    @Tag("S-095")
    @Tag("S-116")
    @Tag("S-125")
    @Tag("S-176")
    void mutuallyAuthenticatedSessionsAreReproduced(String file, SpdmVersion version) {
        Vectors vectors = Vectors.of(file);
        boolean isMultiKey = version.isAtLeast(SpdmVersion.V1_3);
        Transcript connection = connection(vectors);
        if (isMultiKey) {
            connection.appendDigests(Bytes.fromHex("13810000"), vectors.bytes("D"), true);
        }
        SessionTranscript transcript = connection.keyExchange(vectors.bytes("Ct"));
        transcript.append(vectors.bytes("KEY_EXCHANGE"));
        transcript.append(vectors.bytes("KEY_EXCHANGE_RSP"));
        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("TH1_hash"));
        KeySchedule schedule = KeySchedule.ofSharedSecret(
                version, SUITE, Secret.copyOf(vectors.bytes("DHE_shared_secret")), transcript.digest(SHA_384));

        transcript.appendRequester(isMultiKey ? vectors.bytes("encD") : Bytes.EMPTY, vectors.bytes("Cm"));
        Bytes finish = vectors.bytes("FINISH");
        Bytes signature = finish.slice(4, finish.size() - HMAC);
        transcript.append(finish.slice(0, 4));
        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("Hash_for_FINISH_signature"));
        Verifier verifier = Verifier.of(AsymmetricAlgorithm.RSAPSS_3072, vectors.bytes("requester_leaf_public_key"));
        assertThat(SigningContext.REQUESTER_FINISH.verify(verifier, version, SHA_384, transcript.content(), signature))
                .isTrue();
        transcript.append(signature);
        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("Hash_for_FINISH_verify_data"));
        finish(transcript, schedule, finish, vectors.bytes("FINISH_RSP"));

        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("TH2_hash"));
        schedule.establish(transcript.digest(SHA_384));
        assertThat(schedule.keys(SpdmRole.REQUESTER).key().reveal()).isEqualTo(vectors.bytes("request_data_key"));
        assertThat(schedule.keys(SpdmRole.RESPONDER).key().reveal()).isEqualTo(vectors.bytes("response_data_key"));
    }

    @Test
    @Tag("S-224")
    @Tag("S-098")
    @Tag("S-121")
    void aPostQuantumSessionIsReproduced() {
        Vectors vectors = Vectors.of("session-1.4-pqc");
        CertificateChain chain = CertificateChain.decode(vectors.bytes("cert_chain"), SHA_384);
        Verifier verifier =
                chain.leaf().verifier(PqcAsymmetricAlgorithm.ML_DSA_87).orElseThrow();
        Bytes signature = vectors.bytes("signature");
        Bytes response = vectors.bytes("key_exchange_rsp");
        Transcript connection = connection(vectors);
        connection.appendDigests(Bytes.fromHex("14810000"), vectors.bytes("D"), true);
        SessionTranscript transcript = connection.keyExchange(chain.digest(SHA_384));
        transcript.append(vectors.bytes("key_exchange"));
        transcript.append(response.slice(0, response.size() - signature.size()));

        assertThat(SigningContext.RESPONDER_KEY_EXCHANGE_RSP.message(SpdmVersion.V1_4, SHA_384, transcript.content()))
                .isEqualTo(vectors.bytes("M"));
        assertThat(SigningContext.RESPONDER_KEY_EXCHANGE_RSP.verify(
                        verifier, SpdmVersion.V1_4, SHA_384, transcript.content(), signature))
                .isTrue();
        assertThat(SigningContext.RESPONDER_MEASUREMENTS.verify(
                        verifier, SpdmVersion.V1_4, SHA_384, transcript.content(), signature))
                .isFalse();
        transcript.append(signature);
        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("TH1"));

        KeySchedule schedule = KeySchedule.ofSharedSecret(
                SpdmVersion.V1_4, SUITE, Secret.copyOf(vectors.bytes("kem_shared_secret")), transcript.digest(SHA_384));
        assertThat(schedule.keys(SpdmRole.REQUESTER).key().reveal()).isEqualTo(vectors.bytes("request_handshake_key"));
        transcript.append(vectors.bytes("finish").slice(0, 6));
        finish(transcript, schedule, vectors.bytes("finish"), vectors.bytes("finish_rsp"));
        assertThat(transcript.digest(SHA_384)).isEqualTo(vectors.bytes("TH2"));
        schedule.establish(transcript.digest(SHA_384));
        assertDataKeys(schedule, vectors);
        assertThat(schedule.exportMaster().reveal()).isEqualTo(vectors.bytes("export_master_secret"));
    }

    @Test
    @Tag("S-224")
    void aPostQuantumChainVerifies() {
        CertificateChain chain =
                CertificateChain.decode(Vectors.of("session-1.4-pqc").bytes("cert_chain"), SHA_384);
        var policy = new ChainPolicy(
                SpdmVersion.V1_4,
                SpdmRole.RESPONDER,
                PqcAsymmetricAlgorithm.ML_DSA_87,
                HashAlgorithm.SHA_384,
                CertificateModel.DEVICE);
        Instant now = chain.leaf().notBefore();

        assertThat(ChainVerifier.verify(
                                chain, policy, List.of(chain.certificates().get(0)), now)
                        .findings())
                .isEmpty();
        assertThat(chain.encode()).isEqualTo(Vectors.of("session-1.4-pqc").bytes("cert_chain"));
    }

    /** Goes on from the part of FINISH before the HMAC to the end of FINISH_RSP, which proves the handshake too. */
    private static void finish(SessionTranscript transcript, KeySchedule schedule, Bytes finish, Bytes response) {
        Bytes requesterHmac = finish.from(finish.size() - HMAC);
        Bytes responderHmac = response.from(response.size() - HMAC);
        assertThat(schedule.verifyData(SpdmRole.REQUESTER, transcript.digest(SHA_384)))
                .isEqualTo(requesterHmac);
        transcript.append(requesterHmac);
        transcript.append(response.slice(0, response.size() - HMAC));
        assertThat(schedule.verifyData(SpdmRole.RESPONDER, transcript.digest(SHA_384)))
                .isEqualTo(responderHmac);
        transcript.append(responderHmac);
    }

    private static void assertDataKeys(KeySchedule schedule, Vectors vectors) {
        assertThat(schedule.keys(SpdmRole.REQUESTER).key().reveal()).isEqualTo(vectors.bytes("request_data_key"));
        assertThat(schedule.keys(SpdmRole.REQUESTER).iv().reveal()).isEqualTo(vectors.bytes("request_data_iv"));
        assertThat(schedule.keys(SpdmRole.RESPONDER).key().reveal()).isEqualTo(vectors.bytes("response_data_key"));
        assertThat(schedule.keys(SpdmRole.RESPONDER).iv().reveal()).isEqualTo(vectors.bytes("response_data_iv"));
    }

    private static SecureSession session(SpdmRole self, KeySchedule schedule) {
        long id = SessionParameters.sessionId(0xFFFF, 0xFFFF);
        return new SecureSession(
                SessionParameters.encrypted(id, TransportBinding.MCTP), self, schedule, RandomSource.seeded(1));
    }

    private static Transcript connection(Vectors vectors) {
        var transcript = new Transcript();
        transcript.appendNegotiation(vectors.bytes("A"));
        return transcript;
    }
}
