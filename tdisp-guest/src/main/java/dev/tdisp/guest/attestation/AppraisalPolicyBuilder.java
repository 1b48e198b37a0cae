package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.ReferenceValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes a policy, demand by demand; see {@link AppraisalPolicy#builder()}. */
public final class AppraisalPolicyBuilder {
    private final List<X509Certificate> anchors = new ArrayList<>();
    private final Set<DeviceName> devices = new LinkedHashSet<>();
    private final List<Pin> pins = new ArrayList<>();
    private final Set<AeadAlgorithm> aeads = EnumSet.noneOf(AeadAlgorithm.class);
    private final Set<Check> demanded = EnumSet.noneOf(Check.class);
    private ReferenceValues referenceValues = ReferenceValues.of(List.of());
    private SpdmVersion oldestVersion = SpdmVersion.V1_2;
    private LockFlags requiredFlags = LockFlags.of(LockFlag.NO_FW_UPDATE);
    private boolean isFirmwareFrozen = true;
    private InterfaceInfo allowedFeatures =
            InterfaceInfo.of(InterfaceFeature.NO_FW_UPDATE, InterfaceFeature.DMA_WITHOUT_PASID);

    private boolean isWholeWindows;

    AppraisalPolicyBuilder() {
        aeads.add(AeadAlgorithm.AES_256_GCM);
    }

    AppraisalPolicyBuilder(AppraisalPolicy policy) {
        anchors.addAll(policy.anchors());
        devices.addAll(policy.devices());
        pins.addAll(policy.pins());
        aeads.addAll(policy.aeads());
        demanded.addAll(policy.demanded());
        referenceValues = policy.referenceValues();
        oldestVersion = policy.oldestVersion();
        requiredFlags = policy.requiredFlags();
        isFirmwareFrozen = policy.firmwareFrozen();
        allowedFeatures = policy.allowedFeatures();
        isWholeWindows = policy.wholeWindows();
    }

    /**
     * Trusts one more root.
     *
     * @param root the root's certificate
     * @return this
     */
    public AppraisalPolicyBuilder anchor(X509Certificate root) {
        anchors.add(root);
        return this;
    }

    /**
     * Trusts more roots.
     *
     * @param roots their certificates
     * @return this
     */
    public AppraisalPolicyBuilder anchors(Collection<X509Certificate> roots) {
        anchors.addAll(roots);
        return this;
    }

    /**
     * Expects one more device.
     *
     * @param name its name
     * @return this
     */
    public AppraisalPolicyBuilder device(DeviceName name) {
        devices.add(name);
        return this;
    }

    /**
     * Expects these devices in place of any others.
     *
     * @param names their names; none for any device of a trusted root
     * @return this
     */
    public AppraisalPolicyBuilder devices(Collection<DeviceName> names) {
        devices.clear();
        devices.addAll(names);
        return this;
    }

    /**
     * Pins one more part of the chain.
     *
     * @param pin what it must be; an alternative to other pins of the same subject
     * @return this
     */
    public AppraisalPolicyBuilder pin(Pin pin) {
        pins.add(pin);
        return this;
    }

    /**
     * Compares measurements.
     *
     * @param good the reference values, in place of those before
     * @return this
     */
    public AppraisalPolicyBuilder measurements(ReferenceValues good) {
        referenceValues = good;
        return this;
    }

    /**
     * Chooses the oldest version that is good enough.
     *
     * @param version the SPDM version; 1.2 unless told
     * @return this
     */
    public AppraisalPolicyBuilder oldestVersion(SpdmVersion version) {
        oldestVersion = version;
        return this;
    }

    /**
     * Chooses what may protect the session.
     *
     * @param algorithms the algorithms, in place of AES-256-GCM alone
     * @return this
     */
    public AppraisalPolicyBuilder aeads(Collection<AeadAlgorithm> algorithms) {
        aeads.clear();
        aeads.addAll(algorithms);
        return this;
    }

    /**
     * Chooses how the interface must be locked.
     *
     * @param flags at least these; NO_FW_UPDATE unless told
     * @return this
     */
    public AppraisalPolicyBuilder requiredFlags(LockFlags flags) {
        requiredFlags = flags;
        return this;
    }

    /**
     * Chooses whether the report must rule out firmware updates.
     *
     * @param isFrozen true unless told
     * @return this
     */
    public AppraisalPolicyBuilder firmwareFrozen(boolean isFrozen) {
        isFirmwareFrozen = isFrozen;
        return this;
    }

    /**
     * Chooses what the interface may have enabled.
     *
     * @param features at most these; NO_FW_UPDATE and DMA_WITHOUT_PASID unless told
     * @return this
     */
    public AppraisalPolicyBuilder allowedFeatures(InterfaceInfo features) {
        allowedFeatures = features;
        return this;
    }

    /**
     * Chooses whether the report must account for every page of a BAR.
     *
     * @param isWhole false unless told: many devices report nothing where nothing is
     * @return this
     */
    public AppraisalPolicyBuilder wholeWindows(boolean isWhole) {
        isWholeWindows = isWhole;
        return this;
    }

    /**
     * Insists on checks: if there is nothing to compare, the interface is refused.
     *
     * @param checks more checks that must be judged
     * @return this
     */
    public AppraisalPolicyBuilder demand(Check... checks) {
        demanded.addAll(Arrays.asList(checks));
        return this;
    }

    /**
     * Makes the policy.
     *
     * @return the policy
     */
    public AppraisalPolicy build() {
        return new AppraisalPolicy(
                anchors,
                devices,
                pins,
                referenceValues,
                oldestVersion,
                aeads,
                requiredFlags,
                isFirmwareFrozen,
                allowedFeatures,
                isWholeWindows,
                demanded);
    }
}
