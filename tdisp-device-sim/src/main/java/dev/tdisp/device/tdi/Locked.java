package dev.tdisp.device.tdi;

import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.pcie.StreamId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a lock took down of the configuration.
 *
 * @param parameters what the host asked for
 * @param stream the default stream the interface is bound to, if it needs one
 * @param block the number of that stream's register block
 * @param msix true if the MSI-X table is locked and reported
 */
record Locked(LockParameters parameters, Optional<StreamId> stream, OptionalInt block, boolean msix) {}
