package dev.tdisp.lab.conformance.subject;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.SpdmConnector;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.HostLayout;
import dev.tdisp.host.vmm.HypervisorVmm;
import dev.tdisp.spdm.requester.RequesterOptions;

/** The machine that a device is plugged into where messages are all that is asked of it: it places the BARs, no more. */
public final class Machine {
    private static final RequesterId ROOT_PORT = RequesterId.of(0, 1, 0);

    private Machine() {}

    /**
     * Enumerates a device, and enables its first virtual functions.
     *
     * @param device the device
     * @param virtualFunctions how many of them
     * @param env time, randomness and trace of the host
     */
    public static void plugIn(PcieDevice device, int virtualFunctions, Env env) {
        var memory = new HostMemory(env);
        var iommu = new Iommu(env, memory);
        var port = new RootPort(ROOT_PORT, iommu, IdeProfile.STRICT, env);
        var connector = new SpdmConnector(RequesterOptions.TDISP, env);
        var tsm = new TeeSecurityManager(port, memory, iommu, connector, TsmOptions.DEFAULT, env);
        var vmm = new HypervisorVmm(memory, iommu, port, tsm, HostLayout.DEFAULT, time -> {}, env);
        vmm.plugIn(device);
        vmm.driver().enableVirtualFunctions(virtualFunctions);
    }
}
