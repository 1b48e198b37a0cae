package dev.tdisp.host.tsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TsmException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A security manager with everything around it, the device and the hypervisor being fakes. */
final class TsmBench {
    static final TvmId ALICE = new TvmId("alice");
    static final TvmId BOB = new TvmId("bob");
    static final FunctionId VF1 = FakeDsm.VF1;
    static final FunctionId VF2 = FakeDsm.VF2;
    static final RequesterId RID1 = VF1.requesterId();
    static final long BAR = FakeDsm.WINDOW.address();
    static final long GUEST_BAR = 0x8_0000_0000L;
    static final Bytes NONCE = Bytes.filled(0x5A, 32);

    /** The device here speaks, but answers no packets. */
    private static final IdeProfile IDE = IdeProfile.STRICT.without(IdeSwitch.FLUSH_BEFORE_STOP);

    final Env env = Env.seeded(1);
    final HostMemory memory = new HostMemory(env);
    final Iommu iommu = new Iommu(env, memory);
    final RootPort port = new RootPort(RequesterId.of(0, 1, 0), iommu, IDE, env);
    final FakeDsm device = new FakeDsm(env);
    final TeeSecurityManager tsm;
    final GuestAddressSpace space;

    TsmBench() {
        this(TsmOptions.DEFAULT);
    }

    TsmBench(TsmOptions options) {
        tsm = new TeeSecurityManager(port, memory, iommu, device, options, env);
        space = tsm.createGuest(ALICE);
        port.connect(device);
        port.openWindow(FakeDsm.WINDOW);
    }

    GuestCalls connectAndBind() {
        tsm.connect(device);
        tsm.bind(VF1, ALICE);
        tsm.proposeMmio(VF1, GUEST_BAR, new PageRange(BAR, 5));
        return tsm.callsOf(ALICE);
    }

    GuestCalls startAndOpen() {
        GuestCalls calls = connectAndBind();
        calls.measure(VF1, NONCE);
        BindEpoch epoch = calls.status(VF1).epoch();
        acceptAll(calls, epoch);
        calls.start(VF1, epoch);
        calls.openGate(VF1, epoch);
        return calls;
    }

    static void acceptAll(GuestCalls calls, BindEpoch epoch) {
        calls.acceptMmio(VF1, 0, GUEST_BAR, epoch);
        calls.acceptMmio(VF1, 2, GUEST_BAR + 0x3000, epoch);
    }

    TdiState state() {
        return device.tdi(VF1).machine.state();
    }

    static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
