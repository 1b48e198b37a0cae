/**
 * PCI Express as far as both ends of a link share it: identifiers, packets, and the two ends of a link.
 */
@NullMarked
package dev.tdisp.core.pcie;

import org.jspecify.annotations.NullMarked;
