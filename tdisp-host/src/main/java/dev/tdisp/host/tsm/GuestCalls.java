package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.TvmId;

/**
 * What one guest may ask the security manager. No hypervisor stands in between.
 *
 * <p>Every call is about an interface that is bound to this guest; of any other it is a {@link TsmException}. Calls that
 * change something take the {@link BindEpoch} that the guest verified, and are refused if it is not the present one.
 */
public final class GuestCalls {
    private final TeeSecurityManager manager;
    private final TvmId tvm;

    GuestCalls(TeeSecurityManager manager, TvmId tvm) {
        this.manager = manager;
        this.tvm = tvm;
    }

    /**
     * Asks for the truth about an interface. The state is asked of the device at this moment.
     *
     * @param function the interface
     * @return what the security manager vouches for
     */
    public InterfaceStatus status(FunctionId function) {
        return manager.bound(function, tvm).status();
    }

    /**
     * Has the device measured; the measurements go to the hypervisor's cache, their digest into the next status.
     *
     * @param function the interface
     * @param nonce 32 bytes of the guest's own
     */
    public void measure(FunctionId function, Bytes nonce) {
        manager.bound(function, tvm).measure(nonce);
    }

    /**
     * Accepts a range of the report at an address: it becomes a private window of this guest.
     *
     * @param function the interface
     * @param range which range of the report, from 0
     * @param guestAddress where the guest expects its first page
     * @param epoch what the guest verified
     */
    public void acceptMmio(FunctionId function, int range, long guestAddress, BindEpoch epoch) {
        BoundInterface bound = manager.bound(function, tvm);
        bound.requireEpoch(epoch);
        bound.mmio().accept(range, guestAddress);
    }

    /**
     * Starts an interface that the guest accepts; every range of TEE memory must be accepted before.
     *
     * @param function the interface
     * @param epoch what the guest verified
     */
    public void start(FunctionId function, BindEpoch epoch) {
        BoundInterface bound = manager.bound(function, tvm);
        bound.requireEpoch(epoch);
        manager.requireSecure(bound.link());
        bound.start();
    }

    /**
     * Lets the interface use the guest's memory; it must be in RUN.
     *
     * @param function the interface
     * @param epoch what the guest verified
     */
    public void openGate(FunctionId function, BindEpoch epoch) {
        manager.openGate(manager.bound(function, tvm), function, epoch);
    }

    /**
     * Keeps the interface out of the guest's memory; without effect on a closed gate.
     *
     * @param function the interface
     */
    public void closeGate(FunctionId function) {
        manager.bound(function, tvm);
        manager.closeGate(function, "closed by " + tvm);
    }

    /**
     * Gives an interface back: gate closed, windows gone, interface stopped.
     *
     * @param function the interface
     */
    public void release(FunctionId function) {
        manager.bound(function, tvm);
        manager.unbind(function);
    }
}
