package dev.tdisp.host.vmm;

/**
 * A window of a function as a guest sees it.
 *
 * @param bar which register, 0 to 5
 * @param guestAddress where it starts for the guest
 * @param size its size in bytes
 */
public record GuestWindow(int bar, long guestAddress, long size) {}
