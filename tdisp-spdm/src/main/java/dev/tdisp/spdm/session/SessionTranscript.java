package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;

/**
 * The transcript of one handshake, which grows as the messages pass, and the measurements of the session (section 3.4).
 *
 * <p>Every signature and HMAC of a handshake covers all that was appended before it:
 *
 * <pre>{@code
 * transcript.append(keyExchange);
 * transcript.append(responseWithoutSignature);   // signed: transcript.content()
 * transcript.append(signature);                  // TH1: transcript.digest(hash)
 * transcript.append(responderVerifyData);
 * transcript.append(finishWithoutVerifyData);    // the requester's HMAC: transcript.digest(hash)
 * transcript.append(requesterVerifyData);
 * transcript.append(finishResponse);             // TH2: transcript.digest(hash)
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class SessionTranscript {
    private final Bytes a;
    private final MeasurementTranscript l = new MeasurementTranscript();
    private Bytes content;

    SessionTranscript(Bytes a, Bytes content) {
        this.a = a;
        this.content = content;
    }

    /**
     * Appends a message, or the next part of one.
     *
     * @param part the message without what comes later
     */
    public void append(Bytes part) {
        content = content.plus(part);
    }

    /**
     * Appends what mutual authentication puts between key exchange and FINISH.
     *
     * @param encapsulatedDigests encD, or no bytes
     * @param certificateHash Cm: the hash of the requester's chain or of its public key
     */
    public void appendRequester(Bytes encapsulatedDigests, Bytes certificateHash) {
        content = Bytes.concat(content, encapsulatedDigests, certificateHash);
    }

    /**
     * Returns all that was appended.
     *
     * @return the transcript so far
     */
    public Bytes content() {
        return content;
    }

    /**
     * Digests all that was appended.
     *
     * @param hash the negotiated base hash
     * @return the digest of the transcript so far
     */
    public Bytes digest(Hash hash) {
        return hash.digest(content);
    }

    /**
     * Clears the session's L if a request other than GET_MEASUREMENTS comes, before it is processed.
     *
     * @param code the request's code
     */
    public void request(int code) {
        if (ResetRule.clearsMeasurements(code)) {
            l.clear();
        }
    }

    /**
     * Appends GET_MEASUREMENTS and MEASUREMENTS without a signature to the session's L.
     *
     * @param request GET_MEASUREMENTS
     * @param response MEASUREMENTS
     */
    public void appendMeasurements(Bytes request, Bytes response) {
        l.append(request, response);
    }

    /**
     * Returns L1 of the session.
     *
     * @param version the negotiated version
     * @param request GET_MEASUREMENTS
     * @param response MEASUREMENTS without its signature
     * @return what MEASUREMENTS signs
     */
    public Bytes measurements(SpdmVersion version, Bytes request, Bytes response) {
        return l.signed(version, a, request, response);
    }

    /**
     * Tells whether all of the session's L is there; too much is forgotten, until another request clears it.
     *
     * @return true if MEASUREMENTS can be signed
     */
    public boolean isMeasurementComplete() {
        return l.isComplete();
    }

    /** Clears the session's L, once MEASUREMENTS is signed or verified, or GET_MEASUREMENTS was answered by ERROR. */
    public void measurementsCompleted() {
        l.clear();
    }
}
