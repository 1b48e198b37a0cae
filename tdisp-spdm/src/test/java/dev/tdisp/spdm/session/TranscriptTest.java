package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {
    private static final Bytes A = Bytes.fromHex("aa");
    private static final Bytes REQUEST = Bytes.fromHex("c1");
    private static final Bytes RESPONSE = Bytes.fromHex("c2");

    private final Transcript transcript = new Transcript();

    @BeforeEach
    void negotiate() {
        transcript.appendNegotiation(A);
    }

    @Test
    @Tag("S-067")
    @Tag("S-068")
    void challengeCoversNegotiationDigestsAndCertificates() {
        transcript.request(0x81, false);
        transcript.appendDigests(Bytes.fromHex("b1"), Bytes.fromHex("b2"), false);
        transcript.request(0x82, false);
        transcript.appendCertificate(Bytes.fromHex("b3"), Bytes.fromHex("b4"));
        transcript.request(0x83, false);

        assertThat(transcript.challenge(REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa b1b2b3b4 c1c2"));
        transcript.challengeCompleted();
        assertThat(transcript.challenge(REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa c1c2"));
    }

    @Test
    void digestsStartPartBAnew() {
        transcript.appendDigests(Bytes.fromHex("b1"), Bytes.fromHex("b2"), false);
        transcript.appendDigests(Bytes.fromHex("b3"), Bytes.fromHex("b4"), false);

        assertThat(transcript.challenge(REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa b3b4 c1c2"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xE0, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xEF})
    @Tag("S-067")
    void partBIsClearedOnlyBeforeAuthentication(int code) {
        transcript.appendDigests(Bytes.fromHex("b1"), Bytes.fromHex("b2"), false);

        transcript.request(code, true);
        assertThat(transcript.challenge(REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa b1b2 c1c2"));

        transcript.sessionRequest(code, false);
        assertThat(transcript.challenge(REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa c1c2"));
    }

    @Test
    @Tag("S-077")
    @Tag("S-078")
    void measurementsCoverAllExchangesSinceTheLastSignedOne() {
        transcript.request(0xE0, false);
        transcript.appendMeasurements(Bytes.fromHex("e1"), Bytes.fromHex("e2"));
        transcript.request(0xE0, false);

        assertThat(transcript.measurements(SpdmVersion.V1_2, REQUEST, RESPONSE))
                .isEqualTo(Bytes.fromHex("aa e1e2 c1c2"));
        assertThat(transcript.measurements(SpdmVersion.V1_1, REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("e1e2 c1c2"));

        transcript.request(0x81, false);
        assertThat(transcript.measurements(SpdmVersion.V1_1, REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("c1c2"));
    }

    @Test
    @Tag("S-176")
    void theFirstDigestsGoIntoSessionsOfMultiKeyConnections() {
        transcript.request(0x81, false);
        transcript.appendDigests(Bytes.fromHex("b1"), Bytes.fromHex("d0"), true);
        transcript.request(0x81, false);
        transcript.appendDigests(Bytes.fromHex("b1"), Bytes.fromHex("d1"), true);

        assertThat(transcript.keyExchange(Bytes.fromHex("cc")).content()).isEqualTo(Bytes.fromHex("aa d0 cc"));
        assertThat(transcript.pskExchange().content()).isEqualTo(A);
    }

    @Test
    void anotherRequestFirstKeepsDigestsOutOfSessions() {
        transcript.request(0x82, false);
        transcript.request(0x81, false);
        transcript.appendDigests(Bytes.fromHex("b1"), Bytes.fromHex("d0"), true);

        assertThat(transcript.keyExchange(Bytes.fromHex("cc")).content()).isEqualTo(Bytes.fromHex("aa cc"));
    }

    @Test
    @Tag("S-082")
    void aSessionHasMeasurementsOfItsOwn() {
        transcript.appendMeasurements(Bytes.fromHex("e1"), Bytes.fromHex("e2"));
        SessionTranscript session = transcript.keyExchange(Bytes.fromHex("cc"));
        session.appendMeasurements(Bytes.fromHex("f1"), Bytes.fromHex("f2"));

        assertThat(session.measurements(SpdmVersion.V1_2, REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa f1f2 c1c2"));
        session.request(0xE8);
        assertThat(session.measurements(SpdmVersion.V1_2, REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa c1c2"));
    }

    @Test
    void mutualAuthenticationHasPartsOfItsOwn() {
        transcript.appendEncapsulated(Bytes.fromHex("b1"), Bytes.fromHex("b2"));
        SessionTranscript session = transcript.keyExchange(Bytes.fromHex("cc"));
        session.append(Bytes.fromHex("01"));
        session.appendRequester(Bytes.fromHex("ed"), Bytes.fromHex("cd"));
        session.append(Bytes.fromHex("02"));

        assertThat(transcript.mutualChallenge(SpdmVersion.V1_1, REQUEST, RESPONSE))
                .isEqualTo(Bytes.fromHex("b1b2 c1c2"));
        assertThat(transcript.mutualChallenge(SpdmVersion.V1_2, REQUEST, RESPONSE))
                .isEqualTo(Bytes.fromHex("aa b1b2 c1c2"));
        transcript.mutualChallengeCompleted();
        assertThat(transcript.mutualChallenge(SpdmVersion.V1_1, REQUEST, RESPONSE))
                .isEqualTo(Bytes.fromHex("c1c2"));
        assertThat(session.content()).isEqualTo(Bytes.fromHex("aa cc 01 ed cd 02"));
        assertThat(transcript.endpointInfo(REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("aa c1c2"));
    }

    @Test
    void aNewConnectionForgetsEverything() {
        transcript.appendDigests(Bytes.fromHex("b1"), Bytes.fromHex("d0"), true);
        transcript.appendMeasurements(Bytes.fromHex("e1"), Bytes.fromHex("e2"));
        transcript.appendEncapsulated(Bytes.fromHex("b1"), Bytes.fromHex("b2"));

        transcript.reset();

        assertThat(transcript.challenge(REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("c1c2"));
        assertThat(transcript.measurements(SpdmVersion.V1_2, REQUEST, RESPONSE)).isEqualTo(Bytes.fromHex("c1c2"));
        assertThat(transcript.mutualChallenge(SpdmVersion.V1_2, REQUEST, RESPONSE))
                .isEqualTo(Bytes.fromHex("c1c2"));
        assertThat(transcript.keyExchange(Bytes.EMPTY).content()).isEqualTo(Bytes.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"measurements-1.0, V1_0", "measurements-1.2, V1_2"})
    @Tag("S-217")
    @Tag("S-077")
    @Tag("S-079")
    @Tag("S-091")
    void recordedMeasurementsVerify(String file, SpdmVersion version) {
        Vectors vectors = Vectors.of(file);
        Hash hash = Hash.of(HashAlgorithm.SHA_256);
        Bytes response = vectors.bytes("MEASUREMENTS");
        Bytes signature = vectors.bytes("signature");
        Verifier verifier = Verifier.of(
                AsymmetricAlgorithm.ECDSA_P256, Vectors.of("session-1.4-doe").bytes("leaf_public_key_SPKI_DER"));
        var connection = new Transcript();
        connection.appendNegotiation(negotiation(2));

        Bytes signed = connection.measurements(
                version, vectors.bytes("GET_MEASUREMENTS"), response.slice(0, response.size() - signature.size()));

        assertThat(hash.digest(signed)).isEqualTo(vectors.bytes("Hash_L1"));
        assertThat(SigningContext.RESPONDER_MEASUREMENTS.verify(verifier, version, hash, signed, signature))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"mutual-challenge-1.1, V1_1", "mutual-challenge-1.2, V1_2"})
    @Tag("S-175")
    @Tag("S-222")
    void recordedChallengesOfTheRequesterVerify(String file, SpdmVersion version) {
        Vectors vectors = Vectors.of(file);
        Hash hash = Hash.of(HashAlgorithm.SHA_384);
        Bytes response = vectors.bytes("challenge_auth");
        int signatureAt = response.size() - AsymmetricAlgorithm.RSAPSS_3072.signatureSize();
        CertificateChain chain = CertificateChain.decode(vectors.bytes("requester_chain"), hash);
        Verifier verifier =
                chain.leaf().verifier(AsymmetricAlgorithm.RSAPSS_3072).orElseThrow();
        var connection = new Transcript();
        connection.appendNegotiation(vectors.bytes("A"));
        connection.appendEncapsulated(vectors.bytes("mutB"), Bytes.EMPTY);

        Bytes signed = connection.mutualChallenge(version, vectors.bytes("challenge"), response.slice(0, signatureAt));

        assertThat(chain.leaf().publicKey()).isEqualTo(vectors.bytes("requester_spki"));
        assertThat(hash.digest(signed)).isEqualTo(vectors.bytes("transcript_hash"));
        assertThat(SigningContext.REQUESTER_CHALLENGE_AUTH.verify(
                        verifier, version, hash, signed, response.from(signatureAt)))
                .isTrue();
        assertThat(SigningContext.REQUESTER_CHALLENGE_AUTH.verify(
                        verifier, version, hash, signed.from(1), response.from(signatureAt)))
                .isFalse();
    }

    private static Bytes negotiation(int number) {
        Vectors vectors = Vectors.of("negotiation");
        return Stream.of(
                        "GET_VERSION",
                        "VERSION",
                        "GET_CAPABILITIES",
                        "CAPABILITIES",
                        "NEGOTIATE_ALGORITHMS",
                        "ALGORITHMS")
                .map(name -> vectors.bytes(number + "." + name))
                .reduce(Bytes.EMPTY, Bytes::plus);
    }
}
