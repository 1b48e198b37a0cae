package dev.tdisp.spdm.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CertificateChainTest {
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);
    private static final Bytes RECORDED = Vectors.of("chain").bytes("chain");
    private static final Instant RECORDED_AT = Instant.parse("2026-11-24T00:00:00Z");
    private static final ChainPolicy POLICY = new ChainPolicy(
            SpdmVersion.V1_2,
            SpdmRole.RESPONDER,
            AsymmetricAlgorithm.ECDSA_P256,
            HashAlgorithm.SHA_256,
            CertificateModel.DEVICE);

    @Test
    @Tag("S-220")
    @Tag("S-050")
    void aRecordedChainIsReadAndWrittenBack() {
        CertificateChain chain = CertificateChain.decode(RECORDED, SHA_256);

        assertThat(chain.certificates()).hasSize(3);
        assertThat(chain.encode()).isEqualTo(RECORDED);
        assertThat(chain.digest(SHA_256)).isEqualTo(SHA_256.digest(RECORDED));
        assertThat(chain.certificates().get(0).isSelfIssued()).isTrue();
        assertThat(chain.certificates().get(1).subject()).isEqualTo("CN=DMTF libspdm ECP256 intermediate cert");
        assertThat(chain.leaf().issuer()).isEqualTo("CN=DMTF libspdm ECP256 intermediate cert");
        assertThat(chain.leaf().version()).isEqualTo(3);
        assertThat(chain.leaf().serialNumber()).isEqualTo(Bytes.fromHex("03"));
    }

    @Test
    @Tag("S-055")
    void theLeafNamesTheDevice() {
        CertificateExtensions leaf =
                CertificateChain.decode(RECORDED, SHA_256).leaf().extensions();

        assertThat(leaf.deviceName()).contains(new DeviceName("ACME", "WIDGET", "1234567890"));
        assertThat(leaf.isHardwareIdentity()).isTrue();
        assertThat(leaf.isMutable()).isFalse();
        assertThat(leaf.isAuthority()).contains(false);
        assertThat(leaf.maySignMessages()).isTrue();
        assertThat(leaf.maySignCertificates()).isFalse();
        assertThat(leaf.keyPurposes()).hasSize(3);
    }

    @Test
    @Tag("S-051")
    @Tag("S-052")
    void aRecordedChainVerifies() {
        CertificateChain chain = CertificateChain.decode(RECORDED, SHA_256);
        List<X509Certificate> anchors = List.of(chain.certificates().get(0));

        assertThat(ChainVerifier.verify(chain, POLICY, anchors, RECORDED_AT).findings())
                .isEmpty();
        ChainVerdict unknown = ChainVerifier.verify(chain, POLICY, List.of(), RECORDED_AT);
        assertThat(unknown.isAuthentic()).isTrue();
        assertThat(unknown.isTrusted()).isFalse();
        assertThat(unknown.findings()).containsExactly(new ChainFinding(ChainProblem.NO_AUTHORITY, 0));
    }

    @Test
    @Tag("S-051")
    void aChainWithoutItsRootNeedsTheAnchorOfItsRootHash() {
        CertificateChain whole = CertificateChain.decode(RECORDED, SHA_256);
        X509Certificate root = whole.certificates().get(0);
        var chain = new CertificateChain(whole.rootHash(), whole.certificates().subList(1, 3));
        var wrongHash = new CertificateChain(
                SHA_256.digest(whole.leaf().encoded()), whole.certificates().subList(1, 3));

        assertThat(ChainVerifier.verify(chain, POLICY, List.of(root), RECORDED_AT)
                        .isTrusted())
                .isTrue();
        assertThat(ChainVerifier.verify(chain, POLICY, List.of(), RECORDED_AT).findings())
                .containsExactly(new ChainFinding(ChainProblem.NO_AUTHORITY, 0));
        assertThat(ChainVerifier.verify(wrongHash, POLICY, List.of(root, whole.leaf()), RECORDED_AT)
                        .has(ChainProblem.ROOT_HASH))
                .isTrue();
    }

    @Test
    @Tag("S-050")
    @Tag("S-051")
    void everyChangedBitIsNoticed() {
        CertificateChain whole = CertificateChain.decode(RECORDED, SHA_256);
        List<X509Certificate> anchors = List.of(whole.certificates().get(0));

        for (int i = 0; i < RECORDED.size(); i++) {
            Bytes tampered = RECORDED.with(i, RECORDED.at(i) ^ 1 << i % 8);
            assertThat(isTrusted(tampered, anchors)).as("byte %d changed", i).isFalse();
        }
        for (int size = 0; size < RECORDED.size(); size += 7) {
            Bytes cut = RECORDED.slice(0, size);
            assertThatThrownBy(() -> CertificateChain.decode(cut, SHA_256))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    @Tag("S-052")
    void validityIsCheckedForEachCertificate() {
        CertificateChain chain = CertificateChain.decode(RECORDED, SHA_256);
        List<X509Certificate> anchors = List.of(chain.certificates().get(0));

        assertThat(ChainVerifier.verify(chain, POLICY, anchors, Instant.EPOCH).findings())
                .containsExactly(
                        new ChainFinding(ChainProblem.NOT_YET_VALID, 0),
                        new ChainFinding(ChainProblem.NOT_YET_VALID, 1),
                        new ChainFinding(ChainProblem.NOT_YET_VALID, 2));
        assertThat(ChainVerifier.verify(chain, POLICY, anchors, LeafOptions.NO_END)
                        .findings())
                .contains(new ChainFinding(ChainProblem.EXPIRED, 2));
    }

    @Test
    @Tag("S-052")
    @Tag("S-054")
    void theLeafMustFitTheNegotiatedAlgorithm() {
        CertificateChain chain = CertificateChain.decode(RECORDED, SHA_256);
        var policy = new ChainPolicy(
                SpdmVersion.V1_2,
                SpdmRole.RESPONDER,
                AsymmetricAlgorithm.ECDSA_P384,
                HashAlgorithm.SHA_256,
                CertificateModel.ALIAS);

        ChainVerdict verdict = ChainVerifier.verify(chain, policy, chain.certificates(), RECORDED_AT);

        assertThat(verdict.has(ChainProblem.PUBLIC_KEY)).isTrue();
        assertThat(verdict.has(ChainProblem.HARDWARE_IDENTITY)).isTrue();
    }

    @Test
    @Tag("spdm-rs-59aa578")
    void hostileLengthsAreMalformed() {
        Bytes head = Bytes.filled(0, 32);
        for (String certificate :
                List.of("", "30", "3080", "3005aa", "3084ffffffff", "3085ffffffffff", "310100", "3000")) {
            Bytes tail = head.plus(Bytes.fromHex(certificate));
            Bytes length = Bytes.of((byte) (tail.size() + 4), (byte) 0, (byte) 0, (byte) 0);
            assertThatThrownBy(() -> CertificateChain.decode(length.plus(tail), SHA_256))
                    .as(certificate)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void aDeviceNameIsTakenApartAtItsColons() {
        assertThat(DeviceName.parse("a:b:c:d")).contains(new DeviceName("a", "b", "c:d"));
        assertThat(DeviceName.parse("a:b")).isEmpty();
        assertThat(DeviceName.parse("::")).isEmpty();
        assertThatThrownBy(() -> new DeviceName("a:b", "c", "d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DeviceName("a", "", "d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void modelsAreFoundByTheirCode() {
        assertThat(CertificateModel.of(2)).contains(CertificateModel.ALIAS);
        assertThat(CertificateModel.of(0)).isEmpty();
        assertThat(CertificateModel.GENERIC.code()).isEqualTo(3);
    }

    private static boolean isTrusted(Bytes encoded, List<X509Certificate> anchors) {
        try {
            CertificateChain chain = CertificateChain.decode(encoded, SHA_256);
            assertThat(chain.encode()).isEqualTo(encoded);
            return ChainVerifier.verify(chain, POLICY, anchors, RECORDED_AT).isTrusted();
        } catch (MalformedMessageException e) {
            return false;
        }
    }
}
