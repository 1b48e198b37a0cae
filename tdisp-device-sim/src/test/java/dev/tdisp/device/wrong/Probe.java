package dev.tdisp.device.wrong;

import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.Way;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.function.UnaryOperator;

/** A device under test, asked with bytes written by hand. */
final class Probe {
    static final String ERROR_STATE = "INVALID_INTERFACE_STATE";
    private static final String NO_PAYLOAD = "";

    final Bench bench;
    private final WrongDevice kind;

    Probe(WrongDevice kind) {
        this(kind, DeviceProfile.SPEC, UnaryOperator.identity());
    }

    private Probe(WrongDevice kind, DeviceProfile base, UnaryOperator<SrIovDeviceBuilder> parts) {
        this.kind = kind;
        bench = Bench.untraced(builder -> parts.apply(kind.prepare(builder, base)));
        kind.after().accept(bench.device());
        bench.enumerate(2);
        secure();
        unlockAll();
        bench.behind(kind::onTheBus);
    }

    /** Another device of the same kind, neither enumerated nor keyed, with something changed. */
    Bench fresh(UnaryOperator<DeviceProfile> change) {
        Bench other = Bench.untraced(builder -> kind.prepare(builder, change.apply(DeviceProfile.SPEC)));
        kind.after().accept(other.device());
        return other.behind(kind::onTheBus);
    }

    /** Brings the keys past IDE_KM, which may be what is wrong. */
    private void secure() {
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        bench.hostStream().configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        IdeStream stream = bench.device().idePort().streams().get(0);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.of(Bytes.filled(slot.code() + 1, IdeKey.SIZE));
            stream.program(Bench.SESSION, slot, key, 1);
            bench.hostStream().program(Bench.SESSION, slot.mirrored(), key, 1);
        }
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            stream.start(slot);
            bench.hostStream().start(slot);
        }
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        bench.hostStream().enable();
    }

    /** Another device of the same kind, in which something goes wrong. */
    Probe with(String fault) {
        return with(builder -> builder.faults(FaultPlan.parse(fault)));
    }

    /** Another device of the same kind, of more parts. */
    Probe with(UnaryOperator<SrIovDeviceBuilder> parts) {
        return new Probe(kind, DeviceProfile.SPEC, parts);
    }

    /** Another device of the same kind, built otherwise. */
    Probe built(UnaryOperator<DeviceProfile> otherwise) {
        return built(otherwise, UnaryOperator.identity());
    }

    /** Another device of the same kind, built otherwise and of more parts. */
    Probe built(UnaryOperator<DeviceProfile> otherwise, UnaryOperator<SrIovDeviceBuilder> parts) {
        return new Probe(kind, otherwise.apply(DeviceProfile.SPEC), parts);
    }

    /** Takes an interface back to CONFIG_UNLOCKED, without asking the device. */
    void unlock(int vf) {
        TeeDeviceInterface tdi = bench.tdi(vf(vf));
        tdi.machine().stop(tdi::stop);
        tdi.machine().on(TdiEvent.CONVENTIONAL_RESET);
    }

    void unlockAll() {
        for (int index = 0; index <= 2; index++) {
            unlock(index);
        }
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void equal(Object actual, Object expected) {
        if (!expected.equals(actual)) {
            throw new AssertionError("%s, not %s".formatted(actual, expected));
        }
    }

    /** A byte of a message that may be too short to have it. */
    static int byteAt(Bytes message, int index) {
        require(message.size() > index, "no byte %d in %s".formatted(index, message));
        return message.at(index);
    }

    DeviceFunction vf(int index) {
        return index == 0 ? bench.pf() : bench.vf(index);
    }

    Bytes ask(int vf, int code, String payload) {
        return ask(Bench.SESSION, vf, code, payload);
    }

    Bytes ask(long session, int vf, int code, String payload) {
        return raw(session, "10%02x0000%s%s".formatted(code, hosted(vf), payload));
    }

    /** The identifier of an interface, wherever the layout puts its function; one that is not there has one of its own. */
    private String hosted(int vf) {
        boolean isThere =
                vf <= bench.device().physicalFunction().virtualFunctions().size();
        int requester = isThere ? vf(vf).requesterId().value() : Bench.PF.value() + vf;
        return "%02x%02x".formatted(requester & 0xFF, requester >>> 8) + "00".repeat(10);
    }

    Bytes raw(long session, String hex) {
        return bench.exchange(VendorProtocol.TDISP, session, Bytes.fromHex(hex));
    }

    /** FUNCTION_ID and eight reserved bytes. */
    static String id(int vf) {
        return "%02x010000".formatted(vf) + "00".repeat(8);
    }

    static String outcome(Bytes response) {
        if (response.isEmpty()) {
            return "silence";
        }
        if (response.at(1) != 0x7F) {
            return "ok";
        }
        int code = response.at(16) | response.at(17) << 8;
        return switch (code) {
            case 0x01 -> "INVALID_REQUEST";
            case 0x03 -> "BUSY";
            case 0x04 -> ERROR_STATE;
            case 0x05 -> "UNSPECIFIED";
            case 0x07 -> "UNSUPPORTED_REQUEST";
            case 0x41 -> "VERSION_MISMATCH";
            case 0x101 -> "INVALID_INTERFACE";
            case 0x102 -> "INVALID_NONCE";
            case 0x103 -> "INSUFFICIENT_ENTROPY";
            case 0x104 -> "INVALID_DEVICE_CONFIGURATION";
            default -> Integer.toHexString(code);
        };
    }

    static String lockPayload(int flags, int stream, long offset) {
        var text = new StringBuilder("%02x00%02x00".formatted(flags, stream));
        for (int i = 0; i < 8; i++) {
            text.append("%02x".formatted(offset >>> 8 * i & 0xFF));
        }
        return text + "00".repeat(8);
    }

    String lockOutcome(int vf) {
        return outcome(ask(vf, 0x83, lockPayload(0, 0x10, 0)));
    }

    /** Locks, and returns the nonce. */
    String lock(int vf) {
        return lock(vf, 0, 0);
    }

    String lock(int vf, int flags, long offset) {
        Bytes response = ask(vf, 0x83, lockPayload(flags, 0x10, offset));
        equal(outcome(response), "ok");
        return response.slice(16, 48).toHex();
    }

    void run(int vf) {
        equal(outcome(ask(vf, 0x86, lock(vf))), "ok");
    }

    /** Into ERROR, by an internal error. */
    void violate(int vf) {
        bench.tdi(vf(vf)).machine().on(TdiEvent.DSM_FAILED);
    }

    String stop(int vf) {
        return outcome(ask(vf, 0x87, NO_PAYLOAD));
    }

    /** The state as the device has it. */
    int state(int vf) {
        return bench.state(vf(vf)).code();
    }

    Bytes report(int vf, int offset, int length) {
        return ask(vf, 0x84, "%02x%02x%02x%02x".formatted(offset & 0xFF, offset >> 8, length & 0xFF, length >> 8));
    }

    /** The whole report. */
    Bytes report(int vf) {
        Bytes response = report(vf, 0, 0xFFFF);
        equal(outcome(response), "ok");
        return response.from(20);
    }

    boolean reads(int vf, boolean isTee, Way way) {
        long address = vf(vf).address(vf(vf).bars().get(0)) + (isTee ? 4 : 0x1000);
        return bench.readMemory(address, 4, way).isPresent();
    }
}
