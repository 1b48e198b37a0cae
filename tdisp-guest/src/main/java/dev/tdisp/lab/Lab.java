package dev.tdisp.lab;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.vmm.HypervisorVmm;
import java.util.List;
import java.util.Optional;

/**
 * A device, a host and a confidential VM on one parties, all from one seed.
 *
 * <p>Virtual functions are numbered from 1; one that is not enabled is refused with an {@link IllegalArgumentException}.
 *
 * <p>Attach and detach are flows: run them whole, step by step, or up to a {@link Milestone}. There is no way back in a flow;
 * {@linkplain #again() build the same lab again} and replay, or let a {@link Walk} do so. For one thread at a time; labs know
 * nothing of each other.
 *
 * <pre>{@code
 * try (Lab lab = Lab.seeded(42)) {
 *     lab.attach(1).run();
 *     lab.state(1); // RUN
 *     lab.detach(1).run();
 * }
 * }</pre>
 */
public final class Lab implements AutoCloseable {
    final LabBuilder.Settings settings;
    private final RecordingTrace recording = new RecordingTrace();
    private final VirtualTime time = new VirtualTime();
    private final Env env;
    final Parties parties;
    private final Flows flows;

    Lab(LabBuilder.Settings settings) {
        this.settings = settings;
        this.env = new Env(time, time, RandomSource.seeded(settings.seed()), settings.trace(recording));
        this.parties = new Parties(settings, env, time);
        this.flows = new Flows(parties, settings.vfs(), settings.isWatched() ? this::check : () -> {});
    }

    /**
     * Builds a lab with everything as usual.
     *
     * @param seed any number; the same number gives the same runs
     * @return the lab
     */
    public static Lab seeded(long seed) {
        return builder().seed(seed).build();
    }

    /**
     * Starts to describe a lab.
     *
     * @return a builder with everything as usual
     */
    public static LabBuilder builder() {
        return new LabBuilder();
    }

    /**
     * Builds the same lab anew, as this one was before its first step.
     *
     * @return another lab of the same seed and options
     * @throws IllegalStateException if the device comes from elsewhere: nobody can build that again
     */
    public Lab again() {
        if (settings.device().isPresent()) {
            throw new IllegalStateException("the device is not this lab's");
        }
        return new Lab(settings);
    }

    /**
     * Returns the way of a virtual function into the guest's trust. Steps that an earlier flow did for the whole device are
     * passed without effect.
     *
     * @param vf which virtual function, from 1
     * @return the flow, before its first step; {@link Milestone#ENUMERATED} to {@link Milestone#DMA_DONE}
     * @throws IllegalArgumentException if that many are not enabled
     */
    public Flow<Milestone> attach(int vf) {
        return flows.attach(vf);
    }

    /**
     * Returns the way of a virtual function out of the guest's trust, from wherever it is. Stream and session end with the
     * last virtual function.
     *
     * @param vf which virtual function, from 1
     * @return the flow, before its first step; {@link Milestone#STOPPED} and {@link Milestone#DISCONNECTED}
     */
    public Flow<Milestone> detach(int vf) {
        return flows.detach(vf);
    }

    /**
     * Returns what can become of a virtual function's interface that is in RUN.
     *
     * @param what what happens
     * @param vf which virtual function, from 1
     * @return the flow, before its first step
     */
    public Flow<Milestone> flow(LifeCycle what, int vf) {
        return flows.of(what, vf);
    }

    /**
     * Returns the flow of a disturbance of an interface in RUN: it happens, everybody looks, and all starts over.
     *
     * @param what what happens
     * @param vf which virtual function, from 1
     * @return the flow, before its first step
     */
    public Flow<Milestone> flow(Disturbance what, int vf) {
        return flows.of(what, vf);
    }

    /**
     * Returns who saw what of the last disturbance.
     *
     * @param vf which virtual function, from 1
     * @return what was seen, once the flow of a disturbance has come so far
     */
    public Optional<Sighting> sighting(int vf) {
        return flows.sighting(vf);
    }

    /**
     * Returns the state of all four parties, as each has it in its books. Nobody is asked.
     *
     * @param vf which virtual function, from 1
     * @return the state at this moment
     */
    public PartiesState parties(int vf) {
        return new Census(parties).of(attachment(vf).vf());
    }

    private Attachment attachment(int vf) {
        return flows.attachment(vf);
    }

    /**
     * Returns what was done last.
     *
     * @return the last step that was done of any flow of this lab, if there was one
     */
    public Optional<Step<Milestone>> lastStep() {
        return flows.last();
    }

    /**
     * Returns the interface of a virtual function, to be asked and asserted on.
     *
     * @param vf which virtual function, from 1
     * @return the interface
     * @throws IllegalArgumentException if that many are not enabled
     */
    public Tdi tdi(int vf) {
        return new Tdi(this, attachment(vf).vf());
    }

    /**
     * Looks into the device: the state of a virtual function's interface.
     *
     * @param vf which virtual function, from 1
     * @return the state at this moment
     */
    public TdiState state(int vf) {
        return parties.state(attachment(vf).vf());
    }

    /**
     * Returns the evidence that the guest collected of a virtual function.
     *
     * @param vf which virtual function, from 1
     * @return the last evidence, if there was some
     */
    public Optional<Evidence> evidence(int vf) {
        return attachment(vf).collected();
    }

    /**
     * Returns what the guest thinks of a virtual function.
     *
     * @param vf which virtual function, from 1
     * @return the last verdict, if there was one
     */
    public Optional<Verdict> verdict(int vf) {
        return attachment(vf).verdict();
    }

    /**
     * Returns what data the guest moved through a virtual function.
     *
     * @param vf which virtual function, from 1
     * @return the work so far
     */
    public Transfers transfers(int vf) {
        return attachment(vf).transfers();
    }

    /**
     * Returns the seed.
     *
     * @return what everything random comes from
     */
    public long seed() {
        return settings.seed();
    }

    /**
     * Returns how many virtual functions are enabled.
     *
     * @return at least 1
     */
    public int vfs() {
        return settings.vfs();
    }

    /**
     * Returns what happened so far.
     *
     * @return a copy; empty if the lab is untraced
     */
    public List<TraceEvent> events() {
        return recording.events();
    }

    /**
     * Returns what happened from a point on.
     *
     * @param first how many events to leave out
     * @return a copy of the others
     */
    public List<TraceEvent> eventsFrom(int first) {
        return recording.eventsFrom(first);
    }

    /**
     * Returns the time of this lab, which stands still unless somebody advances it.
     *
     * @return the clock
     */
    public VirtualTime time() {
        return time;
    }

    /** {@return time, randomness and trace of this lab} */
    public Env env() {
        return env;
    }

    /**
     * Returns the device.
     *
     * @return the device
     * @throws IllegalStateException if it comes from elsewhere
     */
    public SrIovDevice device() {
        return parties.device();
    }

    /**
     * Returns the hypervisor, with all its power to do harm.
     *
     * @return the hypervisor
     */
    public HypervisorVmm vmm() {
        return parties.vmm();
    }

    /**
     * Returns the security manager.
     *
     * @return the security manager
     */
    public TeeSecurityManager tsm() {
        return parties.tsm();
    }

    /**
     * Returns the guest.
     *
     * @return the guest
     */
    public TrustedVm guest() {
        return parties.guest();
    }

    /**
     * Launches another guest, which demands the same of devices, and has none yet.
     *
     * @param name its name, which no other has
     * @return the guest
     */
    public TrustedVm launch(String name) {
        return parties.launch(name);
    }

    /**
     * Returns who a virtual function is on the bus.
     *
     * @param vf which virtual function, from 1
     * @return the function
     * @throws IllegalArgumentException if that many are not enabled
     */
    public FunctionId function(int vf) {
        return parties.findFunction(attachment(vf).vf())
                .orElseThrow(() -> new IllegalArgumentException("vf: virtual functions are not enabled yet"));
    }

    /**
     * Returns the host's end of the link.
     *
     * @return the root port
     */
    public RootPort rootPort() {
        return parties.port();
    }

    /**
     * Returns what decides on requests of devices.
     *
     * @return the IOMMU
     */
    public Iommu iommu() {
        return parties.iommu();
    }

    /**
     * Returns the host's memory.
     *
     * @return the memory, which knows the owner of each page
     */
    public HostMemory memory() {
        return parties.memory();
    }

    /**
     * Declares something a secret: from now on nobody but the guest and its devices may see it.
     *
     * @param name what to call it, for violations
     * @param content the secret; stretches of less than 15 bytes of it, and of equal bytes, are not searched for
     */
    public void secret(String name, Bytes content) {
        parties.watch().secret(name, content);
    }

    /**
     * Returns what was found not to hold so far.
     *
     * @return the violations, each once, in the order in which they were found; none unless the lab is
     *     {@linkplain LabBuilder#watched() watched} or {@linkplain Invariants#check checked}
     */
    public List<Violation> violations() {
        return parties.watch().found();
    }

    /** {@return whether the lab checks its {@link Invariants} all the time, as {@link LabBuilder#watched()} says} */
    public boolean isWatched() {
        return settings.isWatched();
    }

    /**
     * Returns what went through the device's mailbox so far, and the secrets of its sessions.
     *
     * @return the capture; nothing unless the lab is {@linkplain LabBuilder#captured() captured}
     */
    public Optional<Capture> capture() {
        return parties.capture();
    }

    List<Violation> check() {
        parties.watch().add(Invariants.everything(parties));
        return violations();
    }

    /** Unbinds every interface, and ends stream and session; without effect if there are none. */
    @Override
    public void close() {
        parties.close();
    }
}
