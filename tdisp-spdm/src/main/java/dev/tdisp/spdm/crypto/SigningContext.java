package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.nio.charset.StandardCharsets;

/**
 * What a signature of SPDM is for, and how its transcript becomes the signed message (section 4.1).
 *
 * <pre>{@code
 * boolean isAuthentic = SigningContext.RESPONDER_MEASUREMENTS
 *         .verify(verifier, SpdmVersion.V1_2, hash, transcript, signature);
 * }</pre>
 */
public enum SigningContext {
    /** The responder's CHALLENGE_AUTH. */
    RESPONDER_CHALLENGE_AUTH("responder-challenge_auth signing"),
    /** The requester's CHALLENGE_AUTH, encapsulated. */
    REQUESTER_CHALLENGE_AUTH("requester-challenge_auth signing"),
    /** The responder's MEASUREMENTS. */
    RESPONDER_MEASUREMENTS("responder-measurements signing"),
    /** The responder's KEY_EXCHANGE_RSP. */
    RESPONDER_KEY_EXCHANGE_RSP("responder-key_exchange_rsp signing"),
    /** The requester's FINISH. */
    REQUESTER_FINISH("requester-finish signing"),
    /** The responder's ENDPOINT_INFO. */
    RESPONDER_ENDPOINT_INFO("responder-endpoint_info signing"),
    /** The requester's ENDPOINT_INFO, encapsulated. */
    REQUESTER_ENDPOINT_INFO("requester-endpoint_info signing");

    private static final int COPIES = 4;
    private static final int CONTEXT_SIZE = 36;

    private final String text;

    SigningContext(String text) {
        this.text = text;
    }

    /**
     * Returns the context string.
     *
     * @return for example {@code responder-measurements signing}
     */
    public String text() {
        return text;
    }

    /**
     * Returns combined_spdm_prefix.
     *
     * @param version the negotiated version, at least 1.2
     * @return 100 bytes
     * @throws IllegalArgumentException if the version has no prefix
     */
    public Bytes prefix(SpdmVersion version) {
        if (!version.isAtLeast(SpdmVersion.V1_2)) {
            throw new IllegalArgumentException("SPDM " + version + " has no signing prefix");
        }
        Bytes copy = ascii("dmtf-spdm-v" + version + ".*");
        Bytes context = ascii(text);
        Bytes copies = Bytes.EMPTY;
        for (int i = 0; i < COPIES; i++) {
            copies = copies.plus(copy);
        }
        return Bytes.concat(copies, Bytes.filled(0, CONTEXT_SIZE - context.size()), context);
    }

    /**
     * Returns the message that is signed for a transcript.
     *
     * @param version the negotiated version
     * @param hash the negotiated base hash
     * @param transcript the transcript
     * @return the prefix and the transcript's digest; before 1.2 the transcript itself
     */
    public Bytes message(SpdmVersion version, Hash hash, Bytes transcript) {
        return version.isAtLeast(SpdmVersion.V1_2) ? prefix(version).plus(hash.digest(transcript)) : transcript;
    }

    /**
     * Signs a transcript.
     *
     * @param signer the key
     * @param version the negotiated version
     * @param hash the negotiated base hash
     * @param transcript the transcript
     * @return the signature
     */
    public Bytes sign(Signer signer, SpdmVersion version, Hash hash, Bytes transcript) {
        return signer.sign(hash, text, message(version, hash, transcript));
    }

    /**
     * Verifies the signature of a transcript.
     *
     * @param verifier the key
     * @param version the negotiated version
     * @param hash the negotiated base hash
     * @param transcript the transcript
     * @param signature the signature
     * @return true if it is the key's signature of the transcript
     */
    public boolean verify(Verifier verifier, SpdmVersion version, Hash hash, Bytes transcript, Bytes signature) {
        return verifier.verify(hash, text, message(version, hash, transcript), signature);
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
