package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.rootport.InterruptListener;
import dev.tdisp.host.tsm.EvidenceKind;
import java.util.List;
import java.util.Optional;

/** What a guest may ask the hypervisor. It may be answered with lies. */
public interface GuestHypercalls {
    /**
     * Asks to have an interface locked for this guest.
     *
     * @param function the interface
     */
    void requestBind(FunctionId function);

    /**
     * Asks to have an interface taken away.
     *
     * @param function the interface
     */
    void requestUnbind(FunctionId function);

    /**
     * Asks where the windows of a function are.
     *
     * @param function the function
     * @return the windows that the guest is said to see, in the order of their registers
     */
    List<GuestWindow> windows(FunctionId function);

    /**
     * Asks for the interrupts of a function: MSI-X is enabled and what the function sends is handed on. To be asked before the
     * interface is locked, since a lock may watch MSI-X. Like all that comes by way of the hypervisor, an interrupt is a
     * hint: it may be missing, or be made up.
     *
     * @param function the function
     * @param listener takes its interrupts from now on, in place of an earlier listener
     * @return how to program the table; nothing if there are no interrupts to be had
     */
    default Optional<InterruptSetup> interrupts(FunctionId function, InterruptListener listener) {
        return Optional.empty();
    }

    /**
     * Asks for evidence.
     *
     * @param function the function
     * @param kind what kind
     * @return the evidence, if the hypervisor has some
     */
    Optional<Bytes> evidence(FunctionId function, EvidenceKind kind);
}
