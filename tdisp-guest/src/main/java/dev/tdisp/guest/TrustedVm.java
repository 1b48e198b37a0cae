package dev.tdisp.guest;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.Appraisal;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.CheckResult;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Judge;
import dev.tdisp.guest.attestation.PlannedRange;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.GuestCalls;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.GuestHypercalls;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.host.vmm.GuestWindow;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A confidential guest.
 *
 * <p>For one thread at a time.
 *
 * <pre>{@code
 * vm.lock(function);
 * Acceptance acceptance = vm.accept(function);
 * EngineDriver driver = vm.privateDriver(function);
 * driver.checksum(vm.heap().put(secret));
 * vm.unlock(function);
 * }</pre>
 */
public final class TrustedVm {
    private final TvmId id;
    private final GuestAddressSpace space;
    private final GuestCalls tsm;
    private final GuestHypercalls host;
    private final AppraisalPolicy policy;
    private final Judge judge;
    private final Env env;
    private final GuestHeap heap;
    private final GuestDrivers drivers;
    private final Map<FunctionId, BindEpoch> accepted = new HashMap<>();

    /**
     * Creates a guest that was launched.
     *
     * @param space its addresses
     * @param layout where it sees what
     * @param tsm its calls of the security manager
     * @param host its calls of the hypervisor
     * @param policy what it demands of devices
     * @param env randomness, time and trace of its own
     */
    public TrustedVm(
            GuestAddressSpace space,
            GuestLayout layout,
            GuestCalls tsm,
            GuestHypercalls host,
            AppraisalPolicy policy,
            Env env) {
        this(space, layout, tsm, host, policy, Appraisal::appraise, env);
    }

    /**
     * Creates a guest that was launched, with a judge of its own.
     *
     * @param space its addresses
     * @param layout where it sees what
     * @param tsm its calls of the security manager
     * @param host its calls of the hypervisor
     * @param policy what it demands of devices
     * @param judge who judges evidence by the policy
     * @param env randomness, time and trace of its own
     */
    public TrustedVm(
            GuestAddressSpace space,
            GuestLayout layout,
            GuestCalls tsm,
            GuestHypercalls host,
            AppraisalPolicy policy,
            Judge judge,
            Env env) {
        this.id = space.tvm();
        this.space = space;
        this.tsm = tsm;
        this.host = host;
        this.policy = policy;
        this.judge = judge;
        this.env = env;
        this.heap = new GuestHeap(space, layout.privatePages(), Visibility.PRIVATE);
        this.drivers = new GuestDrivers(space, host, layout.sharedPages());
    }

    /**
     * Returns who this is.
     *
     * @return its identity
     */
    public TvmId id() {
        return id;
    }

    /**
     * Returns where it sees what.
     *
     * @return its addresses
     */
    public GuestAddressSpace space() {
        return space;
    }

    /**
     * Returns its private memory.
     *
     * @return the heap
     */
    public GuestHeap heap() {
        return heap;
    }

    /**
     * Returns all ways to drive a function.
     *
     * @return makes drivers
     */
    public GuestDrivers drivers() {
        return drivers;
    }

    /**
     * Returns a driver for a function that is not accepted: its window is shared, its data is copied.
     *
     * @param function the function
     * @return the driver
     */
    public EngineDriver sharedDriver(FunctionId function) {
        return drivers.bounced(function);
    }

    /**
     * Returns a driver for an accepted interface: its window is private, its data stays where it is.
     *
     * @param function the interface
     * @return the driver
     */
    public EngineDriver privateDriver(FunctionId function) {
        return drivers.direct(function);
    }

    /**
     * Asks the hypervisor to have an interface locked. Whether it is shows only in the evidence.
     *
     * @param function the interface
     */
    public void lock(FunctionId function) {
        host.requestBind(function);
    }

    /**
     * Collects evidence: has the device measured with a fresh nonce, asks the security manager, then the hypervisor, then the
     * security manager again.
     *
     * @param function the interface
     * @return the evidence
     * @throws TsmException if the interface is not bound to this guest, or the device fails
     */
    public Evidence collectEvidence(FunctionId function) {
        return collectEvidence(function, env.random().next(SignedMeasurements.NONCE_SIZE));
    }

    /**
     * Collects evidence for somebody who wants to see a nonce of their own in it.
     *
     * @param function the interface
     * @param nonce 32 bytes of the one who asks
     * @return the evidence
     * @throws TsmException if the interface is not bound to this guest, or the device fails
     */
    public Evidence collectEvidence(FunctionId function, Bytes nonce) {
        tsm.measure(function, nonce);
        InterfaceStatus before = tsm.status(function);
        Map<EvidenceKind, Bytes> blobs = new EnumMap<>(EvidenceKind.class);
        for (EvidenceKind kind : EvidenceKind.values()) {
            host.evidence(function, kind).ifPresent(blob -> blobs.put(kind, blob));
        }
        List<GuestWindow> windows = host.windows(function);
        return new Evidence(before, tsm.status(function), nonce, blobs, windows);
    }

    /**
     * Collects evidence and judges it.
     *
     * @param function the interface
     * @return the verdict
     * @throws TsmException if the interface is not bound to this guest, or the device fails
     */
    public Verdict appraise(FunctionId function) {
        return appraise(collectEvidence(function));
    }

    /**
     * Judges evidence by this guest's policy.
     *
     * @param evidence the evidence
     * @return the verdict
     */
    public Verdict appraise(Evidence evidence) {
        Verdict verdict = judge.judge(evidence, policy, env.clock().instant());
        for (CheckResult result : verdict.results()) {
            note(() -> verdict.function() + " " + result);
        }
        return verdict;
    }

    /**
     * Judges an interface and takes it into use if every check passes: accepts its windows in the order of the report, starts
     * it, sees that it runs, opens its gate. If one of these is refused, the interface is given back.
     *
     * @param function the interface
     * @return what became of it
     * @throws TsmException if the interface is not bound to this guest, or the device fails while evidence is collected
     */
    public Acceptance accept(FunctionId function) {
        return accept(appraise(function));
    }

    /**
     * Takes an interface into use by a verdict that was made before.
     *
     * @param verdict the verdict; it must be of the present lock, measurement and report
     * @return what became of it
     */
    public Acceptance accept(Verdict verdict) {
        if (!verdict.isAcceptable()) {
            note("%s rejected: %s".formatted(verdict.function(), verdict.failures()));
            return new Acceptance.Rejected(verdict);
        }
        String step = "accept windows";
        try {
            acceptWindows(verdict);
            step = "start";
            Verdict running = start(verdict);
            if (!running.isAcceptable()) {
                String reason = running.of(Check.RUNS).reason();
                note("%s failed: %s".formatted(verdict.function(), reason));
                giveBack(verdict.function());
                return new Acceptance.Failed(running, step, reason);
            }
            step = "open gate";
            openGate(running);
            note("%s accepted".formatted(verdict.function()));
            return new Acceptance.Accepted(running);
        } catch (TsmException e) {
            note("%s failed: %s".formatted(verdict.function(), e.getMessage()));
            giveBack(verdict.function());
            return new Acceptance.Failed(verdict, step, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Accepts the windows of TEE memory, in the order of the report. The first step of {@link #accept(Verdict)}.
     *
     * @param verdict a good verdict
     * @throws TsmException if the hypervisor mapped something else
     */
    public void acceptWindows(Verdict verdict) {
        requireAcceptable(verdict);
        for (PlannedRange range : verdict.plan()) {
            if (range.trusted()) {
                tsm.acceptMmio(verdict.function(), range.index(), range.guestAddress(), verdict.epoch());
            }
        }
    }

    /**
     * Starts the interface, and asks the security manager whether it runs. The second step of {@link #accept(Verdict)}.
     *
     * @param verdict a good verdict
     * @return the verdict with {@link Check#RUNS}
     * @throws TsmException if a window is missing, or the device refuses
     */
    public Verdict start(Verdict verdict) {
        requireAcceptable(verdict);
        accepted.put(verdict.function(), verdict.epoch());
        tsm.start(verdict.function(), verdict.epoch());
        return verdict.afterStart(state(verdict.function()));
    }

    /**
     * Returns what this guest believes of an interface.
     *
     * @param function the interface
     * @return the lock, measurement and report by which it had the interface started, until it gives the interface back
     */
    public Optional<BindEpoch> accepted(FunctionId function) {
        return Optional.ofNullable(accepted.get(function));
    }

    /**
     * Lets the interface use this guest's memory. The third step of {@link #accept(Verdict)}.
     *
     * @param verdict a good verdict
     * @throws TsmException if the interface does not run
     */
    public void openGate(Verdict verdict) {
        requireAcceptable(verdict);
        tsm.openGate(verdict.function(), verdict.epoch());
    }

    private static void requireAcceptable(Verdict verdict) {
        if (!verdict.isAcceptable()) {
            throw new IllegalArgumentException("verdict: %s failed".formatted(verdict.failures()));
        }
    }

    private void giveBack(FunctionId function) {
        accepted.remove(function);
        try {
            tsm.release(function);
        } catch (TsmException e) {
            notBound(function, e);
        }
    }

    /** Takes a refusal that leaves nothing to be done: the security manager has given the interface up. */
    private void notBound(FunctionId function, TsmException refusal) {
        if (refusal.reason() != TsmException.Reason.NOT_BOUND) {
            throw refusal;
        }
        note("%s is not bound any more".formatted(function));
    }

    /**
     * Asks the security manager for the state of an interface.
     *
     * @param function the interface
     * @return the state, as the device says at this moment
     * @throws TsmException if the interface is not bound to this guest, or the device fails
     */
    public TdiState state(FunctionId function) {
        return tsm.status(function).state();
    }

    /**
     * Keeps an interface out of this guest's memory. The first step of {@link #unlock}.
     *
     * @param function the interface
     * @throws TsmException if the interface is not bound to this guest
     */
    public void closeGate(FunctionId function) {
        try {
            tsm.closeGate(function);
        } catch (TsmException e) {
            notBound(function, e);
        }
    }

    /**
     * Gives an interface back: closes its gate, then has it stopped and its windows unmapped.
     *
     * @param function the interface
     * @throws TsmException if the interface is not bound to this guest
     */
    public void unlock(FunctionId function) {
        closeGate(function);
        giveBack(function);
        host.requestUnbind(function);
        note("%s given back".formatted(function));
    }

    private void note(String text) {
        note(() -> text);
    }

    private void note(Supplier<String> text) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Note(env.clock().instant(), id.name(), text.get()));
        }
    }
}
