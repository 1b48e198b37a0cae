package dev.tdisp.core.responder;

import dev.tdisp.core.env.EntropyException;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.UnknownRequest;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A device in memory with interfaces 01:00.0, 01:00.1 and so on of segment 0, and its responder. */
final class MemoryDevice implements TdiBackend {
    final List<MemoryTdi> tdis = new ArrayList<>();
    final RecordingTrace trace = new RecordingTrace();
    final Set<RequestCode> optionalRequests = EnumSet.of(
            RequestCode.BIND_P2P_STREAM_REQUEST,
            RequestCode.UNBIND_P2P_STREAM_REQUEST,
            RequestCode.SET_MMIO_ATTRIBUTE_REQUEST,
            RequestCode.VDM_REQUEST);
    final List<String> settings = new ArrayList<>();
    final TdispResponder responder;
    LockFlags lockFlags = LockFlags.ALL;
    VendorAnswer vendorAnswer = new VendorAnswer.Unsupported();
    Optional<Bytes> unknownAnswer = Optional.empty();
    boolean isEntropyGone;

    MemoryDevice(TdispProfile profile) {
        this(profile, 2, null);
    }

    private MemoryDevice(TdispProfile profile, int interfaces, @Nullable Trace other) {
        var seeded = Env.seeded(7, other == null ? trace : other);
        var env = new Env(seeded.clock(), seeded.timers(), new FailingRandom(seeded.random()), seeded.trace());
        for (int i = 0; i < interfaces; i++) {
            tdis.add(new MemoryTdi(new InterfaceId(0x0100_0100L + i, 0), profile.switches(), env));
        }
        responder = new TdispResponder(this, profile, env, "device");
    }

    static MemoryDevice with(TdispSwitch... switches) {
        TdispProfile profile = TdispProfile.SPEC;
        for (TdispSwitch each : switches) {
            profile = profile.with(each);
        }
        return new MemoryDevice(profile);
    }

    /** A device whose trace nobody keeps. */
    static MemoryDevice quiet(TdispProfile profile) {
        return new MemoryDevice(profile, 2, Trace.none());
    }

    MemoryTdi tdi() {
        return tdis.get(0);
    }

    @Override
    public List<MemoryTdi> interfaces() {
        return List.copyOf(tdis);
    }

    @Override
    public Set<RequestCode> optionalRequests() {
        return optionalRequests;
    }

    @Override
    public LockFlags lockFlags() {
        return lockFlags;
    }

    @Override
    public VendorAnswer vendorRequest(long sessionId, HostedTdi target, VendorData request) {
        return vendorAnswer;
    }

    @Override
    public Optional<Bytes> unknownRequest(long sessionId, UnknownRequest request) {
        return unknownAnswer;
    }

    @Override
    public void configure(boolean xtMode, boolean xtBitForLockedMsix) {
        settings.add(xtMode + " " + xtBitForLockedMsix);
    }

    private final class FailingRandom implements RandomSource {
        private final RandomSource random;

        FailingRandom(RandomSource random) {
            this.random = random;
        }

        @Override
        public Bytes next(int size) {
            if (isEntropyGone) {
                throw new EntropyException("the noise source is quiet");
            }
            return random.next(size);
        }

        @Override
        public RandomSource forParty(String party) {
            return this;
        }

        @Override
        public boolean isDeterministic() {
            return true;
        }
    }
}
