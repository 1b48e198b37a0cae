package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.MeasurementProof;
import dev.tdisp.guest.attestation.RemoteAppraisal;
import dev.tdisp.guest.attestation.RemoteEvidence;
import dev.tdisp.guest.attestation.RemoteVerdict;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The relying party: judges tokens.
 *
 * <pre>{@code
 * List<RemoteVerdict> verdicts = new TokenAppraisal(guestKey, policy, TokenProfile.BOUND)
 *         .appraise(CoseSign1.decode(token), Optional.of(nonce), now);
 * }</pre>
 */
public final class TokenAppraisal {
    private final Bytes guestKey;
    private final AppraisalPolicy policy;
    private final TokenProfile profile;

    /**
     * Creates a relying party.
     *
     * @param guestKey the public key of the guest that is trusted, as DER
     * @param policy what is demanded of devices
     * @param profile how the draft is read
     */
    public TokenAppraisal(Bytes guestKey, AppraisalPolicy policy, TokenProfile profile) {
        this.guestKey = guestKey;
        this.policy = policy;
        this.profile = profile;
    }

    /**
     * Judges a token.
     *
     * @param signed the token
     * @param nonce the relying party's own, if it asked with one
     * @param now the time, for certificates
     * @return a verdict for each device, by name
     * @throws MalformedMessageException if the payload is no token
     */
    public List<RemoteVerdict> appraise(CoseSign1 signed, Optional<Bytes> nonce, Instant now) {
        DeviceToken token = DeviceToken.decode(signed.payload(), profile);
        boolean isSigned = signed.isSignedBy(guestKey);
        List<RemoteVerdict> verdicts = new ArrayList<>();
        for (Map.Entry<String, DeviceClaims> device : token.devices().entrySet()) {
            RemoteEvidence evidence = evidence(device.getKey(), device.getValue(), token.nonce(), isSigned);
            verdicts.add(RemoteAppraisal.appraise(evidence, policy, nonce, now));
        }
        return List.copyOf(verdicts);
    }

    private static RemoteEvidence evidence(String name, DeviceClaims claims, Bytes nonce, boolean isSigned) {
        Bytes der = claims.certificates().getOrDefault(0, Bytes.EMPTY);
        List<X509Certificate> certificates = der.isEmpty() ? List.of() : X509Certificate.decodeAll(der);
        Optional<MeasurementProof> proof = Optional.empty();
        if (!certificates.isEmpty()) {
            X509Certificate leaf = certificates.get(certificates.size() - 1);
            if (!TokenMaker.nameOf(leaf).equals(name)) {
                throw new MalformedMessageException(
                        "eat_submods", 0, "%s is the certificate of %s".formatted(name, TokenMaker.nameOf(leaf)));
            }
            proof = claims.signature()
                    .map(signature -> proof(signature, claims.vca().orElse(Bytes.EMPTY), leaf));
        }
        List<MeasurementBlock> blocks = claims.measurements().entrySet().stream()
                .map(entry -> entry.getValue().block(entry.getKey()))
                .toList();
        return new RemoteEvidence(name, isSigned, nonce, certificates, blocks, proof, claims.report(), claims.word());
    }

    private static MeasurementProof proof(SignatureClaim claim, Bytes vca, X509Certificate leaf) {
        SpdmVersion version = Stream.of(SpdmVersion.values())
                .filter(known -> known.isAtLeast(SpdmVersion.V1_2))
                .filter(known ->
                        SigningContext.RESPONDER_MEASUREMENTS.prefix(known).equals(claim.prefix()))
                .findFirst()
                .orElseThrow(() -> malformed("combined-spdm-prefix", "of no SPDM version"));
        SignatureAlgorithm algorithm = Verifier.algorithms(leaf.publicKey()).stream()
                .filter(known -> known.signatureSize() == claim.signature().size())
                .findFirst()
                .orElseThrow(() -> malformed("signature", "of no algorithm of the leaf's key"));
        AlgorithmSuite suite =
                AlgorithmSuite.builder().hash(claim.hash()).signature(algorithm).build();
        var proof = MeasurementProof.ofTranscript(version, suite, vca, claim.transcript(), claim.signature());
        if (!proof.requesterNonce().equals(claim.requesterNonce())
                || !proof.responderNonce().equals(claim.responderNonce())
                || proof.slot() != claim.slot()) {
            throw malformed("signature", "nonces or slot are not those of the transcript");
        }
        return proof;
    }

    private static MalformedMessageException malformed(String field, String reason) {
        return new MalformedMessageException(field, 0, reason);
    }
}
