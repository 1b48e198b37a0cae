package dev.tdisp.guest.attestation;

import java.util.Arrays;
import java.util.List;

/** The twelve things that a guest makes sure of, from the session under everything to the running interface. */
public enum Criterion {
    /** Whom the security manager talks to, and how. */
    SESSION("session", "negotiation (VCA)", Anchor.SECURITY_MANAGER_DIGEST, "reject"),
    /** Who the device is. */
    IDENTITY("identity of the device", "certificate chain", Anchor.SECURITY_MANAGER_DIGEST, "reject"),
    /** What runs on it. */
    MEASUREMENTS("measurements", "measurements and their signature", Anchor.SECURITY_MANAGER_DIGEST, "reject"),
    /** How the link is protected. */
    LINK("link", "state of the stream that LOCK named", Anchor.SECURITY_MANAGER_WORD, "reject"),
    /** In which state the interface is. */
    LOCKED("lock", "state of the interface", Anchor.SECURITY_MANAGER_WORD, "reject"),
    /** How it was locked. */
    LOCK_FLAGS("lock flags", "flags of the lock", Anchor.SECURITY_MANAGER_WORD, "reject"),
    /** Whether the report is the device's. */
    REPORT_GENUINE("origin of the report", "interface report", Anchor.SECURITY_MANAGER_DIGEST, "reject"),
    /** Whether the report makes sense. */
    REPORT_SENSE("sense of the report", "interface report", Anchor.OWN_LOGIC, "reject"),
    /** Where the ranges go. */
    PLACEMENT("placement of the ranges", "report and windows", Anchor.SECURITY_MANAGER_TABLES, "map no window"),
    /** Whether all that is of one lock. */
    EPOCH("one epoch", "numbers of lock, measurement and report", Anchor.SECURITY_MANAGER_WORD, "reject, repeat"),
    /** What the owner of the guest wants beyond that. */
    POLICY("policy", "report, and what the other checks say", Anchor.OWN_LOGIC, "do not accept"),
    /** Whether the interface runs after START. */
    RUNNING("run", "state of the interface after START", Anchor.SECURITY_MANAGER_WORD, "stop");

    private final String title;
    private final String evidence;
    private final Anchor anchor;
    private final String consequence;

    Criterion(String title, String evidence, Anchor anchor, String consequence) {
        this.title = title;
        this.evidence = evidence;
        this.anchor = anchor;
        this.consequence = consequence;
    }

    /** What makes evidence believable. */
    public enum Anchor {
        /** What the hypervisor hands over has the digest that the security manager tells. */
        SECURITY_MANAGER_DIGEST("digest from the security manager"),
        /** The security manager tells it itself. */
        SECURITY_MANAGER_WORD("word of the security manager"),
        /** The security manager lets nothing else happen. */
        SECURITY_MANAGER_TABLES("page tables of the security manager"),
        /** The guest's own reasoning about what it believes already. */
        OWN_LOGIC("the guest itself");

        private final String text;

        Anchor(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Returns its place in the list.
     *
     * @return 1 to 12
     */
    public int number() {
        return Arrays.asList(values()).indexOf(this) + 1;
    }

    /**
     * Names it.
     *
     * @return a few words
     */
    public String title() {
        return title;
    }

    /**
     * Says what is looked at.
     *
     * @return a few words
     */
    public String evidence() {
        return evidence;
    }

    /**
     * Says why that can be believed.
     *
     * @return the anchor of trust
     */
    public Anchor anchor() {
        return anchor;
    }

    /**
     * Says what the guest does if it is not so.
     *
     * @return a few words
     */
    public String consequence() {
        return consequence;
    }

    /**
     * Returns the checks that it is made of.
     *
     * @return at least one, in the order of {@link Check}
     */
    public List<Check> checks() {
        return Arrays.stream(Check.values())
                .filter(check -> check.criterion() == this)
                .toList();
    }
}
