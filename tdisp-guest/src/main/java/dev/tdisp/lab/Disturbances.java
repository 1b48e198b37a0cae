package dev.tdisp.lab;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.SrIovCapability;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.ConfigAccess;

/** Does what a {@link Disturbance} says. */
final class Disturbances {
    private static final long POWER_STATE_MASK = 3;
    private static final int POWER_CONTROL = 4;
    private static final long NOWHERE = 0x7_0000_0000L;

    private Disturbances() {}

    static void clearBusMaster(Parties parties, int vf) {
        config(parties, parties.function(vf)).clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
    }

    static void clearMemorySpace(Parties parties, int vf) {
        ConfigAccess config = physical(parties);
        int at = config.extendedCapability(CapabilityId.EXTENDED_SR_IOV).orElseThrow();
        config.clearBits(at + SrIovCapability.CONTROL, 2, SrIovCapability.CONTROL_VF_MEMORY_SPACE);
    }

    static void rewriteBar(Parties parties, int vf) {
        ConfigAccess config = physical(parties);
        int at = config.extendedCapability(CapabilityId.EXTENDED_SR_IOV).orElseThrow();
        config.write(at + SrIovCapability.VF_BAR0 + Integer.BYTES, Integer.BYTES, 0x41);
    }

    static void resetFunction(Parties parties, int vf) {
        parties.vmm().driver().functionLevelReset(parties.function(vf));
    }

    static void resetDevice(Parties parties, int vf) {
        parties.vmm().driver().conventionalReset();
    }

    static void sleep(Parties parties, int vf) {
        ConfigAccess config = physical(parties);
        int at = config.capability(CapabilityId.POWER_MANAGEMENT).orElseThrow() + POWER_CONTROL;
        config.setBits(at, 2, POWER_STATE_MASK);
        config.clearBits(at, 2, POWER_STATE_MASK);
    }

    static void touch(Parties parties, int vf) {
        parties.vmm().readMmio(bar0(parties, vf), Integer.BYTES);
    }

    static void forge(Parties parties, int vf) {
        var write = new MemoryWrite(parties.port().id(), 0, bar0(parties, vf), Bytes.filled(0, Integer.BYTES));
        Bytes plain = new LinkFrame.Plain(write).encode();
        int data = plain.size() - Integer.BYTES;
        var prefix =
                new IdePrefix(0, TsmOptions.DEFAULT.stream(), SubStream.POSTED.ordinal(), false, true, KeySet.K0, true);
        var forged = new LinkFrame.Protected(
                prefix, plain.slice(0, data), plain.from(data), Bytes.filled(0, LinkFrame.MAC_SIZE));
        own(parties).receive(forged);
    }

    static void disableStream(Parties parties, int vf) {
        parties.vmm().driver().ideRegisters().disable(TsmOptions.DEFAULT.stream());
    }

    static void endSession(Parties parties, int vf) {
        own(parties).dsm().endSessions("device policy");
    }

    static void missHeartbeat(Parties parties, int vf) {
        parties.missHeartbeat();
    }

    static void fail(Parties parties, int vf) {
        SrIovDevice device = own(parties);
        device.loseState(device.virtualFunction(vf));
    }

    static void misdirect(Parties parties, int vf) {
        EngineDriver driver = parties.guest().privateDriver(parties.function(vf));
        driver.checksum(new GuestBuffer(NOWHERE, Long.BYTES));
    }

    static void update(Parties parties, int vf) {
        DeviceFirmware running = own(parties).firmware().running();
        own(parties).firmware().update(new DeviceFirmware("1.0.1", running.securityVersion(), running.mode()));
    }

    static void pullOut(Parties parties, int vf) {
        parties.pullOut();
    }

    private static SrIovDevice own(Parties parties) {
        return parties.ownDevice().orElseThrow(() -> new IllegalStateException("the device is not this lab's"));
    }

    private static ConfigAccess config(Parties parties, FunctionId function) {
        return parties.vmm().driver().config(function);
    }

    private static ConfigAccess physical(Parties parties) {
        return config(parties, parties.vmm().driver().function().id());
    }

    private static long bar0(Parties parties, int vf) {
        return parties.vmm()
                .driver()
                .function(parties.function(vf))
                .orElseThrow()
                .bar(0)
                .address();
    }
}
