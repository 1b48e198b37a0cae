package dev.tdisp.lab;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
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
    private static final long SEED = 7;

    static final TvmId TVM = new TvmId("tvm");

    final RecordingTrace trace = new RecordingTrace();
    final VirtualTime time = new VirtualTime();
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
        this(Plan.USUAL, between, UnaryOperator.identity());
    }

    /** Puts something on the link, and chooses how both ends do IDE. */
    Bench(IdeProfile ide, UnaryOperator<PcieDevice> onTheLink) {
        this(SEED, ide, onTheLink);
    }

    /** Has other keys and nonces than a bench of another seed. */
    Bench(long seed, IdeProfile ide, UnaryOperator<PcieDevice> onTheLink) {
        this(new Plan(seed, ide, TsmOptions.DEFAULT, UnaryOperator.identity()), UnaryOperator.identity(), onTheLink);
    }

    /** Chooses what the security manager does, and what is special about the device. */
    Bench(TsmOptions options, UnaryOperator<SrIovDeviceBuilder> special) {
        this(new Plan(SEED, IdeProfile.STRICT, options, special), UnaryOperator.identity(), UnaryOperator.identity());
    }

    private Bench(Plan plan, UnaryOperator<GuestHypercalls> between, UnaryOperator<PcieDevice> onTheLink) {
        IdeProfile ide = plan.ide;
        env = new Env(time, time, RandomSource.seeded(plan.seed), trace);
        device = plan.special
                .apply(SrIovDevice.builder(env.forParty("device")).profile(DeviceProfile.SPEC.withIde(ide)))
                .build();
        memory = new HostMemory(env);
        iommu = new Iommu(env, memory);
        port = new RootPort(RequesterId.of(0, 1, 0), iommu, ide, env);
        Env own = env.forParty("tsm");
        var connector = new SpdmConnector(RequesterOptions.TDISP, own, time::advance);
        tsm = new TeeSecurityManager(port, memory, iommu, connector, plan.options, own);
        vmm = new HypervisorVmm(memory, iommu, port, tsm, HostLayout.DEFAULT, time::advance, env);
        vmm.plugIn(onTheLink.apply(device));
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

    /** Launches another guest, and gives it a function. */
    Domain other(FunctionId its) {
        return other("other", its);
    }

    /** Launches a guest of a name, and gives it a function. */
    Domain other(String name, FunctionId its) {
        var tvm = new TvmId(name);
        GuestAddressSpace addresses = vmm.launch(tvm, GuestLayout.SMALL);
        var vm = new TrustedVm(
                addresses, GuestLayout.SMALL, tsm.callsOf(tvm), vmm.hypercallsOf(tvm), policy(), env.forParty(name));
        vmm.assign(its, tvm);
        return new Domain(vm, addresses, its, vmm.hypercallsOf(tvm));
    }

    /** The guest that the bench starts with. */
    Domain first() {
        return new Domain(guest, space, function, vmm.hypercallsOf(TVM));
    }

    /** The n-th virtual function. */
    FunctionId virtualFunction(int index) {
        return vmm.driver().functions().get(index).id();
    }

    /** What a bench is made of. */
    private record Plan(long seed, IdeProfile ide, TsmOptions options, UnaryOperator<SrIovDeviceBuilder> special) {
        static final Plan USUAL = new Plan(SEED, IdeProfile.STRICT, TsmOptions.DEFAULT, UnaryOperator.identity());
    }

    /** A guest and its function. */
    record Domain(TrustedVm vm, GuestAddressSpace addresses, FunctionId function, GuestHypercalls calls) {
        Domain accepted() {
            vm.lock(function);
            if (!vm.accept(function).isAccepted()) {
                throw new AssertionError("not accepted");
            }
            return this;
        }

        private long at(int offset) {
            return calls.windows(function).get(0).guestAddress() + offset;
        }

        MemoryResult write(int offset, Bytes content) {
            return addresses.write(at(offset), content, Visibility.PRIVATE);
        }

        MemoryResult read(int offset, int length) {
            return addresses.read(at(offset), length, Visibility.PRIVATE);
        }
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
