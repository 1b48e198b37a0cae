package dev.tdisp.guest.attestation;

/**
 * Where a range of the report belongs.
 *
 * @param index which range of the report, from 0
 * @param guestAddress where the guest expects its first page
 * @param trusted whether it is TEE memory, to be accepted as a private window
 */
public record PlannedRange(int index, long guestAddress, boolean trusted) {}
