/**
 * A DMA engine with work a person understands, so that data really moves.
 *
 * <p>Each function has one in the first page of its BAR0, and memory of its own behind it:
 *
 * <pre>
 *   0000  engine registers, see {@link dev.tdisp.device.engine.EngineRegister}    TEE memory
 *   1000  public page: who the function is and what it has done                   non-TEE memory
 *   2000  device memory up to the end of the BAR                                  TEE memory, updatable
 * </pre>
 *
 * <p>Work starts when the doorbell is written and is done when that write returns: the link is synchronous.
 */
@NullMarked
package dev.tdisp.device.engine;

import org.jspecify.annotations.NullMarked;
