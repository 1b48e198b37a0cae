package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.ReferenceValues;
import java.util.List;
import java.util.Set;

/**
 * What a guest, or a relying party, demands.
 *
 * <pre>{@code
 * var policy = AppraisalPolicy.builder()
 *         .anchor(vendorRoot)
 *         .device(theCardInSlot3)
 *         .pin(Pin.of(Pin.Subject.PUBLIC_KEY, HashAlgorithm.SHA_384, itsChain))
 *         .measurements(goodFirmware)
 *         .demand(Check.DEVICE_MODE)
 *         .build();
 * }</pre>
 *
 * @param anchors the roots that are trusted
 * @param devices the devices that are expected; none means any device of a trusted root, and that nobody judges which
 * @param pins what the certificates must be; none means that nobody judges it
 * @param referenceValues the measurements that are good; none means that nobody judges them
 * @param oldestVersion the oldest SPDM version that is good enough
 * @param aeads what may protect the session
 * @param requiredFlags the flags that the interface must be locked with
 * @param firmwareFrozen whether firmware updates must be ruled out
 * @param allowedFeatures what the interface may have enabled
 * @param wholeWindows whether the report must account for every page of a BAR
 * @param demanded the checks that must not be left out for want of something to compare
 */
public record AppraisalPolicy(
        List<X509Certificate> anchors,
        Set<DeviceName> devices,
        List<Pin> pins,
        ReferenceValues referenceValues,
        SpdmVersion oldestVersion,
        Set<AeadAlgorithm> aeads,
        LockFlags requiredFlags,
        boolean firmwareFrozen,
        InterfaceInfo allowedFeatures,
        boolean wholeWindows,
        Set<Check> demanded) {
    /**
     * Copies the collections.
     *
     * @param anchors the roots that are trusted
     * @param devices the devices that are expected
     * @param pins what the certificates must be
     * @param referenceValues the measurements that are good
     * @param oldestVersion the oldest SPDM version that is good enough
     * @param aeads what may protect the session
     * @param requiredFlags the flags that the interface must be locked with
     * @param firmwareFrozen whether firmware updates must be ruled out
     * @param allowedFeatures what the interface may have enabled
     * @param wholeWindows whether the report must account for every page of a BAR
     * @param demanded the checks that must not be left out
     */
    public AppraisalPolicy {
        anchors = List.copyOf(anchors);
        devices = Set.copyOf(devices);
        pins = List.copyOf(pins);
        aeads = Set.copyOf(aeads);
        demanded = Set.copyOf(demanded);
    }

    /**
     * Starts with what every guest should demand: SPDM 1.2, AES-256-GCM, firmware frozen, no address translation by the
     * device. No root is trusted yet.
     *
     * @return a builder
     */
    public static AppraisalPolicyBuilder builder() {
        return new AppraisalPolicyBuilder();
    }

    /**
     * Demands what every guest should.
     *
     * @param anchors the roots that are trusted
     * @return a policy for any device of these roots, whatever its measurements
     */
    public static AppraisalPolicy trusting(List<X509Certificate> anchors) {
        return builder().anchors(anchors).build();
    }

    /**
     * Starts with this policy.
     *
     * @return a builder
     */
    public AppraisalPolicyBuilder toBuilder() {
        return new AppraisalPolicyBuilder(this);
    }

    /**
     * Returns the same policy for some devices only.
     *
     * @param names the devices that are expected
     * @return the changed copy
     */
    public AppraisalPolicy withDevices(Set<DeviceName> names) {
        return toBuilder().devices(names).build();
    }

    /**
     * Returns the same policy with other reference values.
     *
     * @param values the measurements that are good
     * @return the changed copy
     */
    public AppraisalPolicy withReferenceValues(ReferenceValues values) {
        return toBuilder().measurements(values).build();
    }

    /**
     * Returns the same policy with another oldest version.
     *
     * @param version the oldest SPDM version that is good enough
     * @return the changed copy
     */
    public AppraisalPolicy withOldestVersion(SpdmVersion version) {
        return toBuilder().oldestVersion(version).build();
    }

    /**
     * Returns the same policy with other flags.
     *
     * @param flags the flags that the interface must be locked with
     * @return the changed copy
     */
    public AppraisalPolicy withRequiredFlags(LockFlags flags) {
        return toBuilder().requiredFlags(flags).build();
    }

    /**
     * Returns the same policy for firmware that may, or must not, be updated.
     *
     * @param isFrozen whether firmware updates must be ruled out
     * @return the changed copy
     */
    public AppraisalPolicy withFirmwareFrozen(boolean isFrozen) {
        return toBuilder().firmwareFrozen(isFrozen).build();
    }

    /**
     * Returns the same policy with other features.
     *
     * @param features what the interface may have enabled
     * @return the changed copy
     */
    public AppraisalPolicy withAllowedFeatures(InterfaceInfo features) {
        return toBuilder().allowedFeatures(features).build();
    }
}
