/**
 * The bench where the four parties meet: the guest, the security manager, the hypervisor and the device.
 *
 * <pre>
 *   TVM ---- asks, verifies ----&gt; TSM        {@link dev.tdisp.lab.Lab}    builds all four from a seed
 *    |                             | SPDM      attach, detach          flows of steps, see {@link dev.tdisp.core.flow.Flow}
 *    | MMIO, DMA                  VMM          {@link dev.tdisp.lab.Walk}   both in a row, with a way back
 *    |                             | DOE
 *   TDI ------ of the device ---- DSM
 * </pre>
 *
 * <p>The same seed and the same steps give the same {@linkplain dev.tdisp.lab.Lab#events() events}, byte for byte.
 */
@NullMarked
package dev.tdisp.lab;

import org.jspecify.annotations.NullMarked;
