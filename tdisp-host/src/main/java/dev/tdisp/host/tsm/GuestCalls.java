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
    private final Bindings bindings;
    private final TvmId tvm;

    GuestCalls(TeeSecurityManager manager, Bindings bindings, TvmId tvm) {
        this.manager = manager;
        this.bindings = bindings;
        this.tvm = tvm;
    }

    /**
     * Asks for the truth about an interface. The state is asked of the device at this moment.
     *
     * @param function the interface
     * @return what the security manager vouches for
     */
    public InterfaceStatus status(FunctionId function) {
        return bindings.of(function, tvm).status();
    }

    /**
     * Has the device measured; the measurements go to the hypervisor's cache, their digest into the next status.
     *
     * @param function the interface
     * @param nonce 32 bytes of the guest's own
     */
    public void measure(FunctionId function, Bytes nonce) {
        bindings.of(function, tvm).measure(nonce);
    }

    /**
     * Has a device measured outside of any lock, to know who and what it is. Measurements and chain go to the hypervisor's
     * cache. It says nothing about an interface: nobody is kept from changing that.
     *
     * @param function any function of the device, bound to somebody or not
     * @param nonce 32 bytes of the guest's own
     * @return what the security manager vouches for
     */
    public DeviceStatus measureDevice(FunctionId function, Bytes nonce) {
        return manager.measureDevice(function, nonce);
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
        BoundInterface bound = bindings.of(function, tvm);
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
        BoundInterface bound = bindings.of(function, tvm);
        bound.requireEpoch(epoch);
        Bindings.requireSecure(bound.link());
        bound.start();
    }

    /**
     * Lets the interface use the guest's memory; it must be in RUN.
     *
     * @param function the interface
     * @param epoch what the guest verified
     */
    public void openGate(FunctionId function, BindEpoch epoch) {
        bindings.openGate(function, tvm, epoch);
    }

    /**
     * Keeps the interface out of the guest's memory; without effect on a closed gate.
     *
     * @param function the interface
     */
    public void closeGate(FunctionId function) {
        bindings.of(function, tvm);
        bindings.closeGate(function, "closed by " + tvm);
    }

    /**
     * Gives an interface back: gate closed, windows gone, interface stopped.
     *
     * @param function the interface
     */
    public void release(FunctionId function) {
        bindings.of(function, tvm);
        manager.unbind(function);
    }
}
