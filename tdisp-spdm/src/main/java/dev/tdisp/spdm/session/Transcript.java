package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * What was said in a connection outside its sessions, in the parts that signatures cover (section 3).
 *
 * <p>Both ends keep one. Messages are appended whole, without transport bytes or padding; chunked messages reassembled.
 * ERROR responses, and the requests they answer, are never appended. {@link #request} applies what a request clears
 * (section 3.5). For one thread at a time.
 */
public final class Transcript {
    private static final int GET_DIGESTS = 0x81;

    private Bytes a = Bytes.EMPTY;
    private final TranscriptPart b = new TranscriptPart();
    private Bytes d = Bytes.EMPTY;
    private final TranscriptPart mutualB = new TranscriptPart();
    private final MeasurementTranscript l = new MeasurementTranscript();
    private boolean isDigestsWindowOpen;

    /** Creates an empty transcript. */
    public Transcript() {}

    /** Forgets everything; GET_VERSION does that. */
    public void reset() {
        a = Bytes.EMPTY;
        b.clear();
        d = Bytes.EMPTY;
        mutualB.clear();
        l.clear();
        isDigestsWindowOpen = false;
    }

    /**
     * Appends a message of the negotiation (A), GET_VERSION to ALGORITHMS.
     *
     * @param message the message
     */
    public void appendNegotiation(Bytes message) {
        a = a.plus(message);
        isDigestsWindowOpen = true;
    }

    /**
     * Returns part A.
     *
     * @return GET_VERSION to ALGORITHMS
     */
    public Bytes negotiation() {
        return a;
    }

    /**
     * Clears what a request outside sessions clears, before it is processed.
     *
     * @param code the request's code
     * @param isAuthenticated whether the responder was authenticated by CHALLENGE
     */
    public void request(int code, boolean isAuthenticated) {
        if (ResetRule.clearsMeasurements(code)) {
            l.clear();
        }
        if (code != GET_DIGESTS) {
            isDigestsWindowOpen = false;
        }
        if (!isAuthenticated) {
            clearAuthentication(code);
        }
    }

    /**
     * Clears what a request inside a session clears in the connection, before it is processed.
     *
     * @param code the request's code
     * @param isAuthenticated whether the responder was authenticated by CHALLENGE
     */
    public void sessionRequest(int code, boolean isAuthenticated) {
        if (!isAuthenticated) {
            clearAuthentication(code);
        }
    }

    private void clearAuthentication(int code) {
        switch (ResetRule.of(code)) {
            case CLEARS_BOTH_DIRECTIONS -> {
                b.clear();
                mutualB.clear();
            }
            case CLEARS_B -> b.clear();
            case KEEPS -> {}
        }
    }

    /**
     * Appends GET_DIGESTS and DIGESTS to B, which starts with them; and D, if these are the first ones.
     *
     * @param request GET_DIGESTS
     * @param response DIGESTS
     * @param isMultiKey whether the responder's slots have keys of their own
     */
    public void appendDigests(Bytes request, Bytes response, boolean isMultiKey) {
        b.clear();
        b.append(request, response);
        if (isMultiKey && isDigestsWindowOpen) {
            d = response;
        }
        isDigestsWindowOpen = false;
    }

    /**
     * Appends GET_CERTIFICATE and CERTIFICATE to B.
     *
     * @param request GET_CERTIFICATE
     * @param response CERTIFICATE
     */
    public void appendCertificate(Bytes request, Bytes response) {
        b.append(request, response);
    }

    /**
     * Returns M1: A, B, CHALLENGE and CHALLENGE_AUTH.
     *
     * @param request CHALLENGE
     * @param response CHALLENGE_AUTH without its signature
     * @return what CHALLENGE_AUTH signs
     */
    public Bytes challenge(Bytes request, Bytes response) {
        return b.within(a, request, response);
    }

    /**
     * Tells whether all of B is there; too much is forgotten, until GET_DIGESTS starts anew.
     *
     * @return true if CHALLENGE_AUTH can be signed
     */
    public boolean isChallengeComplete() {
        return b.isComplete();
    }

    /** Clears B, once CHALLENGE_AUTH is signed or verified. */
    public void challengeCompleted() {
        b.clear();
    }

    /**
     * Appends GET_MEASUREMENTS and MEASUREMENTS without a signature to L.
     *
     * @param request GET_MEASUREMENTS
     * @param response MEASUREMENTS
     */
    public void appendMeasurements(Bytes request, Bytes response) {
        l.append(request, response);
    }

    /**
     * Returns L1: from version 1.2 on A, then all measurement exchanges since the last signed one.
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
     * Tells whether all of L is there; too much is forgotten, until another request clears it.
     *
     * @return true if MEASUREMENTS can be signed
     */
    public boolean isMeasurementComplete() {
        return l.isComplete();
    }

    /** Clears L, once MEASUREMENTS is signed or verified, or GET_MEASUREMENTS was answered by ERROR. */
    public void measurementsCompleted() {
        l.clear();
    }

    /**
     * Returns IL1: A, GET_ENDPOINT_INFO and ENDPOINT_INFO.
     *
     * @param request GET_ENDPOINT_INFO
     * @param response ENDPOINT_INFO without its signature
     * @return what ENDPOINT_INFO signs
     */
    public Bytes endpointInfo(Bytes request, Bytes response) {
        return Bytes.concat(a, request, response);
    }

    /**
     * Appends an encapsulated exchange of digests to mutB, which starts with it.
     *
     * @param request the encapsulated request
     * @param response its response
     */
    public void appendEncapsulatedDigests(Bytes request, Bytes response) {
        mutualB.clear();
        mutualB.append(request, response);
    }

    /**
     * Appends an encapsulated exchange of certificates to mutB.
     *
     * @param request the encapsulated request
     * @param response its response
     */
    public void appendEncapsulated(Bytes request, Bytes response) {
        mutualB.append(request, response);
    }

    /**
     * Returns what the requester's CHALLENGE_AUTH signs: from version 1.2 on A, then mutB and mutC.
     *
     * @param version the negotiated version
     * @param request the encapsulated CHALLENGE
     * @param response its CHALLENGE_AUTH without signature
     * @return the transcript
     */
    public Bytes mutualChallenge(SpdmVersion version, Bytes request, Bytes response) {
        Bytes prefix = version.isAtLeast(SpdmVersion.V1_2) ? a : Bytes.EMPTY;
        return mutualB.within(prefix, request, response);
    }

    /**
     * Tells whether all of mutB is there.
     *
     * @return true if the requester's CHALLENGE_AUTH can be signed
     */
    public boolean isMutualChallengeComplete() {
        return mutualB.isComplete();
    }

    /** Clears mutB, once the requester's CHALLENGE_AUTH is signed or verified. */
    public void mutualChallengeCompleted() {
        mutualB.clear();
    }

    /**
     * Starts the transcript of a session by KEY_EXCHANGE.
     *
     * @param certificateHash Ct: the hash of the responder's chain or of its public key
     * @return A, D and Ct
     */
    public SessionTranscript keyExchange(Bytes certificateHash) {
        return new SessionTranscript(a, Bytes.concat(a, d, certificateHash));
    }

    /**
     * Starts the transcript of a session by PSK_EXCHANGE.
     *
     * @return A
     */
    public SessionTranscript pskExchange() {
        return new SessionTranscript(a, a);
    }
}
