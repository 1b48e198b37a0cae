package dev.tdisp.device;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.fabric.AccessControl;
import dev.tdisp.core.fabric.PcieSwitch;
import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.device.function.DeviceFunction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Two devices behind one switch, each with its own host, and what leads from one to the other. */
public final class Peers {
    public static final StreamId PEER_STREAM = new StreamId(0x20);
    public static final long SHIFT = 0x10_0000_0000L;
    static final long FROM = 0x7000_0000L;
    public static final int BLOCK = 1;
    static final long EVERY_BIT = -1;

    private static final int REGISTERS = 0x1D0 + 0x20;
    private static final int BOTH = TranslationEntry.READ | TranslationEntry.WRITE;

    private final Bench left;
    private final Bench right;
    private final PcieSwitch fabric = new PcieSwitch(RequesterId.of(3, 0, 0));
    private final PcieSwitch.Port leftPort;
    private final RandomSource random = RandomSource.seeded(77);
    private Consumer<LinkFrame> beforeRight = frame -> {};

    Peers() {
        this(DeviceProfile.SPEC);
    }

    Peers(DeviceProfile profile) {
        left = new Bench(profile).enumerate(2).secure();
        right = new Bench(profile).at(2, SHIFT).enumerate(2).secure();
        leftPort = fabric.plug(left.device(), left.host(), Set.of());
        leftPort.openWindow(Bench.BAR0, 0x1000_0000L);
        PcieSwitch.Port rightPort = fabric.plug(new Watched(), right.host(), Set.of());
        rightPort.openWindow(Bench.BAR0 + SHIFT, 0x1000_0000L);
        left.enableTranslation(left.vf(1));
        right.enableTranslation(right.vf(1));
    }

    Bench left() {
        return left;
    }

    Bench right() {
        return right;
    }

    PcieSwitch.Port port() {
        return leftPort;
    }

    void setControl(AccessControl... control) {
        leftPort.setControl(Set.of(control));
    }

    /** Looks at each frame on its way to the right device. */
    void beforeRight(Consumer<LinkFrame> look) {
        beforeRight = look;
    }

    /** Programs the registers of the stream between the two, and its keys over the sessions given. */
    Peers secure() {
        configure(PEER_STREAM);
        key(PEER_STREAM, Bench.SESSION);
        return this;
    }

    void configure(StreamId id) {
        configure(left, settings(id, 0x0201, Bench.VF_BAR0 + SHIFT));
        configure(right, settings(id, 0x0101, Bench.VF_BAR0));
    }

    public static IdeStreamSettings settings(StreamId id, int firstFunction, long window) {
        var partner = new RidRange(new RequesterId(firstFunction), new RequesterId(firstFunction + 1));
        return IdeStreamSettings.of(id, partner, List.of(new AddressRange(window, window + 2 * Bench.MIB - 1)));
    }

    public static void configure(Bench bench, IdeStreamSettings settings) {
        List<Long> values = settings.toRegisters(1, false, IdeStreamState.INSECURE);
        RequesterId function = bench.pf().requesterId();
        for (int i = 3; i < values.size(); i++) {
            bench.write(function, REGISTERS - 4 + 4 * i, 4, values.get(i));
        }
        bench.write(function, REGISTERS, 4, values.get(1));
    }

    void key(StreamId id, long session) {
        IdeKmRequester one = left.ideKm(session);
        IdeKmRequester other = right.ideKm(session);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.random(random);
            one.program(0, id, slot, key);
            other.program(0, id, slot.mirrored(), key);
            key.destroy();
        }
        for (KeyDirection direction : List.of(KeyDirection.RECEIVE, KeyDirection.TRANSMIT)) {
            for (KeySlotId slot : KeySlotId.of(KeySet.K0, direction)) {
                one.start(0, id, slot);
                other.start(0, id, slot);
            }
        }
        enable(left);
        enable(right);
    }

    public static void enable(Bench bench) {
        bench.setStreamControl(BLOCK, bench.streamControl(BLOCK) | 1);
    }

    static LockParameters parameters(long mask, LockFlag... more) {
        LockFlags flags = LockFlags.of(LockFlag.BIND_P2P);
        for (LockFlag flag : more) {
            flags = flags.with(flag);
        }
        return LockParameters.of(flags, Bench.STREAM.value()).withBindP2pAddressMask(mask);
    }

    static TdispRequester requester(Bench bench, DeviceFunction function) {
        TdispRequester requester = bench.tdisp(function);
        requester.version();
        requester.capabilities();
        return requester;
    }

    void runBoth() {
        left.run(left.vf(1), parameters(EVERY_BIT));
        right.run(right.vf(1), parameters(EVERY_BIT));
        left.host().forgetReceived();
        right.host().forgetReceived();
    }

    void bindBoth() {
        requester(left, left.vf(1)).bindP2p(PEER_STREAM.value());
        requester(right, right.vf(1)).bindP2p(PEER_STREAM.value());
    }

    /** Lets an address of the left guest mean a place in the right device. */
    void translateToRight(long offset) {
        left.host().translate(FROM, Bench.VF_BAR0 + SHIFT + offset, BOTH);
    }

    /** The right device, as the switch reaches it. */
    private final class Watched implements PcieDevice {
        @Override
        public void connect(UpstreamPort upstream) {
            right.device().connect(upstream);
        }

        @Override
        public long configRead(RequesterId function, int offset, int size) {
            return right.device().configRead(function, offset, size);
        }

        @Override
        public void configWrite(RequesterId function, int offset, int size, long value) {
            right.device().configWrite(function, offset, size, value);
        }

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            beforeRight.accept(frame);
            return right.device().receive(frame);
        }

        @Override
        public void conventionalReset() {
            right.device().conventionalReset();
        }
    }
}
