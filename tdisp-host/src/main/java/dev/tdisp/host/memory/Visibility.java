package dev.tdisp.host.memory;

/** How a guest maps and uses an address. Platforms encode it as a bit of the address; which bit does not matter here. */
public enum Visibility {
    /** For the guest alone; an access to a device carries T. */
    PRIVATE,
    /** For the guest and the hypervisor; an access to a device carries no T. */
    SHARED
}
