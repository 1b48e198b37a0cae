package dev.tdisp.spdm.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a certificate, a chain or a certificate signing request, or malformed; what is one can be judged. */
class CertificateFuzzTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Hash HASH = Hash.of(HashAlgorithm.SHA_256);
    private static final DeviceIdentity IDENTITY = identity(AsymmetricAlgorithm.ECDSA_P256);
    private static final AlgorithmSuite SUITE = AlgorithmSuite.builder()
            .hash(HashAlgorithm.SHA_256)
            .signature(AsymmetricAlgorithm.ECDSA_P256)
            .requesterSignature(AsymmetricAlgorithm.ECDSA_P256)
            .build();

    @MethodSource("files")
    @Tag("GAP-SEC-07")
    @Tag("GAP-SEC-13")
    @FuzzTest(maxDuration = "10m")
    void anyBytesAreACertificateOrMalformed(byte[] input) {
        Bytes bytes = Bytes.of(input);

        chain(bytes);
        certificates(bytes);
        request(bytes);
    }

    static Stream<byte[]> files() {
        Stream<Bytes> elliptic = Stream.of(IDENTITY, identity(AsymmetricAlgorithm.ECDSA_P384))
                .flatMap(identity -> Stream.of(
                        identity.root().encoded(),
                        identity.leaf().encoded(),
                        identity.chain(HASH).encode()));
        Stream<Bytes> edwards =
                Stream.of(identity(AsymmetricAlgorithm.ED25519).leaf().encoded());
        Bytes request = CertificateRequest.sign(IDENTITY.signer(), IDENTITY.leaf(), Bytes.EMPTY)
                .encoded();
        return Stream.of(elliptic, edwards, Stream.of(request, deep()))
                .flatMap(stream -> stream)
                .map(Bytes::toArray);
    }

    private static void chain(Bytes bytes) {
        try {
            CertificateChain chain = CertificateChain.decode(bytes, HASH);
            assertThat(chain.encode()).isEqualTo(bytes);
            judge(chain);
        } catch (MalformedMessageException e) {
            assertThat(e.field()).isNotEmpty();
        }
    }

    private static void certificates(Bytes bytes) {
        try {
            X509Certificate certificate = X509Certificate.decode(bytes);
            assertThat(certificate.encoded()).isEqualTo(bytes);
            assertThat(certificate.toString()).isNotEmpty();
            certificate.extensions().deviceName();
            judge(CertificateChain.of(HASH, List.of(IDENTITY.root(), certificate)));
            judge(CertificateChain.of(HASH, List.of(certificate, certificate)));
        } catch (MalformedMessageException e) {
            assertThat(e.field()).isNotEmpty();
        }
    }

    private static void request(Bytes bytes) {
        try {
            CertificateRequest request = CertificateRequest.decode(bytes);
            assertThat(request.encoded()).isEqualTo(bytes);
            assertThat(request.subject()).isNotNull();
            request.isSelfSigned();
        } catch (MalformedMessageException e) {
            assertThat(e.field()).isNotEmpty();
        }
    }

    private static void judge(CertificateChain chain) {
        for (ChainPolicy policy : List.of(
                ChainPolicy.responder(SpdmVersion.V1_3, SUITE), ChainPolicy.requester(SpdmVersion.V1_1, SUITE))) {
            ChainVerdict verdict = ChainVerifier.verify(chain, policy, List.of(IDENTITY.root()), NOW);
            assertThat(verdict.toString()).isNotEmpty();
        }
    }

    /** Sequences in sequences, a thousand deep. */
    private static Bytes deep() {
        Bytes nested = Bytes.EMPTY;
        for (int i = 0; i < 1000; i++) {
            int size = nested.size();
            nested = Bytes.of((byte) 0x30, (byte) 0x82, (byte) (size >> Byte.SIZE), (byte) size)
                    .plus(nested);
        }
        return nested;
    }

    private static DeviceIdentity identity(SignatureAlgorithm algorithm) {
        return DeviceIdentity.generate(new DeviceName("ACME", "WIDGET", "1"), algorithm, RandomSource.seeded(8));
    }
}
