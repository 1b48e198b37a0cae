package dev.tdisp.host.vmm;

/**
 * How a guest programs the interrupts of a function: it writes address and data into vectors of the MSI-X table.
 *
 * @param bar in which window the table is
 * @param tableOffset where the table starts there
 * @param vectors how many vectors it has
 * @param address the message address to program
 * @param data the message data to program into the first vector; each further one has the next number
 */
public record InterruptSetup(int bar, long tableOffset, int vectors, long address, long data) {}
