package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispCapabilities;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.Optional;

/** An interface that is bound to a guest: its lock, its evidence, its windows. */
final class BoundInterface {
    private static final int NUMBER_SIZE = 8;

    private final FunctionId function;
    private final DeviceLink link;
    private final GuestAddressSpace space;
    private final InterfaceCalls calls;
    private final AcceptOrder order;
    private final Env env;
    private final LockParameters parameters;
    private final Nonce nonce;
    private final Refusals refusals;
    private Optional<MmioMappings> mmio = Optional.empty();
    private Progress progress = Progress.LOCKED;
    private BindEpoch epoch;
    private EvidenceDigests digests;

    /** How far the interface is, as far as the security manager knows. */
    private enum Progress {
        LOCKED,
        STARTED,
        /** The answer to a start is lost or wrong, and the device has not said since what became of it. */
        UNKNOWN
    }

    /** Locks the interface; if that fails, it is stopped as far as the device answers. */
    BoundInterface(FunctionId function, DeviceLink link, GuestAddressSpace space, TsmOptions options, Env env) {
        this.function = function;
        this.link = link;
        this.space = space;
        this.env = env;
        this.order = options.acceptOrder();
        this.refusals = options.refusals();
        this.calls = new InterfaceCalls(function, link, env);
        this.parameters = parameters(options);
        this.nonce = calls.lock(parameters);
        this.epoch = new BindEpoch(number(), 0, 0);
        this.digests = link.digests();
    }

    private LockParameters parameters(TsmOptions options) {
        calls.ask("version", TdispRequester::version);
        TdispCapabilities capabilities = calls.ask("capabilities", TdispRequester::capabilities);
        requireReach(capabilities.devAddrWidth());
        LockFlags supported = capabilities.supportedLockFlags();
        TdiState state = calls.state();
        if (state != TdiState.CONFIG_UNLOCKED) {
            throw new TsmException(Reason.WRONG_STATE, "%s is in %s and must be stopped".formatted(function, state));
        }
        LockFlags flags = options.lockFlags().and(supported.defined());
        return LockParameters.of(flags, link.streamId().value()).withMmioReportingOffset(options.mmioReportingOffset());
    }

    /** The device has to reach all that the guest has (section 11.3.7). */
    private void requireReach(int width) {
        long highest = space.highest().orElse(0);
        int needed = Long.SIZE - Long.numberOfLeadingZeros(highest);
        if (width < needed) {
            throw new TsmException(
                    Reason.WRONG_DEVICE,
                    "%s has addresses of %d bits, and the guest has some of %d".formatted(function, width, needed));
        }
    }

    void readReport(HostMemory memory) {
        if (progress() == Progress.STARTED) {
            throw new TsmException(Reason.WRONG_STATE, "%s is started".formatted(function));
        }
        DeviceInterfaceReport report = calls.ask("report", TdispRequester::report);
        mmio.ifPresent(MmioMappings::revokeAll);
        PageRange window = link.location().window();
        long offset = parameters.mmioReportingOffset();
        mmio = Optional.of(new MmioMappings(function, memory, space, window, report, offset, refusals));
        Bytes digest = link.keep(function, EvidenceKind.INTERFACE_REPORT, report.toBytes());
        digests = digests.with(EvidenceKind.INTERFACE_REPORT, digest);
        epoch = epoch.withReport(number());
    }

    /** Finds out how far the interface is, if that is unknown. */
    private Progress progress() {
        if (progress == Progress.UNKNOWN) {
            state();
        }
        return progress;
    }

    /** Asks for the state; what was unknown is known then. */
    private TdiState state() {
        TdiState state = calls.state();
        if (progress == Progress.UNKNOWN) {
            progress = state == TdiState.CONFIG_LOCKED ? Progress.LOCKED : Progress.STARTED;
            if (progress == Progress.STARTED) {
                nonce.destroy();
            }
        }
        return state;
    }

    /** Stops an interface whoever locked it. */
    static void stop(FunctionId function, DeviceLink link, Env env) {
        var calls = new InterfaceCalls(function, link, env);
        calls.ask("version", TdispRequester::version);
        if (calls.state() != TdiState.CONFIG_UNLOCKED && !calls.stop()) {
            throw new TsmException(Reason.STATE_UNKNOWN, "%s did not confirm that it stopped".formatted(function));
        }
    }

    private long number() {
        return WireReader.of(env.random().next(NUMBER_SIZE)).u64("number");
    }

    InterfaceStatus status() {
        return new InterfaceStatus(function, state(), parameters.flags(), epoch, digests, link.status());
    }

    void measure(Bytes guestNonce) {
        SignedMeasurements measurements = link.ask(() -> link.session().measure(guestNonce));
        Bytes digest = link.keep(function, EvidenceKind.MEASUREMENTS, measurements.encode());
        digests = digests.with(EvidenceKind.MEASUREMENTS, digest);
        epoch = epoch.withMeasurement(number());
    }

    Binding view(boolean isGateOpen) {
        int windows = mmio.map(MmioMappings::count).orElse(0);
        return new Binding(function, space.tvm(), epoch, progress != Progress.LOCKED, isGateOpen, windows);
    }

    void requireEpoch(BindEpoch claimed) {
        if (!epoch.equals(claimed)) {
            refusals.refuse(
                    new TsmException(Reason.STALE_EPOCH, "%s is at %s, not %s".formatted(function, epoch, claimed)));
        }
    }

    /** Checks that the interface runs and that the guest has mapped what it must. */
    void requireRunning() {
        TdiState state = state();
        if (state != TdiState.RUN) {
            throw new TsmException(Reason.WRONG_STATE, "%s is in %s, not RUN".formatted(function, state));
        }
        mmio().requireComplete();
    }

    /** Starts; without effect if an earlier start, whose answer was lost, has happened. */
    void start() {
        if (order == AcceptOrder.MAP_THEN_START) {
            mmio().requireComplete();
        }
        boolean wasUnknown = progress == Progress.UNKNOWN;
        if (progress() == Progress.STARTED) {
            requireLater(wasUnknown);
            return;
        }
        try {
            calls.start(nonce);
        } catch (TsmException e) {
            if (!InterfaceCalls.isRefusal(e)) {
                progress = Progress.UNKNOWN;
            }
            throw e;
        }
        progress = Progress.STARTED;
        nonce.destroy();
    }

    private void requireLater(boolean wasUnknown) {
        if (!wasUnknown || state() != TdiState.RUN) {
            throw new TsmException(Reason.WRONG_STATE, "%s is started".formatted(function));
        }
    }

    /** Gives up everything at this end, and stops the interface; false if the device did not confirm. */
    boolean release() {
        if (progress != Progress.LOCKED) {
            mmio.flatMap(MmioMappings::anyAddress).ifPresent(link::flush);
        }
        abandon();
        return calls.stop();
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
}
