package dev.tdisp.guest.attestation;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmCodec;

/**
 * What a device signed when it was measured: enough to verify the signature without having been there.
 *
 * @param version the SPDM version
 * @param hash the hash of the transcript
 * @param slot the slot whose key signed, 0 to 7
 * @param requesterNonce the 32 bytes of the one who asked
 * @param responderNonce the 32 bytes of the device
 * @param transcript L1: negotiation, GET_MEASUREMENTS and MEASUREMENTS without its signature (section 3)
 * @param measurementRecord the blocks within
 * @param signature the signature
 */
public record MeasurementProof(
        SpdmVersion version,
        HashAlgorithm hash,
        int slot,
        Bytes requesterNonce,
        Bytes responderNonce,
        Bytes transcript,
        Bytes measurementRecord,
        Bytes signature) {
    /**
     * Takes the proof out of evidence.
     *
     * @param version the SPDM version of the session
     * @param suite its algorithms
     * @param negotiation GET_VERSION to ALGORITHMS
     * @param measurements the evidence
     * @return the proof; whether it holds is another question
     * @throws MalformedMessageException if the messages in the evidence are not signed measurements
     */
    public static MeasurementProof of(
            SpdmVersion version, AlgorithmSuite suite, Bytes negotiation, SignedMeasurements measurements) {
        var context = new NegotiatedContext(version, CapabilityFlags.NONE, CapabilityFlags.NONE, suite);
        var request = SpdmCodec.request(measurements.request(), context);
        if (!(request.message() instanceof GetMeasurements asked) || !asked.isSigned()) {
            throw new MalformedMessageException("Request", 0, "no GET_MEASUREMENTS that asks for a signature");
        }
        var response = SpdmCodec.response(measurements.response(), asked, context);
        if (!(response.message() instanceof Measurements answer)) {
            throw new MalformedMessageException("Response", 0, "no MEASUREMENTS");
        }
        if (!request.trailing().isEmpty() || !response.trailing().isEmpty()) {
            throw new MalformedMessageException("Response", 0, "bytes behind the message");
        }
        Bytes transcript = Bytes.concat(negotiation, measurements.request(), answer.encodeWithoutSignature());
        return new MeasurementProof(
                version,
                suite.hash(),
                asked.slot(),
                asked.nonce(),
                answer.nonce(),
                transcript,
                answer.measurementRecord(),
                answer.signature());
    }

    /**
     * Takes the proof out of a transcript.
     *
     * @param version the SPDM version that the signature's prefix names
     * @param suite hash and signature
     * @param negotiation the transcript's first part
     * @param transcript L1 with one exchange behind the negotiation
     * @param signature the signature
     * @return the proof; whether it holds is another question
     * @throws MalformedMessageException if the transcript is none of that form
     */
    public static MeasurementProof ofTranscript(
            SpdmVersion version, AlgorithmSuite suite, Bytes negotiation, Bytes transcript, Bytes signature) {
        int start = negotiation.size();
        if (transcript.size() < start || !transcript.slice(0, start).equals(negotiation)) {
            throw new MalformedMessageException("IL1", 0, "does not start with the negotiation");
        }
        var context = new NegotiatedContext(version, CapabilityFlags.NONE, CapabilityFlags.NONE, suite);
        var request = SpdmCodec.request(transcript.from(start), context);
        Bytes nonce = request.message() instanceof GetMeasurements asked ? asked.nonce() : Bytes.EMPTY;
        if (nonce.size() != SignedMeasurements.NONCE_SIZE) {
            throw new MalformedMessageException("IL1", start, "no GET_MEASUREMENTS that asks for a signature");
        }
        var evidence = new SignedMeasurements(
                nonce, Bytes.EMPTY, request.bytes(), request.trailing().plus(signature));
        return of(version, suite, negotiation, evidence);
    }

    /**
     * Returns what stands before the transcript's digest in the signed message.
     *
     * @return 100 bytes; none before SPDM 1.2
     */
    public Bytes prefix() {
        return version.isAtLeast(SpdmVersion.V1_2)
                ? SigningContext.RESPONDER_MEASUREMENTS.prefix(version)
                : Bytes.EMPTY;
    }

    /**
     * Verifies the signature.
     *
     * @param leaf the device's certificate
     * @return whether its key made the signature
     */
    public boolean isSignedBy(X509Certificate leaf) {
        return Verifier.verifiers(leaf.publicKey()).stream()
                .filter(verifier -> verifier.algorithm().signatureSize() == signature.size())
                .anyMatch(this::isSignedWith);
    }

    private boolean isSignedWith(Verifier verifier) {
        return SigningContext.RESPONDER_MEASUREMENTS.verify(verifier, version, Hash.of(hash), transcript, signature);
    }
}
