package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.CapabilityRule;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.connection.TransferSizes;
import dev.tdisp.spdm.session.SessionParameters;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a responder can do.
 *
 * <pre>{@code
 * var profile = SpdmProfile.TDISP.withHeartbeatPeriod(5);
 * }</pre>
 *
 * @param versions the versions, in the order of VERSION
 * @param capabilities the capabilities
 * @param algorithms the algorithms, the preferred ones first
 * @param dataTransferSize the largest message that can be received in one transfer
 * @param maximumMessageSize the largest message that can be received in chunks; the same without CHUNK_CAP
 * @param securedVersions the versions of secured messages (DSP0277)
 * @param maximumSessions how many sessions there can be at once
 * @param heartbeatPeriod how often a session needs a sign of life, in seconds; 0 for never
 * @param mutualAuthentication what the responder wants to know of the requester's identity
 * @param aeadLimitExponent how many records one key may protect: 2 to this power, 64 for no limit; the requester is told so
 *     if secured messages are of version 1.3, and older ones know no limit
 * @param switches the disputed points on which the other position is taken
 */
public record SpdmProfile(
        List<SpdmVersion> versions,
        CapabilityFlags capabilities,
        AlgorithmPreferences algorithms,
        int dataTransferSize,
        int maximumMessageSize,
        List<Integer> securedVersions,
        int maximumSessions,
        int heartbeatPeriod,
        MutualAuthentication mutualAuthentication,
        int aeadLimitExponent,
        Set<SpdmSwitch> switches) {
    private static final int MAXIMUM_PERIOD = 0xFF;

    /** What a TDISP device needs and is commonly used: SPDM 1.2, sessions by KEY_EXCHANGE, signed measurements. */
    public static final SpdmProfile TDISP = new SpdmProfile(
            List.of(SpdmVersion.V1_2),
            CapabilityFlags.of(
                            Capability.CERT_CAP,
                            Capability.CHAL_CAP,
                            Capability.ENCRYPT_CAP,
                            Capability.MAC_CAP,
                            Capability.KEY_EX_CAP,
                            Capability.HBEAT_CAP,
                            Capability.KEY_UPD_CAP)
                    .with(Capability.MEAS_CAP, 2),
            AlgorithmPreferences.TDISP,
            0x1200,
            0x1200,
            List.of(0x1000, 0x1100, 0x1200),
            4,
            0,
            MutualAuthentication.NONE,
            SessionParameters.NO_LIMIT,
            Set.of());

    /**
     * What the sample responder of DMTF's emulator announces, as far as a device with one key can: more capabilities and
     * algorithms than {@link #TDISP}, and a signature algorithm of the requester's even where nothing is signed by it, which
     * its requester insists on.
     */
    public static final SpdmProfile SPDM_EMU = TDISP.withCapabilities(TDISP.capabilities()
                    .with(Capability.MEAS_FRESH_CAP)
                    .with(Capability.MUT_AUTH_CAP)
                    .with(Capability.PSK_CAP, 2)
                    .with(Capability.ENCAP_CAP)
                    .with(Capability.HANDSHAKE_IN_THE_CLEAR_CAP)
                    .with(Capability.CHUNK_CAP)
                    .with(Capability.SET_CERT_CAP)
                    .with(Capability.CSR_CAP)
                    .with(Capability.EP_INFO_CAP, 2)
                    .with(Capability.MEL_CAP)
                    .with(Capability.LARGE_RESP_CAP))
            .withAlgorithms(AlgorithmPreferences.TDISP
                    .with(
                            AlgorithmCategory.BASE_HASH,
                            HashAlgorithm.SHA_384,
                            HashAlgorithm.SHA_256,
                            HashAlgorithm.SHA_512)
                    .with(AlgorithmCategory.DHE, DheGroup.SECP_384_R1, DheGroup.SECP_256_R1, DheGroup.FFDHE_3072)
                    .with(AlgorithmCategory.AEAD, AeadAlgorithm.AES_256_GCM, AeadAlgorithm.CHACHA20_POLY1305)
                    .with(
                            AlgorithmCategory.REQ_BASE_ASYM,
                            AsymmetricAlgorithm.RSAPSS_3072,
                            AsymmetricAlgorithm.RSAPSS_2048,
                            AsymmetricAlgorithm.RSASSA_3072,
                            AsymmetricAlgorithm.ECDSA_P384,
                            AsymmetricAlgorithm.ECDSA_P256))
            .withMaximumMessageSize(0x28000)
            .withHeartbeatPeriod(0xF0);

    /**
     * Checks that the parts fit together.
     *
     * @param versions the versions, in the order of VERSION
     * @param capabilities the capabilities
     * @param algorithms the algorithms, the preferred ones first
     * @param dataTransferSize the largest message that can be received in one transfer
     * @param maximumMessageSize the largest message that can be received in chunks; the same without CHUNK_CAP
     * @param securedVersions the versions of secured messages (DSP0277)
     * @param maximumSessions how many sessions there can be at once
     * @param heartbeatPeriod how often a session needs a sign of life, in seconds; 0 for never
     * @param mutualAuthentication what the responder wants to know of the requester's identity
     * @param aeadLimitExponent how many records one key may protect, as an exponent of 2
     * @param switches the disputed points on which the other position is taken
     * @throws IllegalArgumentException if a requester would refuse them
     */
    public SpdmProfile {
        versions = List.copyOf(versions);
        securedVersions = List.copyOf(securedVersions);
        switches = Set.copyOf(switches);
        for (SpdmVersion version : versions) {
            CapabilityRule.violated(SpdmRole.RESPONDER, version, capabilities).ifPresent(rule -> {
                throw new IllegalArgumentException("capabilities: %s violate %s".formatted(capabilities, rule));
            });
        }
        var sizes = new TransferSizes(dataTransferSize, maximumMessageSize);
        if (versions.isEmpty() || !sizes.isLegal(capabilities.has(Capability.CHUNK_CAP))) {
            throw new IllegalArgumentException("versions: %s; %s".formatted(versions, sizes));
        }
        if (heartbeatPeriod < 0 || heartbeatPeriod > MAXIMUM_PERIOD || maximumSessions < 0) {
            throw new IllegalArgumentException(
                    "heartbeatPeriod: %d; maximumSessions: %d".formatted(heartbeatPeriod, maximumSessions));
        }
        if (capabilities.has(Capability.SLOT_MGMT_CAP) && !switches.contains(SpdmSwitch.SLOT_MANAGEMENT)) {
            throw new IllegalArgumentException("capabilities: SLOT_MGMT_CAP needs the switch SLOT_MANAGEMENT");
        }
        if (aeadLimitExponent < 0 || aeadLimitExponent > SessionParameters.NO_LIMIT) {
            throw new IllegalArgumentException("aeadLimitExponent: %d".formatted(aeadLimitExponent));
        }
    }

    /**
     * Returns the profile with other versions.
     *
     * @param changed the versions, in the order of VERSION
     * @return the changed copy
     */
    public SpdmProfile withVersions(SpdmVersion... changed) {
        return with(draft -> draft.versions = List.of(changed));
    }

    /**
     * Returns the profile with other capabilities.
     *
     * @param changed the capabilities
     * @return the changed copy
     */
    public SpdmProfile withCapabilities(CapabilityFlags changed) {
        return with(draft -> draft.capabilities = changed);
    }

    /**
     * Returns the profile with other algorithms.
     *
     * @param changed the algorithms
     * @return the changed copy
     */
    public SpdmProfile withAlgorithms(AlgorithmPreferences changed) {
        return with(draft -> draft.algorithms = changed);
    }

    /**
     * Returns the profile with another size of messages.
     *
     * @param changed the largest message that can be received
     * @return the changed copy
     */
    public SpdmProfile withDataTransferSize(int changed) {
        boolean isChunking = capabilities.has(Capability.CHUNK_CAP);
        return with(draft -> {
            draft.dataTransferSize = changed;
            draft.maximumMessageSize = isChunking ? Math.max(changed, maximumMessageSize) : changed;
        });
    }

    /**
     * Returns the same with another size of messages in chunks.
     *
     * @param changed the largest message that can be received in chunks
     * @return the changed copy
     */
    public SpdmProfile withMaximumMessageSize(int changed) {
        return with(draft -> draft.maximumMessageSize = changed);
    }

    /**
     * Returns the profile with other versions of secured messages.
     *
     * @param changed the versions, for example 1200h
     * @return the changed copy
     */
    public SpdmProfile withSecuredVersions(List<Integer> changed) {
        return with(draft -> draft.securedVersions = changed);
    }

    /**
     * Returns the profile with another number of sessions.
     *
     * @param changed how many sessions there can be at once
     * @return the changed copy
     */
    public SpdmProfile withMaximumSessions(int changed) {
        return with(draft -> draft.maximumSessions = changed);
    }

    /**
     * Returns the profile with another period.
     *
     * @param changed how often a session needs a sign of life, in seconds; 0 for never
     * @return the changed copy
     */
    public SpdmProfile withHeartbeatPeriod(int changed) {
        return with(draft -> draft.heartbeatPeriod = changed);
    }

    /**
     * Returns the profile with another wish to know the requester.
     *
     * @param changed what the responder wants to know of the requester's identity
     * @return the changed copy
     */
    public SpdmProfile withMutualAuthentication(MutualAuthentication changed) {
        return with(draft -> draft.mutualAuthentication = changed);
    }

    /**
     * Returns the profile with another limit of records.
     *
     * @param changed how many records one key may protect: 2 to this power, 64 for no limit
     * @return the changed copy
     */
    public SpdmProfile withAeadLimit(int changed) {
        return with(draft -> draft.aeadLimitExponent = changed);
    }

    /**
     * Tells whether a switch is on.
     *
     * @param which the switch
     * @return false unless {@link #with(SpdmSwitch)} turned it on
     */
    public boolean has(SpdmSwitch which) {
        return switches.contains(which);
    }

    /**
     * Returns the profile with a switch on.
     *
     * @param which the point on which the other position is taken
     * @return the changed copy
     */
    public SpdmProfile with(SpdmSwitch which) {
        return with(draft -> draft.switches = SpdmSwitch.with(switches, which));
    }

    private SpdmProfile with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** A copy on its way to be another profile. */
    private static final class Draft {
        private List<SpdmVersion> versions;
        private CapabilityFlags capabilities;
        private AlgorithmPreferences algorithms;
        private int dataTransferSize;
        private int maximumMessageSize;
        private List<Integer> securedVersions;
        private int maximumSessions;
        private int heartbeatPeriod;
        private MutualAuthentication mutualAuthentication;
        private int aeadLimitExponent;
        private Set<SpdmSwitch> switches;

        Draft(SpdmProfile from) {
            versions = from.versions;
            capabilities = from.capabilities;
            algorithms = from.algorithms;
            dataTransferSize = from.dataTransferSize;
            maximumMessageSize = from.maximumMessageSize;
            securedVersions = from.securedVersions;
            maximumSessions = from.maximumSessions;
            heartbeatPeriod = from.heartbeatPeriod;
            mutualAuthentication = from.mutualAuthentication;
            aeadLimitExponent = from.aeadLimitExponent;
            switches = from.switches;
        }

        SpdmProfile finished() {
            return new SpdmProfile(
                    versions,
                    capabilities,
                    algorithms,
                    dataTransferSize,
                    maximumMessageSize,
                    securedVersions,
                    maximumSessions,
                    heartbeatPeriod,
                    mutualAuthentication,
                    aeadLimitExponent,
                    switches);
        }
    }
}
