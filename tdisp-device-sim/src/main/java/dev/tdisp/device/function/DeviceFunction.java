package dev.tdisp.device.function;

import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.device.config.BarDefinition;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.FunctionRegisters;
import dev.tdisp.device.config.HeaderRegisters;
import dev.tdisp.device.config.PowerManagementRegisters;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.config.RegisterChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function of the device.
 *
 * <p>For one thread at a time, like the whole device.
 */
public abstract sealed class DeviceFunction permits PhysicalFunction, VirtualFunction {
    private final FunctionRegisters registers;
    private final LinkPort link;
    private final List<Bar> bars;
    private final MsixTable interrupts;
    private final TagPool tags = new TagPool(() -> link().quarantinesTags());
    private final AddressTranslation translations = new AddressTranslation(this, tags);
    private final FunctionDma dma = new FunctionDma(this, tags, DmaRoute.untranslated(this));
    private final FunctionDma translatedDma = new FunctionDma(this, tags, DmaRoute.translated(this, translations));
    private final List<FunctionListener> listeners = new ArrayList<>();
    private TrafficPolicy policy = TrafficPolicy.LEGACY;
    private int workEpoch;

    DeviceFunction(FunctionRegisters registers, List<BarDefinition> definitions, BarContent content, LinkPort link) {
        this.registers = registers;
        this.link = link;
        this.interrupts = new MsixTable(this, registers.msix());
        this.bars = definitions.stream().map(bar -> bar(bar, content)).toList();
    }

    private Bar bar(BarDefinition definition, BarContent content) {
        var regions = new ArrayList<>(content.regions(this, definition));
        interrupts.regions().stream().filter(r -> r.bar() == definition.index()).forEach(regions::add);
        return new Bar(definition, regions);
    }

    /**
     * Returns the name of the function within the device.
     *
     * @return {@code PF} or for example {@code VF1}
     */
    public abstract String name();

    /**
     * Returns the present Requester ID.
     *
     * @return the identifier
     */
    public abstract RequesterId requesterId();

    /**
     * Tells whether the function exists now.
     *
     * @return false for a virtual function that is not enabled
     */
    public abstract boolean isPresent();

    /**
     * Returns where a BAR starts now.
     *
     * @param bar one of {@link #bars()}
     * @return its address
     */
    public abstract long address(Bar bar);

    /**
     * Returns how large a BAR is now.
     *
     * @param bar one of {@link #bars()}
     * @return its size in bytes, at least the one it was built with
     */
    public abstract long size(Bar bar);

    /**
     * Tells whether memory requests to the BARs are answered now.
     *
     * @return true if the function exists and its memory space is enabled
     */
    public abstract boolean decodesMemory();

    /**
     * Tells whether it is the physical function.
     *
     * @return false for a virtual one
     */
    public final boolean isPhysical() {
        return physical() == this;
    }

    abstract PhysicalFunction physical();

    /** Applies what a write does in this kind of function. */
    abstract void apply(RegisterChange change);

    /** Gives the configuration space its reset values. */
    abstract void resetRegisters(FunctionReset reset);

    /**
     * Returns the registers.
     *
     * @return the registers with their values
     */
    public FunctionRegisters registers() {
        return registers;
    }

    /**
     * Returns the BARs.
     *
     * @return all memory windows, in order
     */
    public List<Bar> bars() {
        return bars;
    }

    /**
     * Returns the interrupts.
     *
     * @return the MSI-X table
     */
    public MsixTable interrupts() {
        return interrupts;
    }

    /**
     * Returns the way to memory.
     *
     * @return what the function's work uses
     */
    public DmaPort dma() {
        return dma;
    }

    /**
     * Returns the way to memory by addresses that the host translates first (ATS), which may lead to a peer.
     *
     * @return what the function's work uses when it is told to
     */
    public DmaPort translatedDma() {
        return translatedDma;
    }

    /**
     * Returns the translations the function holds.
     *
     * @return its address translation cache
     */
    public AddressTranslation translations() {
        return translations;
    }

    /**
     * Returns who decides about packets.
     *
     * @return the policy
     */
    public TrafficPolicy policy() {
        return policy;
    }

    /**
     * Puts somebody in charge of packets.
     *
     * @param newPolicy the policy
     */
    public void setPolicy(TrafficPolicy newPolicy) {
        policy = newPolicy;
    }

    /**
     * Adds a listener; it is told after those added before.
     *
     * @param listener the listener
     */
    public void addListener(FunctionListener listener) {
        listeners.add(listener);
    }

    /**
     * Reads configuration space.
     *
     * @param offset where
     * @param size 1, 2 or 4 bytes
     * @return the value
     */
    public long configRead(int offset, int size) {
        return space().read(offset, size);
    }

    /**
     * Writes configuration space: the registers change, the hardware follows, then the listeners are told.
     *
     * @param offset where
     * @param size 1, 2 or 4 bytes
     * @param value the value
     */
    public void configWrite(int offset, int size, long value) {
        List<RegisterChange> changes = space().write(offset, size, value);
        for (RegisterChange change : changes) {
            applyCommon(change);
            apply(change);
        }
        for (RegisterChange change : changes) {
            for (FunctionListener listener : listeners) {
                listener.registerWritten(this, change);
            }
        }
    }

    private void applyCommon(RegisterChange change) {
        switch (change.register().effect()) {
            case DEVICE_CONTROL -> {
                if (change.triggers(PciExpressCapability.DEVICE_CONTROL_INITIATE_FLR)) {
                    reset(FunctionReset.FUNCTION_LEVEL);
                }
            }
            case COMMAND, MSIX_CONTROL -> interrupts.deliver();
            case POWER -> {
                applyPower(change);
                interrupts.deliver();
            }
            case ATS_CONTROL -> translations.forget();
            default -> {
                // without effect in every function
            }
        }
    }

    private void applyPower(RegisterChange change) {
        PowerManagementRegisters power = registers.powerManagement().orElseThrow();
        power.settle(space(), change);
        if (power.isResetBy(change)) {
            reset(FunctionReset.POWER);
        }
    }

    /** Tells whether the function's own power state lets it work. */
    boolean isPowered() {
        return registers
                .powerManagement()
                .map(power -> !PowerManagementRegisters.isDown(space().value(power.controlStatus())))
                .orElse(true);
    }

    /**
     * Resets the function.
     *
     * @param reset why
     */
    void reset(FunctionReset reset) {
        abortWork();
        resetRegisters(reset);
        interrupts.reset();
        scrub();
        listeners.forEach(listener -> listener.functionReset(this, reset));
    }

    /** Gives up all work that is under way, translations too; completions that still come are discarded. */
    public void abortWork() {
        workEpoch++;
        translations.forget();
        for (Bar bar : bars) {
            bar.regions().forEach(region -> region.content().abort());
        }
    }

    /** Forgets everything that was written into the BARs, the interrupts' table included. */
    public void scrub() {
        for (Bar bar : bars) {
            bar.regions().forEach(region -> region.content().scrub());
        }
    }

    /** Lets tags of timed-out requests be used again; only safe once no late completion can be taken for another's. */
    public void releaseTags() {
        tags.release();
    }

    /**
     * Does so for the tags that were lost on a stream.
     *
     * @param stream the stream, whose keys are gone
     */
    public void releaseTags(StreamId stream) {
        tags.release(stream);
    }

    /**
     * Finds who answers a memory request.
     *
     * @param address of the first byte
     * @return the place, if it is one of this function's
     */
    public Optional<Target> decode(long address) {
        if (!decodesMemory()) {
            return Optional.empty();
        }
        for (Bar bar : bars) {
            long offset = address - address(bar);
            if (Long.compareUnsigned(offset, size(bar)) < 0) {
                return Optional.of(new Target(this, bar.regionAt(offset), offset));
            }
        }
        return Optional.empty();
    }

    /**
     * Tells whether the function may issue memory requests.
     *
     * @return true if it is present, powered and bus master
     */
    public boolean isBusMaster() {
        return isPresent() && isSet(registers.header().command(), Type0Header.COMMAND_BUS_MASTER);
    }

    /**
     * Notes that a request to the function was not supported.
     *
     * @param request the request
     */
    public void logUnsupportedRequest(Tlp request) {
        space().set(
                        registers.pciExpress().deviceStatus(),
                        PciExpressCapability.DEVICE_STATUS_UNSUPPORTED_REQUEST,
                        true);
        physical().logUncorrectable(AerCapability.UNSUPPORTED_REQUEST, request.header());
    }

    void logFailure(DmaResult.Status status) {
        Register register = registers.header().status();
        switch (status) {
            case UNSUPPORTED_REQUEST -> space().set(register, HeaderRegisters.RECEIVED_MASTER_ABORT, true);
            case COMPLETER_ABORT -> space().set(register, HeaderRegisters.RECEIVED_TARGET_ABORT, true);
            case TIMEOUT -> physical().logUncorrectable(AerCapability.COMPLETION_TIMEOUT);
            case POISONED -> physical().logUncorrectable(AerCapability.POISONED);
            case DONE, BLOCKED, DISCARDED -> {}
        }
    }

    Optional<LinkContext> mayIssue(TrafficPolicy.RequestKind kind) {
        return isBusMaster() ? policy.issue(kind) : Optional.empty();
    }

    Optional<LinkContext> mayIssueTranslated(long address) {
        return isBusMaster() ? policy.issueTranslated(address) : Optional.empty();
    }

    LinkPort link() {
        return link;
    }

    Optional<LinkPort.Reply> send(Tlp request, LinkContext context) {
        return link.send(request, context);
    }

    int workEpoch() {
        return workEpoch;
    }

    int sizeLimit(int field) {
        return physical().registers().pciExpress().sizeField(physical().space(), field);
    }

    boolean isSet(Register register, long mask) {
        return space().isSet(register, mask);
    }

    void renumbered() {
        listeners.forEach(listener -> listener.functionRenumbered(this));
    }

    /**
     * Tells that the function's share of the device is another.
     *
     * @param what what is different now
     */
    public void reconfigured(String what) {
        listeners.forEach(listener -> listener.reconfigured(this, what));
    }

    ConfigurationSpace space() {
        return registers.space();
    }
}
