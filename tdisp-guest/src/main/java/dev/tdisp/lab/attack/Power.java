package dev.tdisp.lab.attack;

/** What an attacker must be able to do. */
public enum Power {
    /** The hypervisor's configuration cycles, resets and power. */
    CONFIGURATION("configuration cycles"),
    /** The hypervisor between the security manager and the device's mailbox. */
    MAILBOX("relay to the mailbox"),
    /** The hypervisor's keeping of evidence for the guest. */
    EVIDENCE("keeping of evidence"),
    /** The hypervisor's calls of the security manager, in any order. */
    CALLS("calls of the TSM"),
    /** The hypervisor's tables and pages. */
    MEMORY("pages and tables"),
    /** Packets without trust, of any software of the host or any device. */
    PACKETS("packets without trust"),
    /** A switch or interposer on the link, without keys. */
    LINK("switch on the link"),
    /** A session with the device, beside that of the security manager. */
    SESSION("a session of its own"),
    /** A security manager that sends what it must not. */
    REQUESTER("hostile requester in the TSM's session"),
    /** The device, or another one. */
    DEVICE("hostile device"),
    /** Another guest, in league with the hypervisor. */
    GUEST("another guest");

    private final String label;

    Power(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
