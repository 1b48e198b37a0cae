package dev.tdisp.spdm.message;

import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * What the two ends of a connection have agreed on so far; a codec takes the sizes and the presence of fields from it.
 *
 * @param version the version
 * @param requester what the requester can do, undefined bits removed
 * @param responder what the responder can do, undefined bits removed
 * @param suite the algorithms
 */
public record NegotiatedContext(
        SpdmVersion version, CapabilityFlags requester, CapabilityFlags responder, AlgorithmSuite suite) {
    /** The context before anything is agreed. */
    public static final NegotiatedContext NONE =
            new NegotiatedContext(SpdmVersion.V1_0, CapabilityFlags.NONE, CapabilityFlags.NONE, AlgorithmSuite.NONE);

    /**
     * Returns the context after CAPABILITIES.
     *
     * @param version the version
     * @param request what the requester said
     * @param response what the responder said
     * @return a context without algorithms
     */
    public static NegotiatedContext of(SpdmVersion version, GetCapabilities request, Capabilities response) {
        return new NegotiatedContext(
                version,
                request.flags().defined(version, SpdmRole.REQUESTER),
                response.flags().defined(version, SpdmRole.RESPONDER),
                AlgorithmSuite.NONE);
    }

    /**
     * Returns the same context with algorithms.
     *
     * @param negotiated the algorithms
     * @return the changed copy
     */
    public NegotiatedContext with(AlgorithmSuite negotiated) {
        return new NegotiatedContext(version, requester, responder, negotiated);
    }

    /**
     * Returns the same agreement with the roles swapped, as encapsulated messages see it: the responder asks.
     *
     * @return the changed copy
     */
    public NegotiatedContext reversed() {
        return new NegotiatedContext(version, responder, requester, suite.reversed());
    }

    /**
     * Tells whether both ends have a capability.
     *
     * @param capability which
     * @return true if it is set on both sides
     */
    public boolean both(Capability capability) {
        return requester.has(capability) && responder.has(capability);
    }

    /**
     * Tells whether the handshake of a session goes unencrypted.
     *
     * @return true if both ends have HANDSHAKE_IN_THE_CLEAR_CAP
     */
    public boolean isHandshakeInTheClear() {
        return both(Capability.HANDSHAKE_IN_THE_CLEAR_CAP);
    }

    /**
     * Tells whether the responder may ask by encapsulated requests.
     *
     * @return true if both ends have ENCAP_CAP; in 1.2, where it is deprecated, MUT_AUTH_CAP stands for it
     */
    public boolean isEncapsulationSupported() {
        return version.isAtLeast(SpdmVersion.V1_1) && isEncapsulating(requester) && isEncapsulating(responder);
    }

    private boolean isEncapsulating(CapabilityFlags flags) {
        return flags.has(Capability.ENCAP_CAP) || version == SpdmVersion.V1_2 && flags.has(Capability.MUT_AUTH_CAP);
    }

    /**
     * Returns the size of MeasurementSummaryHash.
     *
     * @param summaryType the requested MeasurementSummaryHashType
     * @return the size of the base hash, or 0 if the field is absent
     */
    public int summarySize(int summaryType) {
        return summaryType != 0 && responder.has(Capability.MEAS_CAP) ? suite.hashSize() : 0;
    }
}
