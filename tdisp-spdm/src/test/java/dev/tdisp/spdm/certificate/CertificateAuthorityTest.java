package dev.tdisp.spdm.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.KeyFiles;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateAuthorityTest {
    private static final Hash SHA_384 = Hash.of(HashAlgorithm.SHA_384);
    private static final DeviceName NAME = new DeviceName("ACME", "WIDGET", "1234567890");
    private static final Instant YEAR_2030 = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant YEAR_2026 = Instant.parse("2026-11-24T00:00:00Z");

    /** Of RSA the smallest keys, of SLH-DSA the fastest set: those of other sizes are issued in the same way. */
    static Stream<SignatureAlgorithm> algorithms() {
        return Stream.of(
                AsymmetricAlgorithm.RSAPSS_2048,
                AsymmetricAlgorithm.RSASSA_2048,
                AsymmetricAlgorithm.ECDSA_P256,
                AsymmetricAlgorithm.ECDSA_P384,
                AsymmetricAlgorithm.ECDSA_P521,
                AsymmetricAlgorithm.ED25519,
                AsymmetricAlgorithm.ED448,
                AsymmetricAlgorithm.SM2_P256,
                PqcAsymmetricAlgorithm.ML_DSA_44,
                PqcAsymmetricAlgorithm.ML_DSA_65,
                PqcAsymmetricAlgorithm.ML_DSA_87,
                PqcAsymmetricAlgorithm.SLH_DSA_SHA2_128F,
                PqcAsymmetricAlgorithm.SLH_DSA_SHAKE_128F);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    @Tag("S-051")
    void issuedChainsVerifyFromTheEpochOn(SignatureAlgorithm algorithm) {
        DeviceIdentity identity = DeviceIdentity.generate(NAME, algorithm, RandomSource.seeded(5));
        CertificateChain chain = CertificateChain.decode(identity.chain(SHA_384).encode(), SHA_384);

        for (Instant now : List.of(Instant.EPOCH, YEAR_2026, LeafOptions.NO_END)) {
            assertThat(verify(chain, algorithm, identity.root(), now).findings())
                    .isEmpty();
        }
        assertThat(chain.certificates()).hasSize(3);
        assertThat(chain.leaf()).isEqualTo(identity.leaf());
        assertThat(chain.leaf().extensions().deviceName()).contains(NAME);
        assertThat(chain.leaf().extensions().isHardwareIdentity()).isTrue();
        assertThat(chain.leaf().verifier(algorithm)).isPresent();
        assertThat(chain.leaf().publicKey()).isEqualTo(identity.signer().publicKey());
    }

    @Test
    void sameSeedSameChain() {
        Bytes one = DeviceIdentity.generate(NAME, AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5))
                .chain(SHA_384)
                .encode();
        Bytes same = DeviceIdentity.generate(NAME, AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5))
                .chain(SHA_384)
                .encode();
        Bytes other = DeviceIdentity.generate(NAME, AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(6))
                .chain(SHA_384)
                .encode();

        assertThat(same).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void theSystemsReaderAcceptsTheCertificates() throws CertificateException {
        DeviceIdentity identity = DeviceIdentity.generate(NAME, AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5));

        for (X509Certificate certificate : identity.certificates()) {
            var stream = new ByteArrayInputStream(certificate.encoded().toArray());
            var read = (java.security.cert.X509Certificate)
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(stream);
            assertThat(read.getNotBefore().toInstant()).isEqualTo(certificate.notBefore());
            assertThat(read.getNotAfter().toInstant()).isEqualTo(certificate.notAfter());
        }
    }

    @Test
    @Tag("S-052")
    @Tag("S-053")
    void whatIsWrongWithALeafIsFound() {
        CertificateAuthority root =
                CertificateAuthority.root("root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5));
        LeafOptions normal = LeafOptions.DEFAULT;

        assertThat(problem(root, normal.validBetween(YEAR_2026, LeafOptions.NO_END)))
                .containsExactly(new ChainFinding(ChainProblem.NOT_YET_VALID, 1));
        assertThat(problem(root, normal.validBetween(Instant.EPOCH.minusSeconds(9), Instant.EPOCH.minusSeconds(1))))
                .containsExactly(new ChainFinding(ChainProblem.EXPIRED, 1));
        assertThat(problem(root, normal.asAuthority()))
                .containsExactly(new ChainFinding(ChainProblem.BASIC_CONSTRAINTS, 1));
        assertThat(problem(root, normal.withoutSigning())).containsExactly(new ChainFinding(ChainProblem.KEY_USAGE, 1));
        assertThat(problem(root, normal.forRequesters()))
                .containsExactly(new ChainFinding(ChainProblem.EXTENDED_KEY_USAGE, 1));
        assertThat(problem(root, normal.withoutHardwareIdentity())).isEmpty();
        assertThat(root.issue(NAME, normal.withoutHardwareIdentity())
                        .leaf()
                        .extensions()
                        .isHardwareIdentity())
                .isFalse();
    }

    @Test
    @Tag("S-051")
    void noMoreAuthoritiesFollowThanThePathLengthAllows() {
        CertificateAuthority root =
                CertificateAuthority.root("root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5));
        CertificateAuthority last = root.intermediate("last", 0);
        CertificateAuthority tooMany = last.intermediate("one more");

        assertThat(problems(root, last.issue(NAME))).isEmpty();
        assertThat(problems(root, tooMany.issue(NAME))).containsExactly(new ChainFinding(ChainProblem.PATH_LENGTH, 1));
        assertThat(problems(
                        root, root.intermediate("first", 1).intermediate("last").issue(NAME)))
                .isEmpty();
    }

    @Test
    void anIdentityIsReadFromFiles() {
        Bytes chain = KeyFiles.of("rsapss-2048.chain");
        Bytes key = KeyFiles.of("rsa-2048");
        RandomSource random = RandomSource.seeded(1);

        DeviceIdentity identity = DeviceIdentity.read(AsymmetricAlgorithm.RSAPSS_2048, chain, key, random);

        Bytes der = Bytes.EMPTY;
        for (X509Certificate certificate : identity.certificates()) {
            der = der.plus(certificate.encoded());
        }
        assertThat(identity.root().subject()).isEqualTo("CN=PSS root");
        assertThat(identity.leaf().subject()).isEqualTo("CN=PSS device");
        assertThat(verify(identity.chain(SHA_384), AsymmetricAlgorithm.RSAPSS_2048, identity.root(), YEAR_2030)
                        .findings())
                .isEmpty();
        assertThat(DeviceIdentity.read(AsymmetricAlgorithm.RSASSA_2048, der, key, random)
                        .certificates())
                .isEqualTo(identity.certificates());
        assertThatThrownBy(() ->
                        DeviceIdentity.read(AsymmetricAlgorithm.ECDSA_P384, chain, KeyFiles.of("ecdsa-p384"), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CN=PSS device");
        assertThatThrownBy(() -> X509Certificate.decodeAll(key)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> X509Certificate.decodeAll(Bytes.EMPTY)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aTamperedCertificateByPssDoesNotVerify() {
        List<X509Certificate> certificates = X509Certificate.decodeAll(KeyFiles.of("rsapss-2048.chain"));
        X509Certificate leaf = certificates.get(0);
        X509Certificate root = certificates.get(1);
        int last = leaf.encoded().size() - 1;
        X509Certificate tampered =
                X509Certificate.decode(leaf.encoded().with(last, leaf.encoded().at(last) ^ 1));

        assertThat(leaf.isIssuedBy(root)).isTrue();
        assertThat(tampered.isIssuedBy(root)).isFalse();
    }

    @Test
    @Tag("S-051")
    void aLeafIssuesNoOtherLeaf() {
        CertificateAuthority root =
                CertificateAuthority.root("root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5));
        DeviceIdentity device = root.issue(NAME);
        var factory = new CertificateFactory(
                CertificateFactory.commonName("WIDGET 1234567890"), device.signer(), RandomSource.seeded(6));
        X509Certificate forged = factory.leaf(NAME, device.signer().publicKey(), LeafOptions.DEFAULT);
        CertificateChain chain = CertificateChain.of(SHA_384, List.of(root.root(), device.leaf(), forged));

        assertThat(verify(chain, AsymmetricAlgorithm.ECDSA_P384, root.root(), Instant.EPOCH)
                        .findings())
                .containsExactly(new ChainFinding(ChainProblem.NOT_AN_AUTHORITY, 1));
    }

    @Test
    @Tag("S-051")
    void anotherAuthorityOfTheSameNameIsNoticed() {
        CertificateAuthority real =
                CertificateAuthority.root("root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5));
        CertificateAuthority false_ =
                CertificateAuthority.root("root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(6));
        CertificateChain own = false_.issue(NAME).chain(SHA_384);
        CertificateChain mixed = CertificateChain.of(SHA_384, List.of(real.root(), own.leaf()));

        assertThat(verify(own, AsymmetricAlgorithm.ECDSA_P384, real.root(), Instant.EPOCH)
                        .findings())
                .containsExactly(new ChainFinding(ChainProblem.NO_AUTHORITY, 0));
        assertThat(verify(mixed, AsymmetricAlgorithm.ECDSA_P384, real.root(), Instant.EPOCH)
                        .findings())
                .containsExactly(new ChainFinding(ChainProblem.NOT_ISSUED_BY_PREDECESSOR, 1));
    }

    private static List<ChainFinding> problems(CertificateAuthority root, DeviceIdentity device) {
        return verify(device.chain(SHA_384), AsymmetricAlgorithm.ECDSA_P384, root.root(), Instant.EPOCH)
                .findings();
    }

    private static List<ChainFinding> problem(CertificateAuthority root, LeafOptions options) {
        CertificateChain chain = root.issue(NAME, options).chain(SHA_384);
        return verify(chain, AsymmetricAlgorithm.ECDSA_P384, root.root(), Instant.EPOCH)
                .findings();
    }

    private static ChainVerdict verify(
            CertificateChain chain, SignatureAlgorithm algorithm, X509Certificate anchor, Instant now) {
        var policy = new ChainPolicy(
                SpdmVersion.V1_3, SpdmRole.RESPONDER, algorithm, HashAlgorithm.SHA_384, CertificateModel.DEVICE);
        return ChainVerifier.verify(chain, policy, List.of(anchor), now);
    }
}
