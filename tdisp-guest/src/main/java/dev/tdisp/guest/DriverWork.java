package dev.tdisp.guest;

/**
 * What a driver did so far, apart from the way of its data.
 *
 * @param jobs pieces of work that its caller gave it
 * @param pieces pieces of work that it gave the engine; more than jobs where the pool of buffers was too small for a whole one
 * @param registerWrites writes to registers of the device
 * @param registerReads reads of registers of the device
 * @param polls how many of the reads asked only whether the work is done, as no interrupt had told
 * @param interrupts how many times an interrupt told that work is done
 */
public record DriverWork(long jobs, long pieces, long registerWrites, long registerReads, long polls, long interrupts) {
    /** No work. */
    public static final DriverWork NONE = new DriverWork(0, 0, 0, 0, 0, 0);
}
