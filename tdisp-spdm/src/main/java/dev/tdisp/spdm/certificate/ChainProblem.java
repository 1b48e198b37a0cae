package dev.tdisp.spdm.certificate;

/** What can be wrong with a chain. */
public enum ChainProblem {
    /** The root hash is not that of the first certificate, or of an anchor that issued it. */
    ROOT_HASH("the root hash is not that of the root certificate"),
    /** A certificate is not issued by the one before it. */
    NOT_ISSUED_BY_PREDECESSOR("the certificate is not issued by the one before it"),
    /** A certificate that issued another one may not do so. */
    NOT_AN_AUTHORITY("the certificate may not issue others"),
    /** More authorities follow than the path length of one allows. */
    PATH_LENGTH("more authorities follow than the certificate allows"),
    /** No trust anchor is the root. */
    NO_AUTHORITY("the root is not one that is trusted"),
    /** A certificate is not valid yet. */
    NOT_YET_VALID("the certificate is not valid yet"),
    /** A certificate is not valid any more. */
    EXPIRED("the certificate is not valid any more"),
    /** The leaf is not of X.509 version 3. */
    VERSION("the leaf is not of X.509 version 3"),
    /** The leaf's key is not for the negotiated algorithm. */
    PUBLIC_KEY("the leaf's key is not for the negotiated algorithm"),
    /** The leaf's key may not sign messages. */
    KEY_USAGE("the leaf's key may not sign messages"),
    /** The leaf is for the other role. */
    EXTENDED_KEY_USAGE("the leaf is for the other role"),
    /** An alias leaf claims to be the hardware's identity. */
    HARDWARE_IDENTITY("an alias leaf claims to be the hardware's identity"),
    /** The leaf is an authority, or does not say that it is none. */
    BASIC_CONSTRAINTS("the leaf is an authority, or does not say that it is none");

    private final String sentence;

    ChainProblem(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Says what is wrong.
     *
     * @return a sentence without its full stop
     */
    public String sentence() {
        return sentence;
    }
}
