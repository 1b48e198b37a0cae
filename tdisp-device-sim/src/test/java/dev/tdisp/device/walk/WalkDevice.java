package dev.tdisp.device.walk;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A device, and what a host can do to it, in terms of the walk. */
final class WalkDevice {
    private static final Credentials CREDENTIALS = Credentials.issue(SpdmProfile.TDISP, RandomSource.seeded(3));
    private static final long PF_BAR0 = 0x40_0000_0000L;
    private static final long PF_BAR2 = 0x40_0100_0000L;
    private static final long[] VF_BAR0 = {0x40_0200_0000L, 0x40_0400_0000L};
    private static final long VF_BAR2 = 0x40_0280_0000L;
    private static final long SHIFT = 0x10_0000_0000L;
    private static final long WINDOW = 0x1000_0000L;
    private static final long APERTURE = 1 << 20;
    private static final long MSIX_APERTURE = 128 << 10;

    final WalkHost host;
    final SrIovDevice device;
    private final Map<String, Register> registers = new HashMap<>();
    private final Env tsm;
    private final RandomSource keys;
    private final int which;
    private int bus;
    private int place;
    private int limit;

    WalkDevice(long seed, int which) {
        Env env = Env.seeded(seed * 2 + which);
        this.which = which;
        this.bus = 1 + 2 * which;
        tsm = env.forParty("tsm");
        keys = RandomSource.seeded(seed + which);
        host = new WalkHost(env.forParty("host"));
        device = SrIovDevice.builder(env.forParty("device"))
                .profile(DeviceProfile.COMPLETE)
                .credentials(CREDENTIALS)
                .build();
        device.connect(host);
        for (int tdi = 1; tdi >= 0; tdi--) {
            String kind = tdi == 0 ? "PF " : "VF ";
            for (Register register : at(tdi).registers().space().registers()) {
                registers.putIfAbsent(kind + register.name(), register);
            }
        }
    }

    private long shift() {
        return which * SHIFT;
    }

    /** The addresses that lead to this device. */
    AddressRange window() {
        return new AddressRange(PF_BAR0 + shift(), PF_BAR0 + shift() + WINDOW - 1);
    }

    DeviceFunction at(int tdi) {
        return tdi == 0 ? device.physicalFunction() : device.virtualFunction(tdi);
    }

    TeeDeviceInterface tdi(int index) {
        return device.interfaceOf(at(index));
    }

    /** A selective stream; link streams come behind them. */
    IdeStream stream(int index) {
        return device.idePort().streams().get(index);
    }

    RequesterId function(int index) {
        return index == 0 ? RequesterId.of(bus, 0, 0) : at(index).requesterId();
    }

    Bytes exchange(VendorProtocol protocol, long session, Bytes message) {
        return device.dsm()
                .protocols()
                .registry()
                .handle(session, protocol.wrap(message))
                .flatMap(protocol::unwrap)
                .orElse(Bytes.EMPTY);
    }

    // configuration

    void write(int tdi, String name, long value) {
        Register register = registers.get((tdi == 0 ? "PF " : "VF ") + name);
        device.configWrite(function(tdi), register.offset(), register.size(), value);
    }

    private void write64(String name, long address) {
        write(0, name, address & 0xFFFF_FFFFL);
        write(0, name + " upper", address >>> 32);
    }

    void enumerate() {
        place = 0;
        write64("BAR0", PF_BAR0 + shift());
        write64("BAR2", PF_BAR2 + shift());
        write64("VF BAR0", VF_BAR0[0] + shift());
        write64("VF BAR2", VF_BAR2 + shift());
        write(0, "Command", 0x0406);
        write(0, "Device Control", 0x2937);
        write(0, "Device Control 2", 0x1000);
        write(0, "NumVFs", WalkModel.TDIS - 1);
        write(0, "SR-IOV Control", 0x39);
        for (int i = 0; i < WalkModel.TDIS; i++) {
            busMaster(i, true);
            translation(i, true);
            write(i, "MSI-X Message Control", 0x8000);
        }
    }

    void disableVirtualFunctions() {
        write(0, "SR-IOV Control", 0x30);
        write(0, "NumVFs", 0);
    }

    /** Moves the BARs of all virtual functions. */
    void moveBars() {
        place = 1 - place;
        write64("VF BAR0", VF_BAR0[place] + shift());
    }

    /** Gives all functions other numbers, by the next write that reaches the first. */
    void renumber() {
        bus ^= 8;
        write(0, "Interrupt Line", 0);
    }

    void busMaster(int index, boolean on) {
        long others = index == 0 ? 0x0402 : 0;
        write(index, "Command", on ? others | 4 : others);
    }

    void translation(int index, boolean on) {
        write(index, "ATS Control", on ? 0x8000 : 0);
    }

    void functionReset(int index) {
        write(index, "Device Control", 0x8000);
    }

    /** Into D3hot, where this device forgets, and back. */
    void sleep(int index) {
        write(index, "Power Management Control/Status", 3);
        write(index, "Power Management Control/Status", 0);
    }

    void loseState(int index) {
        device.loseState(at(index));
    }

    /** Another limit than before for the work of a virtual function, far above what the walk's work needs. */
    void limit(int index) {
        limit++;
        var bytes = WireWriter.create();
        bytes.u32("Function", index);
        bytes.u32("Bytes", (1 << 19) + limit);
        device.engines().engine(at(0)).write(EngineRegister.LIMIT.offset(), bytes.toBytes());
    }

    void unplug() {
        device.linkDown();
    }

    long address(int index, boolean isTee) {
        return register(index, isTee ? 0x04 : 0x1000);
    }

    long register(int index, int offset) {
        long base = index == 0 ? PF_BAR0 : VF_BAR0[place] + (index - 1) * APERTURE;
        return base + shift() + offset;
    }

    long msixTable(int index) {
        return (index == 0 ? PF_BAR2 : VF_BAR2 + (index - 1) * MSIX_APERTURE) + shift();
    }

    /** Installs firmware of a security version; tells how that ended. */
    String update(int version) {
        return device.firmware()
                .update(new DeviceFirmware("1." + version, version, DeviceMode.IN_USE))
                .name();
    }

    // keys

    void setEnable(int stream, boolean on) {
        Register control = registers.get("PF Selective IDE Stream %d Control".formatted(stream));
        long value = device.configRead(function(0), control.offset(), 4);
        device.configWrite(function(0), control.offset(), 4, on ? value | 1 : value & ~1L);
    }

    private static StreamId id(int stream) {
        return new StreamId(0x10 + stream);
    }

    private void configure(int stream, IdeStreamSettings settings) {
        String name = "Selective IDE Stream %d ".formatted(stream);
        List<Long> values = settings.toRegisters(1, false, IdeStreamState.INSECURE);
        write(0, name + "RID Association 1", values.get(3));
        write(0, name + "RID Association 2", values.get(4));
        for (int i = 5; i < values.size(); i++) {
            write(0, name + "Address Association " + (i - 4), values.get(i));
        }
        write(0, name + "Control", (long) id(stream).value() << 24 | (stream == 0 ? 1 << 22 : 0));
    }

    /** Registers at both ends, all keys over a session as far as it may, and Enable. */
    void key(int stream, long session) {
        IdeStream local = host.port.streams().get(stream);
        setEnable(stream, false);
        local.disable();
        configure(stream, IdeStreamSettings.of(id(stream), RidRange.of(WalkHost.ROOT_PORT), List.of()));
        var functions = new RidRange(RequesterId.of(1, 0, 0), RequesterId.of(0x1F, 31, 7));
        local.configure(IdeStreamSettings.of(id(stream), functions, List.of()));
        quietly(() -> {
            IdeKmRequester requester = ideKm(session);
            requester.query(0);
            requester.programAll(0, local, session, KeySet.K0);
            requester.startAll(0, local, KeySet.K0);
            return true;
        });
        setEnable(stream, true);
        local.enable();
    }

    /** The same for the stream between two devices, as far as the session of each may. */
    static void keyPeers(WalkDevice one, long session, WalkDevice other, long otherSession) {
        one.configurePeer(other);
        other.configurePeer(one);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.random(one.keys);
            quietly(() -> one.program(session, slot, key));
            quietly(() -> other.program(otherSession, slot.mirrored(), key));
            key.destroy();
        }
        for (KeyDirection direction : List.of(KeyDirection.RECEIVE, KeyDirection.TRANSMIT)) {
            for (KeySlotId slot : KeySlotId.of(KeySet.K0, direction)) {
                quietly(() -> one.start(session, slot));
                quietly(() -> other.start(otherSession, slot));
            }
        }
        one.setEnable(WalkModel.PEER, true);
        other.setEnable(WalkModel.PEER, true);
    }

    private void configurePeer(WalkDevice other) {
        setEnable(WalkModel.PEER, false);
        var functions = new RidRange(RequesterId.of(1, 0, 0), RequesterId.of(0x1F, 31, 7));
        configure(WalkModel.PEER, IdeStreamSettings.of(id(WalkModel.PEER), functions, List.of(other.window())));
    }

    private boolean program(long session, KeySlotId slot, IdeKey key) {
        ideKm(session).program(0, id(WalkModel.PEER), slot, key);
        return true;
    }

    private boolean start(long session, KeySlotId slot) {
        ideKm(session).start(0, id(WalkModel.PEER), slot);
        return true;
    }

    boolean refresh(int stream, long session) {
        return quietly(() -> {
            ideKm(session).refresh(0, host.port.streams().get(stream), session);
            return true;
        });
    }

    /** Stops one key that is in use. */
    boolean stopKey(int stream, long session) {
        return quietly(() -> {
            for (KeySlotId slot : KeySlotId.all()) {
                if (stream(stream).isInUse(slot)) {
                    ideKm(session).stop(0, id(stream), slot);
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean quietly(Supplier<Boolean> exchange) {
        try {
            return exchange.get();
        } catch (IdeKmException e) {
            return false;
        }
    }

    private IdeKmRequester ideKm(long session) {
        return new IdeKmRequester(message -> exchange(VendorProtocol.IDE_KM, session, message), tsm);
    }

    // the host's end follows the device's, as its software sees the state there

    void follow() {
        for (int i = 0; i < 2; i++) {
            IdeStream local = host.port.streams().get(i);
            if (local.isSecure() && !stream(i).isSecure()) {
                local.disable();
            }
        }
    }
}
