package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
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
     * Asks for evidence.
     *
     * @param function the function
     * @param kind what kind
     * @return the evidence, if the hypervisor has some
     */
    Optional<Bytes> evidence(FunctionId function, EvidenceKind kind);
}
