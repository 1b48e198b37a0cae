package dev.tdisp.lab;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.SpdmConnector;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.Bar;
import dev.tdisp.host.vmm.GuestHypercalls;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.host.vmm.HostLayout;
import dev.tdisp.host.vmm.HypervisorVmm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.ReferenceValues;
import dev.tdisp.spdm.requester.RequesterOptions;
import java.util.List;
import java.util.function.UnaryOperator;

/** A real device, a real host and a real guest, wired together as tests of all four parties need them. */
final class Bench {
    static final TvmId TVM = new TvmId("tvm");

    final RecordingTrace trace = new RecordingTrace();
    final Env env;
    final SrIovDevice device;
    final HostMemory memory;
    final Iommu iommu;
    final RootPort port;
    final TeeSecurityManager tsm;
    final HypervisorVmm vmm;
    final TrustedVm guest;
    final GuestAddressSpace space;
    final FunctionId function;

    Bench() {
        this(UnaryOperator.identity());
    }

    /** Puts something else between guest and hypervisor. */
    Bench(UnaryOperator<GuestHypercalls> between) {
        var time = new VirtualTime();
        env = new Env(time, time, RandomSource.seeded(7), trace);
        device = SrIovDevice.builder(env.forParty("device")).build();
        memory = new HostMemory(env);
        iommu = new Iommu(env, memory);
        port = new RootPort(RequesterId.of(0, 1, 0), iommu, IdeProfile.STRICT, env);
        Env own = env.forParty("tsm");
        var connector = new SpdmConnector(RequesterOptions.TDISP, own);
        tsm = new TeeSecurityManager(port, memory, iommu, connector, TsmOptions.DEFAULT, own);
        vmm = new HypervisorVmm(memory, iommu, port, tsm, HostLayout.DEFAULT, time::advance, env);
        vmm.plugIn(device);
        var functions = vmm.driver().enableVirtualFunctions(4);
        function = functions.get(0).id();
        space = vmm.launch(TVM, GuestLayout.SMALL);
        GuestHypercalls calls = between.apply(vmm.hypercallsOf(TVM));
        guest = new TrustedVm(space, GuestLayout.SMALL, tsm.callsOf(TVM), calls, policy(), env.forParty("tvm"));
        vmm.assign(function, TVM);
    }

    AppraisalPolicy policy() {
        List<MeasurementBlock> good =
                DeviceFirmware.FACTORY.measurements().blocks(MeasurementHashAlgorithm.SHA_384, false);
        return AppraisalPolicy.trusting(List.of(device.credentials().identity().root()))
                .withReferenceValues(ReferenceValues.of(good));
    }

    GuestAddressSpace space() {
        return space;
    }

    /** Where the guest sees a window of the function. */
    long window(int bar) {
        return vmm.hypercallsOf(TVM).windows(function).stream()
                .filter(window -> window.bar() == bar)
                .findFirst()
                .orElseThrow()
                .guestAddress();
    }

    /** Where the host sees a window of the function. */
    Bar bar(int index) {
        return vmm.driver().function(function).orElseThrow().bar(index);
    }

    /** The state as the device has it. */
    TdiState stateAtDevice() {
        return device.interfaceOf(device.virtualFunction(1)).state();
    }

    /** Connects and locks. */
    Bench locked() {
        vmm.connect();
        guest.lock(function);
        return this;
    }

    /** Connects, locks and accepts. */
    Bench accepted() {
        locked();
        var acceptance = guest.accept(function);
        if (!acceptance.isAccepted()) {
            throw new AssertionError("not accepted: " + acceptance);
        }
        return this;
    }
}
