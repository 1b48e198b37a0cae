package dev.tdisp.device.walk;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.function.Supplier;

/** A device, and what a host can do to it, in terms of the walk. */
final class WalkDevice {
    static final RequesterId PF = RequesterId.of(1, 0, 0);
    private static final Credentials CREDENTIALS = Credentials.issue(SpdmProfile.TDISP, RandomSource.seeded(3));
    private static final long[] VF_BAR0 = {0x40_0200_0000L, 0x40_0400_0000L};
    private static final int CONTROL = 0x1D0;
    private static final int BLOCK_SIZE = 0x20;
    private static final long APERTURE = 1 << 20;

    final WalkHost host;
    final SrIovDevice device;
    private final Env tsm;
    private int place;

    WalkDevice(long seed) {
        Env env = Env.seeded(seed);
        tsm = env.forParty("tsm");
        host = new WalkHost(env.forParty("host"));
        device = SrIovDevice.builder(env.forParty("device"))
                .credentials(CREDENTIALS)
                .build();
        device.connect(host);
    }

    TeeDeviceInterface tdi(int index) {
        return device.interfaceOf(device.virtualFunction(index + 1));
    }

    IdeStream stream(int index) {
        return device.idePort().streams().get(index);
    }

    RequesterId function(int index) {
        return device.virtualFunction(index + 1).requesterId();
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

    void write(RequesterId function, int offset, int size, long value) {
        device.configWrite(function, offset, size, value);
    }

    private void write64(int offset, long address) {
        write(PF, offset, 4, address & 0xFFFF_FFFFL);
        write(PF, offset + 4, 4, address >>> 32);
    }

    void enumerate() {
        place = 0;
        write64(0x10, 0x40_0000_0000L);
        write64(0x18, 0x40_0100_0000L);
        write64(0x184, VF_BAR0[0]);
        write64(0x18C, 0x40_0280_0000L);
        write(PF, 0x04, 2, 0x0406);
        write(PF, 0x78, 2, 0x2937);
        write(PF, 0x98, 2, 0x1000);
        write(PF, 0x170, 2, WalkModel.TDIS);
        write(PF, 0x168, 2, 0x39);
        for (int i = 0; i < WalkModel.TDIS; i++) {
            busMaster(i, true);
        }
    }

    void disableVirtualFunctions() {
        write(PF, 0x168, 2, 0x30);
        write(PF, 0x170, 2, 0);
    }

    /** Moves the BARs of all virtual functions. */
    void moveBars() {
        place = 1 - place;
        write64(0x184, VF_BAR0[place]);
    }

    void busMaster(int index, boolean on) {
        write(function(index), 0x04, 2, on ? 4 : 0);
    }

    void functionReset(int index) {
        write(function(index), 0x78, 2, 0x8000);
    }

    void physicalReset() {
        write(PF, 0x78, 2, 0x8000);
    }

    long address(int index, boolean isTee) {
        return VF_BAR0[place] + index * APERTURE + (isTee ? 0x04 : 0x1000);
    }

    long register(int index, int offset) {
        return VF_BAR0[place] + index * APERTURE + offset;
    }

    // keys

    void setEnable(int stream, boolean on) {
        int at = CONTROL + stream * BLOCK_SIZE;
        long control = device.configRead(PF, at, 4);
        write(PF, at, 4, on ? control | 1 : control & ~1L);
    }

    private static StreamId id(int stream) {
        return new StreamId(0x10 + stream);
    }

    /** Registers at both ends, all keys over a session as far as it may, and Enable. */
    void key(int stream, long session) {
        IdeStream local = host.port.streams().get(stream);
        setEnable(stream, false);
        local.disable();
        int at = CONTROL + stream * BLOCK_SIZE;
        write(PF, at + 8, 4, 0x0800);
        write(PF, at + 12, 4, 0x0801);
        write(PF, at, 4, (long) id(stream).value() << 24 | (stream == 0 ? 1 << 22 : 0));
        var partner = new RidRange(PF, RequesterId.of(1, 1, 0));
        local.configure(IdeStreamSettings.of(id(stream), partner, List.of()));
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

    boolean refresh(int stream, long session) {
        return quietly(() -> {
            ideKm(session).refresh(0, host.port.streams().get(stream), session);
            return true;
        });
    }

    /** Stops one key that is in use. */
    boolean stopKey(int stream, long session) {
        IdeStream local = host.port.streams().get(stream);
        return quietly(() -> {
            for (KeySlotId slot : KeySlotId.all()) {
                if (stream(stream).isInUse(slot)) {
                    ideKm(session).stop(0, id(stream), slot);
                    local.disable();
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
