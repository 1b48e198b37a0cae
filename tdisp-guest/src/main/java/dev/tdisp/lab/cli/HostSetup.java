package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.SpdmTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the requester of {@code tdisp host} offers, trusts and proves itself with.
 *
 * @param versions the versions of SPDM
 * @param algorithms the algorithms that were named
 * @param identity the folder of its own chain and key, if there is one
 * @param trust the file of the roots that are trusted, if there is one
 */
record HostSetup(
        List<SpdmVersion> versions,
        AlgorithmChoice algorithms,
        @Nullable Path identity,
        @Nullable Path trust) {
    private static final int SLOT = 0;
    private static final int LARGEST_MESSAGE = 0x28000;

    /** What is verified here, whoever the responder is. */
    private static final AlgorithmPreferences OFFER = AlgorithmPreferences.TDISP
            .with(AlgorithmCategory.BASE_HASH, HashAlgorithm.SHA_384, HashAlgorithm.SHA_256, HashAlgorithm.SHA_512)
            .with(
                    AlgorithmCategory.BASE_ASYM,
                    AsymmetricAlgorithm.ECDSA_P384,
                    AsymmetricAlgorithm.ECDSA_P256,
                    AsymmetricAlgorithm.ECDSA_P521,
                    AsymmetricAlgorithm.RSAPSS_3072,
                    AsymmetricAlgorithm.RSASSA_3072)
            .with(AlgorithmCategory.DHE, DheGroup.SECP_384_R1, DheGroup.SECP_256_R1, DheGroup.FFDHE_3072)
            .with(AlgorithmCategory.AEAD, AeadAlgorithm.AES_256_GCM, AeadAlgorithm.CHACHA20_POLY1305);

    /**
     * Builds the requester.
     *
     * @throws IOException if a file cannot be used
     */
    SpdmRequester requester(SpdmTransport transport, Env env) throws IOException {
        AlgorithmPreferences offer = algorithms.applyTo(OFFER);
        RequesterOptions options = RequesterOptions.TDISP
                .withVersions(versions.toArray(SpdmVersion[]::new))
                .withCapabilities(RequesterOptions.TDISP.capabilities().with(Capability.CHUNK_CAP))
                .withMaximumMessageSize(LARGEST_MESSAGE)
                .withPolicy(
                        trust == null
                                ? CertificatePolicy.authentic()
                                : CertificatePolicy.trusting(CertificateFile.read(trust)));
        if (identity == null) {
            return new SpdmRequester(transport, options.withAlgorithms(offer), env);
        }
        DeviceIdentity own = IdentityFolder.ofHost(identity).read(signatures(offer), env.random());
        var requester = new SpdmRequester(
                transport,
                options.withCapabilities(proving(options.capabilities()))
                        .withAlgorithms(AlgorithmChoice.signingBy(
                                own.signer().algorithm(),
                                offer,
                                AlgorithmCategory.REQ_BASE_ASYM,
                                AlgorithmCategory.REQ_PQC_ASYM)),
                env);
        requester.credentials().fill(SLOT, own);
        return requester;
    }

    private List<SignatureAlgorithm> signatures(AlgorithmPreferences offer) {
        List<SignatureAlgorithm> named =
                AlgorithmChoice.signatures(offer, AlgorithmCategory.REQ_BASE_ASYM, AlgorithmCategory.REQ_PQC_ASYM);
        return named.isEmpty() ? AlgorithmChoice.everySignature(List.of()) : named;
    }

    private static CapabilityFlags proving(CapabilityFlags flags) {
        return flags.with(Capability.MUT_AUTH_CAP)
                .with(Capability.ENCAP_CAP)
                .with(Capability.CERT_CAP)
                .with(Capability.CHAL_CAP);
    }
}
