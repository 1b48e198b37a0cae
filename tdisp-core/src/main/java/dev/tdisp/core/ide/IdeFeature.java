package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.IdeCapability;
import java.util.Set;

/** What a port may be able to do beyond sealing each packet for itself; the IDE Capability register says which. */
public enum IdeFeature {
    /** Packets carry a checksum of their data, encrypted with them. */
    PCRC(IdeCapability.CAPABILITY_PCRC, IdeCapability.CONTROL_PCRC),
    /** Several packets of a sub-stream share one MAC. */
    AGGREGATION(IdeCapability.CAPABILITY_AGGREGATION, IdeCapability.CONTROL_AGGREGATION),
    /** Part of the address of memory requests is encrypted. */
    PARTIAL_HEADER_ENCRYPTION(IdeCapability.CAPABILITY_PARTIAL_HEADER, IdeCapability.CONTROL_PARTIAL_HEADER);

    private final int capability;
    private final int control;

    IdeFeature(int capability, int control) {
        this.capability = capability;
        this.control = control;
    }

    /**
     * Returns the bits that announce features.
     *
     * @param features what a port can do
     * @return bits of the IDE Capability register
     */
    public static int capability(Set<IdeFeature> features) {
        return features.stream().mapToInt(feature -> feature.capability).reduce(0, (a, b) -> a | b);
    }

    /**
     * Returns the bits by which software turns features on.
     *
     * @param features what a port can do
     * @return bits of the control register of a stream
     */
    public static int control(Set<IdeFeature> features) {
        return features.stream().mapToInt(feature -> feature.control).reduce(0, (a, b) -> a | b);
    }
}
