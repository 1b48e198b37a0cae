package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Private keys from their birth to their end, and RSA beside the JDK's. */
class SignerLifeTest {
    private static final Bytes MESSAGE = Bytes.of("message".getBytes(StandardCharsets.US_ASCII));
    private static final Hash SHA_384 = Hash.of(HashAlgorithm.SHA_384);
    /** Eight bytes in hexadecimal, enough to be no coincidence. */
    private static final int WINDOW = 16;

    private static final Bytes RSA_2048 = KeyFiles.of("rsa-2048");

    @ParameterizedTest
    @MethodSource("signers")
    @Tag("GAP-SEC-01")
    void aDestroyedKeySignsNoMore(Signer signer) {
        Verifier verifier = Verifier.of(signer.algorithm(), signer.publicKey());
        Bytes signature = signer.sign(SHA_384, "context", MESSAGE);

        signer.destroy();

        assertThat(verifier.verify(SHA_384, "context", MESSAGE, signature)).isTrue();
        assertThatThrownBy(() -> signer.sign(SHA_384, "context", MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThat(signer.publicKey().isEmpty()).as("what is public stays").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "RSASSA_2048, rsa-2048",
        "ECDSA_P256, ecdsa-p256",
        "ECDSA_P521, ecdsa-p521",
        "ED25519, ed25519",
        "ED448, ed448",
        "SM2_P256, sm2"
    })
    @Tag("GAP-SEC-02")
    void aSignerShowsNothingOfItsKeyButThePublicPart(AsymmetricAlgorithm algorithm, String name) {
        Bytes file = KeyFiles.of(name);
        Signer signer = Signer.read(algorithm, file, RandomSource.seeded(1));
        String publicKey = signer.publicKey().toHex();
        String secret = privateKey(file).toHex();

        String shown = signer.toString();

        for (int start = 0; start + WINDOW <= secret.length(); start += 2) {
            String part = secret.substring(start, start + WINDOW);
            assertThat(shown.contains(part) && !publicKey.contains(part))
                    .as(part)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SHA_256, SHA-256",
        "SHA_384, SHA-384",
        "SHA_512, SHA-512",
        "SHA3_256, SHA3-256",
        "SHA3_384, SHA3-384",
        "SHA3_512, SHA3-512"
    })
    @Tag("S-095")
    @Tag("S-096")
    void rsaWithEachHashIsTheJdks(HashAlgorithm algorithm, String name) throws GeneralSecurityException {
        Signer pkcs = Signer.read(AsymmetricAlgorithm.RSASSA_2048, RSA_2048, RandomSource.seeded(3));
        Signer pss = Signer.read(AsymmetricAlgorithm.RSAPSS_2048, RSA_2048, RandomSource.seeded(3));
        Hash hash = Hash.of(algorithm);

        Signature forPkcs = Signature.getInstance(name.replace("SHA-", "SHA") + "withRSA");
        Signature forPss = Signature.getInstance("RSASSA-PSS");
        forPss.setParameter(new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), hash.size(), 1));

        assertThat(isVerified(forPkcs, pkcs, hash)).isTrue();
        assertThat(isVerified(forPss, pss, hash)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = AsymmetricAlgorithm.class,
            names = {"RSASSA_2048", "RSAPSS_2048"})
    void rsaWithSm3VerifiesWhatItSigns(AsymmetricAlgorithm algorithm) {
        Signer signer = Signer.read(algorithm, RSA_2048, RandomSource.seeded(3));
        Hash sm3 = Hash.of(HashAlgorithm.SM3_256);

        Bytes signature = signer.sign(sm3, "", MESSAGE);

        Verifier verifier = Verifier.of(algorithm, signer.publicKey());
        assertThat(verifier.verify(sm3, "", MESSAGE, signature)).isTrue();
        assertThat(verifier.verify(SHA_384, "", MESSAGE, signature)).isFalse();
    }

    @Test
    void aKeyOfAnotherAlgorithmIsMalformed() {
        Bytes elliptic = Signer.generate(AsymmetricAlgorithm.ECDSA_P256, RandomSource.seeded(1))
                .publicKey();

        for (SignatureAlgorithm algorithm : new SignatureAlgorithm[] {
            AsymmetricAlgorithm.RSASSA_2048, AsymmetricAlgorithm.ECDSA_P384, AsymmetricAlgorithm.ED25519,
            AsymmetricAlgorithm.SM2_P256, PqcAsymmetricAlgorithm.ML_DSA_44, PqcAsymmetricAlgorithm.SLH_DSA_SHA2_128F
        }) {
            assertThatThrownBy(() -> Verifier.of(algorithm, elliptic))
                    .as("%s", algorithm)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"-----BEGIN PRIVATE KEY-----\n%%%%\n-----END PRIVATE KEY-----", "-----BEGIN NOTHING-----", "''"})
    void whatIsNoKeyFileIsMalformed(String file) {
        Bytes bytes = Bytes.of(file.replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> Signer.read(AsymmetricAlgorithm.ECDSA_P256, bytes, RandomSource.seeded(1)))
                .isInstanceOf(MalformedMessageException.class);
    }

    static Stream<Signer> signers() {
        Stream<SignatureAlgorithm> generated = Stream.of(
                AsymmetricAlgorithm.ECDSA_P256,
                AsymmetricAlgorithm.ECDSA_P384,
                AsymmetricAlgorithm.ECDSA_P521,
                AsymmetricAlgorithm.SM2_P256,
                AsymmetricAlgorithm.ED25519,
                AsymmetricAlgorithm.ED448,
                PqcAsymmetricAlgorithm.ML_DSA_44,
                PqcAsymmetricAlgorithm.SLH_DSA_SHA2_128F);
        Stream<SignatureAlgorithm> read = Stream.of(AsymmetricAlgorithm.RSASSA_2048, AsymmetricAlgorithm.RSAPSS_2048);
        return Stream.concat(
                generated.map(algorithm -> Signer.generate(algorithm, RandomSource.seeded(5))),
                read.map(algorithm -> Signer.read(algorithm, RSA_2048, RandomSource.seeded(5))));
    }

    private static Bytes privateKey(Bytes file) {
        String text = new String(file.toArray(), StandardCharsets.US_ASCII);
        int start = text.indexOf('\n', text.lastIndexOf("-----BEGIN"));
        int end = text.lastIndexOf("-----END");
        return Bytes.of(Base64.getMimeDecoder().decode(text.substring(start, end)));
    }

    private static boolean isVerified(Signature verifier, Signer signer, Hash hash) throws GeneralSecurityException {
        verifier.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(signer.publicKey().toArray())));
        verifier.update(MESSAGE.toArray());
        return verifier.verify(signer.sign(hash, "", MESSAGE).toArray());
    }
}
