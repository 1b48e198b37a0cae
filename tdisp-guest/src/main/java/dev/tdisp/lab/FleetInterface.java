package dev.tdisp.lab;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.guest.TrustedVm;

/**
 * A virtual function of a fleet, with the guest that gets it.
 *
 * @param device which device, from 1
 * @param vf which virtual function of it, from 1
 * @param function who it is on the bus
 * @param guest the guest
 */
public record FleetInterface(int device, int vf, FunctionId function, TrustedVm guest) {
    @Override
    public String toString() {
        return "VF %d of device %d".formatted(vf, device);
    }
}
