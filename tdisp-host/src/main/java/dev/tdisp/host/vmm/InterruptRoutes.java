package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.MsixCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.host.rootport.Interrupt;
import dev.tdisp.host.rootport.InterruptListener;
import dev.tdisp.host.rootport.RootPort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hands interrupts of functions to the guests that have them. */
final class InterruptRoutes {
    private static final long ADDRESS = 0xFEE0_0000L;
    private static final int BAR_MASK = 7;

    private final Map<RequesterId, InterruptListener> listeners = new HashMap<>();
    private final Set<RootPort> ports = new HashSet<>();

    /** Enables MSI-X unless it is enabled, and hands on what the function sends; nothing if it has no MSI-X. */
    Optional<InterruptSetup> open(ConfigAccess config, RootPort port, InterruptListener listener) {
        var found = config.capability(CapabilityId.MSI_X);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (ports.add(port)) {
            port.onInterrupt(this::arrive);
        }
        listeners.put(config.function().requesterId(), listener);
        int at = found.getAsInt();
        long control = config.read(at + MsixCapability.CONTROL, 2);
        if ((control & MsixCapability.CONTROL_ENABLE) == 0) {
            config.write(at + MsixCapability.CONTROL, 2, control | MsixCapability.CONTROL_ENABLE);
        }
        long table = config.read(at + MsixCapability.TABLE, Integer.BYTES);
        int vectors = (int) (control & MsixCapability.CONTROL_TABLE_SIZE_MASK) + 1;
        return Optional.of(new InterruptSetup((int) table & BAR_MASK, table & ~BAR_MASK, vectors, ADDRESS, 0));
    }

    private void arrive(Interrupt interrupt) {
        InterruptListener listener = listeners.get(interrupt.requester());
        if (listener != null) {
            listener.interrupt(interrupt);
        }
    }

    void close(RequesterId function) {
        listeners.remove(function);
    }
}
