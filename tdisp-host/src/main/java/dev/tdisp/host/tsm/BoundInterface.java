package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.requester.RequesterOptions;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.Optional;
import java.util.function.Supplier;

/** An interface that is bound to a guest: its lock, its evidence, its windows. */
final class BoundInterface {
    private static final int NUMBER_SIZE = 8;

    private final FunctionId function;
    private final DeviceLink link;
    private final GuestAddressSpace space;
    private final TdispRequester requester;
    private final Env env;
    private final LockParameters parameters;
    private final Nonce nonce;
    private final Refusals refusals;
    private Optional<MmioMappings> mmio = Optional.empty();
    private boolean started;
    private BindEpoch epoch;
    private EvidenceDigests digests;

    /** Locks the interface; if that fails, it is stopped as far as the device answers. */
    BoundInterface(FunctionId function, DeviceLink link, GuestAddressSpace space, TsmOptions options, Env env) {
        this.function = function;
        this.link = link;
        this.space = space;
        this.env = env;
        this.refusals = options.refusals();
        this.requester = requester(function, link, env);
        this.parameters = parameters(options);
        this.nonce = lock();
        this.epoch = new BindEpoch(number(), 0, 0);
        this.digests = link.digests();
    }

    /** Locks; if the answer is lost or wrong, the interface may be locked all the same, so it is stopped. */
    private Nonce lock() {
        try {
            return guarded("lock", () -> requester.lock(parameters));
        } catch (TsmException e) {
            stopQuietly(requester);
            throw e;
        }
    }

    void readReport(HostMemory memory) {
        if (started) {
            throw new TsmException(Reason.WRONG_STATE, "%s is started".formatted(function));
        }
        DeviceInterfaceReport report = guarded("report", requester::report);
        mmio.ifPresent(MmioMappings::revokeAll);
        mmio = Optional.of(
                new MmioMappings(function, memory, space, report, parameters.mmioReportingOffset(), refusals));
        Bytes digest = link.keep(function, EvidenceKind.INTERFACE_REPORT, report.toBytes());
        digests = digests.with(EvidenceKind.INTERFACE_REPORT, digest);
        epoch = epoch.withReport(number());
    }

    private static TdispRequester requester(FunctionId function, DeviceLink link, Env env) {
        return new TdispRequester(
                link.session()::tdisp, InterfaceId.of(function), RequesterOptions.DEFAULT, env, link.nonces());
    }

    private LockParameters parameters(TsmOptions options) {
        guarded("version", requester::version);
        LockFlags supported = guarded("capabilities", requester::capabilities).supportedLockFlags();
        TdiState state = guarded("state", requester::state);
        if (state != TdiState.CONFIG_UNLOCKED) {
            throw new TsmException(Reason.WRONG_STATE, "%s is in %s and must be stopped".formatted(function, state));
        }
        LockFlags flags = options.lockFlags().and(supported.defined());
        return LockParameters.of(flags, link.streamId().value()).withMmioReportingOffset(options.mmioReportingOffset());
    }

    /** Stops an interface whoever locked it. */
    static void stop(FunctionId function, DeviceLink link, Env env) {
        TdispRequester requester = requester(function, link, env);
        guarded("version", requester::version);
        if (guarded("state", requester::state) != TdiState.CONFIG_UNLOCKED) {
            guarded("stop", () -> {
                requester.stop();
                return TdiState.CONFIG_UNLOCKED;
            });
        }
    }

    /** Stops; false if the device does not confirm that it did. */
    private static boolean stopQuietly(TdispRequester requester) {
        try {
            requester.stop();
            return true;
        } catch (TdispException | TsmException e) {
            return false;
        }
    }

    private long number() {
        return WireReader.of(env.random().next(NUMBER_SIZE)).u64("number");
    }

    InterfaceStatus status() {
        TdiState state = guarded("state", requester::state);
        return new InterfaceStatus(function, state, parameters.flags(), epoch, digests, link.status());
    }

    void measure(Bytes guestNonce) {
        SignedMeasurements measurements = link.session().measure(guestNonce);
        Bytes digest = link.keep(function, EvidenceKind.MEASUREMENTS, measurements.encode());
        digests = digests.with(EvidenceKind.MEASUREMENTS, digest);
        epoch = epoch.withMeasurement(number());
    }

    Binding view(boolean isGateOpen) {
        int windows = mmio.map(MmioMappings::count).orElse(0);
        return new Binding(function, space.tvm(), epoch, started, isGateOpen, windows);
    }

    void requireEpoch(BindEpoch claimed) {
        if (!epoch.equals(claimed)) {
            refusals.refuse(
                    new TsmException(Reason.STALE_EPOCH, "%s is at %s, not %s".formatted(function, epoch, claimed)));
        }
    }

    void requireState(TdiState expected) {
        TdiState state = guarded("state", requester::state);
        if (state != expected) {
            throw new TsmException(Reason.WRONG_STATE, "%s is in %s, not %s".formatted(function, state, expected));
        }
    }

    void start() {
        mmio().requireComplete();
        guarded("start", () -> {
            requester.start(nonce);
            return TdiState.RUN;
        });
        started = true;
        nonce.destroy();
    }

    /** Gives up everything at this end, and stops the interface; false if the device did not confirm. */
    boolean release() {
        if (started) {
            mmio.flatMap(MmioMappings::anyAddress).ifPresent(link::flush);
        }
        abandon();
        return stopQuietly(requester);
    }

    /** Gives up everything at this end; the device cannot be asked any more. */
    void abandon() {
        mmio.ifPresent(MmioMappings::revokeAll);
        nonce.destroy();
    }

    MmioMappings mmio() {
        return mmio.orElseThrow(
                () -> new TsmException(Reason.WRONG_STATE, "the report of %s is not read".formatted(function)));
    }

    GuestAddressSpace space() {
        return space;
    }

    DeviceLink link() {
        return link;
    }

    private static <T> T guarded(String what, Supplier<T> exchange) {
        try {
            return exchange.get();
        } catch (TdispException e) {
            throw new TsmException(Reason.DEVICE_REFUSED, what, e);
        }
    }
}
