package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureTest {
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);
    private static final Hash SHA_384 = Hash.of(HashAlgorithm.SHA_384);
    private static final Bytes MESSAGE = Bytes.of("sample".getBytes(StandardCharsets.US_ASCII));

    /** RFC 6979, appendix A.2.6. */
    @Test
    void signsByRfc6979WithADeterministicSource() {
        Secret key = Secret.copyOf(Bytes.fromHex("6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA"
                + "9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5"));
        Signer signer = EcdsaSigner.of(AsymmetricAlgorithm.ECDSA_P384, EllipticCurve.P384, key, RandomSource.seeded(1));

        assertThat(signer.sign(SHA_384, "", MESSAGE))
                .isEqualTo(Bytes.fromHex("94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
                        + "81A648152E44ACF96E36DD1E80FABE46"
                        + "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
                        + "A329C145786E679E7B82C71A38628AC8"));
    }

    @ParameterizedTest
    @EnumSource(
            value = AsymmetricAlgorithm.class,
            names = {"RSASSA_2048", "RSAPSS_2048", "ECDSA_P256", "ECDSA_P384", "ECDSA_P521"})
    void verifiesWhatItSigns(AsymmetricAlgorithm algorithm) {
        Signer signer = Signer.generate(algorithm, RandomSource.seeded(7));
        Verifier verifier = Verifier.of(algorithm, signer.publicKey());

        Bytes signature = signer.sign(SHA_384, "context", MESSAGE);

        assertThat(signature.size()).isEqualTo(algorithm.signatureSize());
        assertThat(verifier.verify(SHA_384, "context", MESSAGE, signature)).isTrue();
        assertThat(verifier.verify(SHA_256, "context", MESSAGE, signature)).isFalse();
        assertThat(verifier.verify(SHA_384, "context", Bytes.EMPTY, signature)).isFalse();
        assertThat(verifier.verify(SHA_384, "context", MESSAGE, signature.from(1)))
                .isFalse();
        for (int i = 0; i < signature.size(); i += 5) {
            Bytes tampered = signature.with(i, signature.at(i) ^ 1);
            assertThat(verifier.verify(SHA_384, "context", MESSAGE, tampered)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AsymmetricAlgorithm.class,
            names = {"ED25519", "ED448"})
    void edDsaSignsTheMessageItself(AsymmetricAlgorithm algorithm) {
        Signer signer = Signer.generate(algorithm, RandomSource.seeded(7));
        Verifier verifier = Verifier.of(algorithm, signer.publicKey());

        Bytes signature = signer.sign(SHA_384, "context", MESSAGE);

        assertThat(signature.size()).isEqualTo(algorithm.signatureSize());
        assertThat(verifier.verify(SHA_256, "context", MESSAGE, signature)).isTrue();
        assertThat(verifier.verify(SHA_384, "context", Bytes.EMPTY, signature)).isFalse();
        assertThat(verifier.verify(SHA_384, "context", MESSAGE, signature.with(3, signature.at(3) ^ 1)))
                .isFalse();
        assertThat(verifier.verify(SHA_384, "other", MESSAGE, signature))
                .isEqualTo(algorithm == AsymmetricAlgorithm.ED25519);
    }

    @Test
    void sameSeedSameKeyAndSignature() {
        Signer one = Signer.generate(AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(3));
        Signer other = Signer.generate(AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(3));

        assertThat(one.publicKey()).isEqualTo(other.publicKey());
        assertThat(one.sign(SHA_384, "", MESSAGE)).isEqualTo(other.sign(SHA_384, "", MESSAGE));
    }

    @Test
    void signaturesDifferWithASecureSource() {
        Signer signer = Signer.generate(AsymmetricAlgorithm.ECDSA_P384, RandomSource.secure());

        Bytes first = signer.sign(SHA_384, "", MESSAGE);

        assertThat(signer.sign(SHA_384, "", MESSAGE)).isNotEqualTo(first);
        assertThat(Verifier.of(AsymmetricAlgorithm.ECDSA_P384, signer.publicKey())
                        .verify(SHA_384, "", MESSAGE, first))
                .isTrue();
    }

    @Test
    void aDestroyedKeySignsNothingAndIsNeverShown() {
        Signer signer = Signer.generate(AsymmetricAlgorithm.ECDSA_P256, RandomSource.seeded(3));

        signer.destroy();

        assertThat(signer.toString()).contains("Secret[destroyed]");
        assertThatThrownBy(() -> signer.sign(SHA_256, "", MESSAGE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyOfAnotherKindIsMalformed() {
        Bytes p256 = Signer.generate(AsymmetricAlgorithm.ECDSA_P256, RandomSource.seeded(3))
                .publicKey();

        assertThatThrownBy(() -> Verifier.of(AsymmetricAlgorithm.ECDSA_P384, p256))
                .isInstanceOf(MalformedMessageException.class);
        for (int i = 0; i < p256.size(); i++) {
            Bytes tampered = p256.with(i, p256.at(i) ^ 1);
            assertThatThrownBy(() -> Verifier.of(AsymmetricAlgorithm.ECDSA_P256, tampered))
                    .as("byte %d changed", i)
                    .isInstanceOf(MalformedMessageException.class);
        }
        for (int size = 0; size < p256.size(); size++) {
            Bytes cut = p256.slice(0, size);
            assertThatThrownBy(() -> Verifier.of(AsymmetricAlgorithm.ECDSA_P256, cut))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @Tag("S-210")
    @CsvSource({
        "RESPONDER_CHALLENGE_AUTH, 34c0185009175fe5193d4f5dcabf4ddb, acd987581357634ba38d076811a3774b",
        "REQUESTER_CHALLENGE_AUTH, 56d685fe260c77fe127f816336616fc9, 10070e7abce99645f30d4da67126e6a6",
        "RESPONDER_MEASUREMENTS, 454c1b8efd8b5fb1e15e0e33b451f6d2, 670f683dd96d698be755108041b6638f",
        "RESPONDER_KEY_EXCHANGE_RSP, 211b9844f3e7929621341e03bf8490ef, 23dd044858dd70bbaec6b5dc43455839",
        "REQUESTER_FINISH, ff399650ed944d661dc6e20fffc68b30, 1332b47a55393fa88852c61b68c83c5e",
        "RESPONDER_ENDPOINT_INFO, ff789c204dff0df16978df65d9b7e34c, 735180a0f9c6313ac0eba82c36dc7c14",
        "REQUESTER_ENDPOINT_INFO, b5e937d9184dbbead4a0a3ce9a771c46, bdc717c79a79755ee164731f9b9a80dc"
    })
    @Tag("S-092")
    @Tag("S-093")
    void prefixesAreThoseOfTheSpecification(SigningContext context, String digest12, String digest14) {
        Bytes prefix = context.prefix(SpdmVersion.V1_2);

        assertThat(prefix.size()).isEqualTo(100);
        assertThat(SHA_256.digest(prefix).toHex()).startsWith(digest12);
        assertThat(SHA_256.digest(context.prefix(SpdmVersion.V1_4)).toHex()).startsWith(digest14);
        assertThatThrownBy(() -> context.prefix(SpdmVersion.V1_1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("S-214")
    @Tag("S-063")
    @Tag("S-090")
    @Tag("S-094")
    void recordedChallengeVerifies() {
        Vectors vectors = Vectors.of("challenge-1.2");
        Verifier verifier = Verifier.of(AsymmetricAlgorithm.ECDSA_P256, vectors.bytes("public_key_DER"));
        Bytes signature = vectors.bytes("signature_r_s");
        Bytes response = vectors.bytes("CHALLENGE_AUTH");
        Bytes transcript = Bytes.concat(
                vectors.bytes("A_this_connection"),
                vectors.bytes("CHALLENGE"),
                response.slice(0, response.size() - signature.size()));

        assertThat(SHA_256.digest(transcript)).isEqualTo(vectors.bytes("Hash_M1"));
        assertThat(SigningContext.RESPONDER_CHALLENGE_AUTH.message(SpdmVersion.V1_2, SHA_256, transcript))
                .isEqualTo(vectors.bytes("M"));
        assertThat(SigningContext.RESPONDER_CHALLENGE_AUTH.verify(
                        verifier, SpdmVersion.V1_2, SHA_256, transcript, signature))
                .isTrue();
        assertThat(SigningContext.RESPONDER_MEASUREMENTS.verify(
                        verifier, SpdmVersion.V1_2, SHA_256, transcript, signature))
                .isFalse();
    }

    @Test
    @Tag("S-222")
    void recordedEndpointInfoVerifies() {
        Vectors vectors = Vectors.of("endpoint-info-1.3");
        Verifier verifier = Verifier.of(AsymmetricAlgorithm.ECDSA_P384, vectors.bytes("leaf_public_key_SPKI_DER"));
        Bytes signature = vectors.bytes("signature");
        Bytes response = vectors.bytes("ENDPOINT_INFO");
        Bytes transcript = Bytes.concat(
                vectors.bytes("A"),
                vectors.bytes("GET_ENDPOINT_INFO"),
                response.slice(0, response.size() - signature.size()));

        assertThat(SigningContext.RESPONDER_ENDPOINT_INFO.verify(
                        verifier, SpdmVersion.V1_3, SHA_384, transcript, signature))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, ED25519, 302a300506032b6570032100", "Ed448, ED448, 3043300506032b6571033a00"})
    @Tag("S-097")
    @Tag("S-223")
    void recordedSignaturesByEdDsaVerify(String name, AsymmetricAlgorithm algorithm, String keyHeader) {
        Vectors vectors = Vectors.of("eddsa");
        Verifier verifier = Verifier.of(algorithm, Bytes.fromHex(keyHeader).plus(vectors.bytes(name + ".pk")));
        Bytes message = vectors.bytes(name + ".M");
        Bytes signature = vectors.bytes(name + ".sig");
        String context = SigningContext.RESPONDER_CHALLENGE_AUTH.text();

        assertThat(message.slice(0, 100)).isEqualTo(SigningContext.RESPONDER_CHALLENGE_AUTH.prefix(SpdmVersion.V1_2));
        assertThat(verifier.verify(SHA_384, context, message, signature)).isTrue();
        assertThat(verifier.verify(SHA_384, context, message.with(0, 0), signature))
                .isFalse();
        assertThat(verifier.verify(SHA_384, "", message, signature))
                .isEqualTo(algorithm == AsymmetricAlgorithm.ED25519);
    }
}
