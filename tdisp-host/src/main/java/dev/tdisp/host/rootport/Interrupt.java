package dev.tdisp.host.rootport;

import dev.tdisp.core.pcie.RequesterId;

/**
 * An interrupt: a memory write to the address of an interrupt controller.
 *
 * @param requester who sent it
 * @param address the message address
 * @param data the message data
 * @param trusted its T bit: only a locked MSI-X table makes interrupts that a guest may believe
 */
public record Interrupt(RequesterId requester, long address, long data, boolean trusted) {}
