/**
 * Memory as the host's hardware guards it: pages with one owner each, the page table of a guest, the IOMMU and the gates
 * that keep devices out until they are let in.
 *
 * <pre>
 *   guest  --GPA--&gt; GuestAddressSpace --+
 *                                       +--HPA--&gt; HostMemory (who owns the page?)
 *   device --IOVA-&gt; Iommu + DmaGate ----+
 * </pre>
 *
 * <p>Nothing here trusts its caller: what the owner of a page does not allow is {@linkplain
 * dev.tdisp.host.memory.MemoryResult.Refused refused} with a reason, whoever asks. Sizes and addresses that no caller may
 * use are an {@link java.lang.IllegalArgumentException}.
 */
@NullMarked
package dev.tdisp.host.memory;

import org.jspecify.annotations.NullMarked;
