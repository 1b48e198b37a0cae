/**
 * PCI Express as far as both ends of a link share it: identifiers, packets, register layouts, and the two ends.
 *
 * <p>A {@link dev.tdisp.core.pcie.Tlp} is a packet as a value; its bytes are the header of the non-flit mode, big-endian
 * doublewords, and the data behind it. What crosses the link is a {@link dev.tdisp.core.pcie.LinkFrame}: a plain packet
 * or one that an IDE stream protects. A {@link dev.tdisp.core.pcie.PcieDevice} is the lower end, an
 * {@link dev.tdisp.core.pcie.UpstreamPort} the upper one. The link is synchronous: the completion of a non-posted
 * request is what the call returns. Between two processes it runs as {@link dev.tdisp.core.pcie.LinkMessage}s, which a
 * {@link dev.tdisp.core.pcie.LinkConversation} at each end exchanges.
 *
 * <p>The {@code …Capability} classes and {@link dev.tdisp.core.pcie.Type0Header} hold offsets and bits of registers: the
 * device builds them, the host walks them.
 */
@NullMarked
package dev.tdisp.core.pcie;

import org.jspecify.annotations.NullMarked;
