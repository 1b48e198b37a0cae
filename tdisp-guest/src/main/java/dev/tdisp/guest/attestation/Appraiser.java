package dev.tdisp.guest.attestation;

/** Who decides on a device. */
public enum Appraiser {
    /** The guest itself, with the security manager's word at hand. */
    GUEST,
    /** Somebody elsewhere, who has a token of the guest's and nothing else. */
    RELYING_PARTY
}
