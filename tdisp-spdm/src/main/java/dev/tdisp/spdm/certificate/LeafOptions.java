package dev.tdisp.spdm.certificate;

import java.time.Instant;

/**
 * How an authority makes a leaf certificate; all but {@link #DEFAULT} is for showing what a verifier notices.
 *
 * @param notBefore from when on it is valid
 * @param notAfter until when it is valid
 * @param isAuthority whether it may issue certificates
 * @param isHardwareIdentity whether it is marked as the hardware's identity
 * @param maySign whether its key may sign messages
 * @param isForRequesters whether it is a requester's instead of a responder's
 */
public record LeafOptions(
        Instant notBefore,
        Instant notAfter,
        boolean isAuthority,
        boolean isHardwareIdentity,
        boolean maySign,
        boolean isForRequesters) {
    /** The beginning of all simulated time. */
    public static final Instant BEGINNING = Instant.EPOCH;

    /** The date that means "no end" (RFC 5280, section 4.1.2.5). */
    public static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    /** A device's certificate as it should be. */
    public static final LeafOptions DEFAULT = new LeafOptions(BEGINNING, NO_END, false, true, true, false);

    /**
     * Changes the validity.
     *
     * @param from from when on
     * @param until until when
     * @return the changed options
     */
    public LeafOptions validBetween(Instant from, Instant until) {
        return new LeafOptions(from, until, isAuthority, isHardwareIdentity, maySign, isForRequesters);
    }

    /**
     * Makes the leaf an authority.
     *
     * @return the changed options
     */
    public LeafOptions asAuthority() {
        return new LeafOptions(notBefore, notAfter, true, isHardwareIdentity, maySign, isForRequesters);
    }

    /**
     * Leaves the mark of the hardware's identity out.
     *
     * @return the changed options
     */
    public LeafOptions withoutHardwareIdentity() {
        return new LeafOptions(notBefore, notAfter, isAuthority, false, maySign, isForRequesters);
    }

    /**
     * Forbids the key to sign messages.
     *
     * @return the changed options
     */
    public LeafOptions withoutSigning() {
        return new LeafOptions(notBefore, notAfter, isAuthority, isHardwareIdentity, false, isForRequesters);
    }

    /**
     * Makes the leaf a requester's.
     *
     * @return the changed options
     */
    public LeafOptions forRequesters() {
        return new LeafOptions(notBefore, notAfter, isAuthority, isHardwareIdentity, maySign, true);
    }
}
