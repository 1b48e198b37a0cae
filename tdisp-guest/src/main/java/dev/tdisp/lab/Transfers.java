package dev.tdisp.lab;

import dev.tdisp.guest.dma.DmaWork;

/**
 * What data moved through a function, and how.
 *
 * @param bounced what went by shared pages, while the function was not trusted
 * @param direct what the device took from private memory and put there itself
 */
public record Transfers(DmaWork bounced, DmaWork direct) {
    /** Nothing moved. */
    public static final Transfers NONE = new Transfers(DmaWork.NONE, DmaWork.NONE);
}
