/**
 * How data gets to a device and back: straight from private memory, or by way of shared pages.
 *
 * <pre>
 *   accepted:      private buffer &lt;------------------ device (T = 1)
 *   not accepted:  private buffer --copy--&gt; shared slot &lt;-- device (T = 0)
 * </pre>
 *
 * <p>Both ways are a {@link dev.tdisp.guest.dma.DmaMapper}, so that a driver does not know which it uses. {@link
 * dev.tdisp.guest.dma.DmaWork} counts what each costs: work, not invented nanoseconds.
 */
@NullMarked
package dev.tdisp.guest.dma;

import org.jspecify.annotations.NullMarked;
