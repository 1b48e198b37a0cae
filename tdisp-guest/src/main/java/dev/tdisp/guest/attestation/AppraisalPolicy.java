package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.ReferenceValues;
import java.util.List;
import java.util.Set;

/**
 * What a guest demands.
 *
 * <pre>{@code
 * var policy = AppraisalPolicy.trusting(List.of(vendorRoot))
 *         .withReferenceValues(goodFirmware)
 *         .withDevices(Set.of(theCardInSlot3));
 * }</pre>
 *
 * @param anchors the roots that are trusted
 * @param devices the devices that are expected; none means any device of a trusted root, and that nobody judges which
 * @param referenceValues the measurements that are good; none means that nobody judges them
 * @param oldestVersion the oldest SPDM version that is good enough
 * @param requiredFlags the flags that the interface must be locked with
 * @param firmwareFrozen whether firmware updates must be ruled out
 * @param allowedFeatures what the interface may have enabled
 */
public record AppraisalPolicy(
        List<X509Certificate> anchors,
        Set<DeviceName> devices,
        ReferenceValues referenceValues,
        SpdmVersion oldestVersion,
        LockFlags requiredFlags,
        boolean firmwareFrozen,
        InterfaceInfo allowedFeatures) {
    /**
     * Copies the collections.
     *
     * @param anchors the roots that are trusted
     * @param devices the devices that are expected
     * @param referenceValues the measurements that are good
     * @param oldestVersion the oldest SPDM version that is good enough
     * @param requiredFlags the flags that the interface must be locked with
     * @param firmwareFrozen whether firmware updates must be ruled out
     * @param allowedFeatures what the interface may have enabled
     */
    public AppraisalPolicy {
        anchors = List.copyOf(anchors);
        devices = Set.copyOf(devices);
    }

    /**
     * Demands what every guest should: SPDM 1.2, firmware frozen, no address translation by the device.
     *
     * @param anchors the roots that are trusted
     * @return a policy for any device of these roots, whatever its measurements
     */
    public static AppraisalPolicy trusting(List<X509Certificate> anchors) {
        return new AppraisalPolicy(
                anchors,
                Set.of(),
                ReferenceValues.of(List.of()),
                SpdmVersion.V1_2,
                LockFlags.of(LockFlag.NO_FW_UPDATE),
                true,
                InterfaceInfo.of(InterfaceFeature.NO_FW_UPDATE, InterfaceFeature.DMA_WITHOUT_PASID));
    }

    /**
     * Returns the same policy for some devices only.
     *
     * @param names the devices that are expected
     * @return the changed copy
     */
    public AppraisalPolicy withDevices(Set<DeviceName> names) {
        return new AppraisalPolicy(
                anchors, names, referenceValues, oldestVersion, requiredFlags, firmwareFrozen, allowedFeatures);
    }

    /**
     * Returns the same policy with other reference values.
     *
     * @param values the measurements that are good
     * @return the changed copy
     */
    public AppraisalPolicy withReferenceValues(ReferenceValues values) {
        return new AppraisalPolicy(
                anchors, devices, values, oldestVersion, requiredFlags, firmwareFrozen, allowedFeatures);
    }

    /**
     * Returns the same policy with another oldest version.
     *
     * @param version the oldest SPDM version that is good enough
     * @return the changed copy
     */
    public AppraisalPolicy withOldestVersion(SpdmVersion version) {
        return new AppraisalPolicy(
                anchors, devices, referenceValues, version, requiredFlags, firmwareFrozen, allowedFeatures);
    }

    /**
     * Returns the same policy with other flags.
     *
     * @param flags the flags that the interface must be locked with
     * @return the changed copy
     */
    public AppraisalPolicy withRequiredFlags(LockFlags flags) {
        return new AppraisalPolicy(
                anchors, devices, referenceValues, oldestVersion, flags, firmwareFrozen, allowedFeatures);
    }

    /**
     * Returns the same policy for firmware that may, or must not, be updated.
     *
     * @param isFrozen whether firmware updates must be ruled out
     * @return the changed copy
     */
    public AppraisalPolicy withFirmwareFrozen(boolean isFrozen) {
        return new AppraisalPolicy(
                anchors, devices, referenceValues, oldestVersion, requiredFlags, isFrozen, allowedFeatures);
    }

    /**
     * Returns the same policy with other features.
     *
     * @param features what the interface may have enabled
     * @return the changed copy
     */
    public AppraisalPolicy withAllowedFeatures(InterfaceInfo features) {
        return new AppraisalPolicy(
                anchors, devices, referenceValues, oldestVersion, requiredFlags, firmwareFrozen, features);
    }
}
