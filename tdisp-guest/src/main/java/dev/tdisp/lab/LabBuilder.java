package dev.tdisp.lab;

import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.ide.IdeFeature;
import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.GuestLayout;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Options of a lab.
 *
 * <pre>{@code
 * Lab lab = Lab.builder().seed(7).vfs(2).profile(DeviceProfile.SPEC).build();
 * }</pre>
 */
public final class LabBuilder {
    private long seed = 1;
    private int vfs = 4;
    private DeviceProfile profile = DeviceProfile.SPEC;
    private UnaryOperator<AppraisalPolicy> policy = UnaryOperator.identity();
    private Trace sink = Trace.none();
    private boolean isRecorded = true;
    private boolean isWatched;
    private boolean isCaptured;
    private GuestLayout memory = GuestLayout.SMALL;
    private Optional<ForeignDevice> device = Optional.empty();
    private Optional<IdeProfile> hostIde = Optional.empty();
    private UnaryOperator<PcieDevice> onTheLink = UnaryOperator.identity();
    private FaultPlan faults = FaultPlan.NONE;
    private Optional<WrongDevice> wrong = Optional.empty();
    private Optional<Bytes> challenge = Optional.empty();
    private Stand stand = Stand.USUAL;
    private Optional<PlatformProfile> platform = Optional.empty();
    private boolean translates;
    private IdeForm form = IdeForm.PLAIN;

    LabBuilder() {}

    /**
     * Chooses the run.
     *
     * @param newSeed any number; 1 unless told
     * @return this
     */
    public LabBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /**
     * Chooses how many virtual functions are enabled.
     *
     * @param count at least 1 and at most as many as the profile's device has; 4 unless told
     * @return this
     */
    public LabBuilder vfs(int count) {
        vfs = count;
        return this;
    }

    /**
     * Chooses the device.
     *
     * @param newProfile its layout and how it reads the specifications; {@link DeviceProfile#SPEC} unless told
     * @return this
     */
    public LabBuilder profile(DeviceProfile newProfile) {
        profile = newProfile;
        return this;
    }

    /**
     * Takes a device from elsewhere instead of building one. Such a lab cannot be built {@linkplain Lab#again() again}.
     *
     * @param newDevice the device, which must not be plugged in elsewhere
     * @return this
     */
    public LabBuilder device(ForeignDevice newDevice) {
        device = Optional.of(newDevice);
        return this;
    }

    /**
     * Puts something on the link, for example an {@link dev.tdisp.core.adversary.AdversarySwitch}.
     *
     * @param wrapper makes of the device what the host sees of it
     * @return this
     */
    public LabBuilder onTheLink(UnaryOperator<PcieDevice> wrapper) {
        onTheLink = wrapper;
        return this;
    }

    /**
     * Lets things go wrong: between the security manager and its transport, on the link, and inside the device.
     *
     * @param plan what goes wrong where
     * @return this
     */
    public LabBuilder faults(FaultPlan plan) {
        faults = plan;
        return this;
    }

    /**
     * Takes a device that is wrong in one point. It has a profile of its own.
     *
     * @param device which of {@link dev.tdisp.device.wrong.WrongDevices}
     * @return this
     */
    public LabBuilder wrong(WrongDevice device) {
        wrong = Optional.of(device);
        return this;
    }

    /**
     * Turns address translation by the device on (ATS): functions ask the host what addresses mean, and move a guest's data by
     * translated requests. The report says so, and the guest's policy then allows it; a later {@link #policy} may not.
     *
     * @return this
     */
    public LabBuilder addressTranslation() {
        translates = true;
        UnaryOperator<AppraisalPolicy> before = policy;
        policy = usual -> {
            AppraisalPolicy told = before.apply(usual);
            return told.withAllowedFeatures(told.allowedFeatures().with(InterfaceFeature.ATS_ENABLED));
        };
        return this;
    }

    /**
     * Changes the other parties.
     *
     * @param change makes other parties of what was told so far
     * @return this
     */
    public LabBuilder parties(UnaryOperator<Stand> change) {
        stand = change.apply(stand);
        return this;
    }

    /**
     * Chooses how the host's end of the link does IDE. Unless told it is {@link IdeProfile#STRICT}, with escorts if the
     * device's end has them.
     *
     * @param profile the root port's profile
     * @return this
     */
    public LabBuilder hostIde(IdeProfile profile) {
        hostIde = Optional.of(profile);
        return this;
    }

    /**
     * Turns features of IDE on: a checksum of data, MACs that packets share, addresses that are partly encrypted. The device
     * must have them, as {@link DeviceProfile#COMPLETE} does; the root port then has them too.
     *
     * @param chosen in which form both ends of the link send packets; {@link IdeForm#PLAIN} unless told
     * @return this
     */
    public LabBuilder ideForm(IdeForm chosen) {
        form = chosen;
        return this;
    }

    /**
     * Changes what the guest demands. Without a change it trusts the maker of the lab's device and its factory firmware.
     *
     * @param change makes another policy of that one
     * @return this
     */
    public LabBuilder policy(UnaryOperator<AppraisalPolicy> change) {
        policy = change;
        return this;
    }

    /**
     * Has the guest collect evidence for somebody else, who wants to see a nonce of their own in it.
     *
     * @param nonce 32 bytes; without it the guest draws one
     * @return this
     */
    public LabBuilder challenge(Bytes nonce) {
        challenge = Optional.of(nonce);
        return this;
    }

    /**
     * Sends events to another place too.
     *
     * @param newSink gets each event as it happens
     * @return this
     */
    public LabBuilder trace(Trace newSink) {
        sink = newSink;
        return this;
    }

    /**
     * Keeps no events, so that nobody spends time on making them.
     *
     * @return this
     */
    public LabBuilder untraced() {
        isRecorded = false;
        return this;
    }

    /**
     * Chooses how much memory guests have.
     *
     * @param layout where a guest sees what; {@link GuestLayout#SMALL} unless told
     * @return this
     */
    public LabBuilder memory(GuestLayout layout) {
        memory = layout;
        return this;
    }

    /**
     * Has the lab check its {@link Invariants} all the time, which takes time. What does not hold is in
     * {@link Lab#violations()}.
     *
     * @return this
     */
    public LabBuilder watched() {
        isWatched = true;
        return this;
    }

    /**
     * Keeps what goes through the device's mailbox, and the secrets of its sessions: {@link Lab#capture()}. The secrets of a
     * device from elsewhere stay there.
     *
     * @return this
     */
    public LabBuilder captured() {
        isCaptured = true;
        return this;
    }

    /**
     * Has the host do as a platform does: order of acceptance, lock flags, offset of addresses.
     *
     * @param chosen the platform
     * @return this
     */
    public LabBuilder platform(PlatformProfile chosen) {
        platform = Optional.of(chosen);
        return this;
    }

    /**
     * Builds the bench: a device that is not plugged in yet, a host, and a guest without devices.
     *
     * @return the lab
     * @throws IllegalArgumentException if the device has not so many virtual functions
     */
    public Lab build() {
        int most = profile.layout().virtualFunctions().totalVfs();
        if (vfs < 1 || vfs > most) {
            throw new IllegalArgumentException("vfs: %d is not between 1 and %d".formatted(vfs, most));
        }
        return new Lab(new Settings(
                seed,
                vfs,
                profile,
                policy,
                sink,
                isRecorded,
                isWatched,
                isCaptured,
                device,
                hostIde,
                onTheLink,
                faults,
                wrong,
                challenge,
                stand,
                platform,
                memory,
                translates,
                form));
    }

    /** What a lab is built from, and built again. */
    record Settings(
            long seed,
            int vfs,
            DeviceProfile profile,
            UnaryOperator<AppraisalPolicy> policy,
            Trace sink,
            boolean isRecorded,
            boolean isWatched,
            boolean isCaptured,
            Optional<ForeignDevice> device,
            Optional<IdeProfile> chosenIde,
            UnaryOperator<PcieDevice> onTheLink,
            FaultPlan faults,
            Optional<WrongDevice> wrong,
            Optional<Bytes> challenge,
            Stand stand,
            Optional<PlatformProfile> platform,
            GuestLayout memory,
            boolean translates,
            IdeForm form) {
        IdeProfile hostIde() {
            boolean escorts = profile.ide().has(IdeSwitch.ESCORT);
            IdeProfile usual = escorts ? IdeProfile.STRICT : IdeProfile.STRICT.without(IdeSwitch.ESCORT);
            IdeProfile ide = chosenIde.orElse(usual);
            Set<IdeFeature> features = new HashSet<>(ide.features());
            features.addAll(form.features());
            return ide.withFeatures(features);
        }

        /** What the security manager asks of devices. */
        TsmOptions options() {
            TsmOptions usual =
                    platform.map(chosen -> chosen.options(TsmOptions.DEFAULT)).orElse(TsmOptions.DEFAULT);
            return stand.manager().apply(usual.withForm(form));
        }

        Trace trace(Trace recording) {
            if (!isRecorded) {
                return sink;
            }
            return sink.isEnabled() ? Trace.tee(recording, sink) : recording;
        }
    }
}
