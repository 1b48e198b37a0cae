package dev.tdisp.device.tdi;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.SetMmioAttributeRequest;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.responder.HostedTdi;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.core.tdi.Refusal;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.RegionKind;
import dev.tdisp.device.function.TrafficPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The TEE device interface of one function.
 *
 * <p>It outlives its function: a virtual function that is disabled while locked leaves an interface in ERROR behind, which
 * is still in ERROR when the function comes back.
 */
public final class TeeDeviceInterface implements HostedTdi, TrafficPolicy {
    private static final Bytes NO_INFO = Bytes.EMPTY;

    private final DeviceFunction function;
    private final TdiStateMachine machine;
    private final LockConditions conditions;
    private final PeerStreams peers;
    private final Set<TdispSwitch> switches;
    private final Map<BarRegion, RegionKind> changedKinds = new HashMap<>();
    private @Nullable Locked locked;
    private Optional<String> objection = Optional.empty();
    private Housekeeping housekeeping = Housekeeping.THOROUGH;

    TeeDeviceInterface(
            DeviceFunction function, TdiStateMachine machine, LockConditions conditions, Set<TdispSwitch> switches) {
        this.function = function;
        this.machine = machine;
        this.conditions = conditions;
        this.peers = new PeerStreams(conditions.ide(), machine, switches);
        this.switches = new HashSet<>(switches);
        machine.addListener((changed, from, to, cause) -> {
            if (to == TdiState.ERROR) {
                housekeeping.afterError(function);
            }
            function.interrupts().deliver();
        });
        function.setPolicy(this);
    }

    /**
     * Returns the function that hosts the interface.
     *
     * @return the function
     */
    public DeviceFunction function() {
        return function;
    }

    @Override
    public InterfaceId interfaceId() {
        return InterfaceId.of(function.requesterId());
    }

    @Override
    public TdiStateMachine machine() {
        return machine;
    }

    /**
     * Returns the state.
     *
     * @return the state of the machine
     */
    public TdiState state() {
        return machine.state();
    }

    /**
     * Makes the device object to further locks for a reason of its own, as after a failed self test.
     *
     * @param reason why; empty takes the objection back
     */
    public void object(String reason) {
        objection = Optional.of(reason).filter(text -> !text.isEmpty());
    }

    /**
     * Says what becomes of the function's work and memory when the state changes; {@link Housekeeping#THOROUGH} at first.
     *
     * @param other does it from now on
     */
    public void setHousekeeping(Housekeeping other) {
        housekeeping = other;
    }

    @Override
    public List<LockRefusal> lockRefusals(long sessionId, LockParameters parameters) {
        var refusals = new ArrayList<>(conditions.refusals(sessionId, parameters));
        refusals.addAll(conditions.refusalsOf(function, parameters));
        objection.ifPresent(reason -> refusals.add(LockCheck.L17.refuse(reason)));
        return List.copyOf(refusals);
    }

    @Override
    public void lock(long sessionId, LockParameters parameters) {
        housekeeping.beforeLock(function);
        Optional<IdeStream> stream = conditions.defaultStream(parameters);
        locked = new Locked(
                parameters,
                stream.map(IdeStream::id),
                stream.map(s -> OptionalInt.of(s.index())).orElse(OptionalInt.empty()),
                parameters.flags().has(LockFlag.LOCK_MSIX));
        changedKinds.clear();
    }

    @Override
    public Bytes report() {
        MmioAddressUnit unit =
                switches.contains(TdispSwitch.REPORT_IN_BYTE_ADDRESSES) ? MmioAddressUnit.BYTE : MmioAddressUnit.PAGE;
        return reportBuilder().build(NO_INFO).toBytes(unit);
    }

    @Override
    public void start() {
        // the engine is operational at once
    }

    @Override
    public void stop() {
        housekeeping.atStop(function);
        changedKinds.clear();
        locked = null;
    }

    @Override
    public Optional<Refusal> setMmioAttribute(SetMmioAttributeRequest request) {
        for (Map.Entry<BarRegion, MmioRange> entry : reportBuilder().ranges().entrySet()) {
            MmioRange range = entry.getValue();
            boolean isMeant = range.firstPage() == request.firstPage()
                    && range.pageCount() == request.pageCount()
                    && range.rangeId() == request.rangeId();
            if (isMeant && entry.getKey().updatable()) {
                boolean nonTee = request.isNonTeeMemory();
                changedKinds.put(entry.getKey(), nonTee ? RegionKind.NON_TEE_MEMORY : RegionKind.TEE_MEMORY);
                return Optional.empty();
            }
        }
        return Optional.of(Refusal.invalidRequest("MMIO", "no updatable range is reported like this"));
    }

    @Override
    public Optional<LinkContext> issue(RequestKind kind) {
        return switch (AccessRules.issue(kind, state(), isMsixLocked(), switches)) {
            case FORBIDDEN -> Optional.empty();
            case UNTRUSTED -> Optional.of(LinkContext.UNTRUSTED);
            case TRUSTED -> Optional.of(new LinkContext(boundStream(), true));
        };
    }

    @Override
    public Optional<LinkContext> issueTranslated(long address) {
        Optional<LinkContext> upward = issue(RequestKind.MEMORY);
        return upward.filter(LinkContext::trusted)
                .flatMap(context -> peers.streamFor(address))
                .map(LinkContext::trusted)
                .or(() -> upward);
    }

    @Override
    public Optional<Refusal> bindP2pStream(long sessionId, int streamId) {
        return function.translations().isEnabled()
                ? peers.refusalToBind(sessionId, new StreamId(streamId))
                : Optional.of(Refusal.invalidRequest("P2P", "address translation is not enabled"));
    }

    @Override
    public Optional<Refusal> unbindP2pStream(int streamId) {
        return Optional.empty();
    }

    @Override
    public boolean accepts(BarRegion region, LinkContext context) {
        RegionKind kind = changedKinds.getOrDefault(region, region.kind());
        var target = AccessRules.Target.of(kind, isMsixLocked());
        boolean accepted = AccessRules.accepts(target, way(context), state(), switches);
        if (!accepted) {
            machine.on(TdiEvent.TLP_REJECTED, "BAR%d".formatted(region.bar()));
        }
        return accepted;
    }

    private AccessRules.Way way(LinkContext context) {
        if (!context.trusted()) {
            return AccessRules.Way.UNTRUSTED;
        }
        boolean isPeer = context.stream().filter(peers::isBound).isPresent();
        boolean isBound = boundStream().isEmpty() || context.stream().equals(boundStream()) || isPeer;
        return isBound ? AccessRules.Way.TRUSTED_BOUND : AccessRules.Way.TRUSTED_ELSEWHERE;
    }

    @Override
    public void failed(RequestFailure failure) {
        switch (failure) {
            case REFUSED -> machine.on(TdiEvent.COMPLETION_FAILED, "UR or CA");
            case TIMEOUT -> machine.on(TdiEvent.COMPLETION_FAILED, "completion timeout");
            case POISONED -> machine.on(TdiEvent.POISONED_TLP_RECEIVED);
            case UNTRUSTED_TRANSLATION -> machine.on(TdiEvent.UNTRUSTED_TRANSLATION);
        }
    }

    /**
     * Takes a write to a register of a function of the device, which hit some rows; {@code block} is the IDE block of the
     * register.
     */
    void registerWritten(DeviceFunction written, RegisterChange change, List<Tracking.Row> rows, OptionalInt block) {
        rows.stream()
                .filter(row -> concerns(outcome(row, written), block))
                .findFirst()
                .ifPresent(row -> machine.on(row.event(), change.register().name() + " of " + written.name()));
    }

    private Tracking.Outcome outcome(Tracking.Row row, DeviceFunction written) {
        if (written == function) {
            return function.isPhysical() ? row.ownPhysical() : row.ownVirtual();
        }
        return written.isPhysical() ? row.physicalForVirtual() : Tracking.Outcome.FREE;
    }

    private boolean concerns(Tracking.Outcome outcome, OptionalInt block) {
        return switch (outcome) {
            case FREE, ABSENT, RESET -> false;
            case ERROR, TOLD -> true;
            case ERROR_IF_MSIX_LOCKED -> isMsixLocked();
            case ERROR_IF_BOUND ->
                locked != null
                        && block.isPresent()
                        && (block.equals(locked.block()) || peers.hasBlock(block.getAsInt()));
        };
    }

    /** Takes the news that a stream stopped protecting. */
    void streamInsecure(StreamId stream, String cause) {
        if (boundStream().filter(stream::equals).isPresent()) {
            machine.on(TdiEvent.DEFAULT_STREAM_INSECURE, "%s: %s".formatted(stream, cause));
        } else if (peers.isBound(stream)) {
            machine.on(TdiEvent.P2P_STREAM_INSECURE, "%s: %s".formatted(stream, cause));
        }
    }

    private boolean isMsixLocked() {
        return locked != null && locked.msix();
    }

    private Optional<StreamId> boundStream() {
        return locked == null ? Optional.empty() : locked.stream();
    }

    private ReportBuilder reportBuilder() {
        if (locked == null) {
            throw new IllegalStateException("%s is not locked".formatted(machine.name()));
        }
        return new ReportBuilder(function, locked, switches.contains(TdispSwitch.REPORTING_OFFSET_IGNORED));
    }

    /** Leaves ERROR of its own accord: all data is cleared, then the interface is unlocked (section 11.2). */
    void clearItself() {
        if (state() == TdiState.ERROR) {
            stop();
            machine.on(TdiEvent.DATA_CLEARED);
        }
    }

    /** Forgets the lock: after a conventional reset nothing of it is left. */
    void forget() {
        changedKinds.clear();
        locked = null;
    }
}
