package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.CapabilityRule;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.connection.TransferSizes;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a requester can do and wants.
 *
 * <pre>{@code
 * var options = RequesterOptions.TDISP.withPolicy(CertificatePolicy.trusting(roots));
 * }</pre>
 *
 * @param versions the versions that are acceptable
 * @param capabilities the capabilities
 * @param algorithms the algorithms that are offered
 * @param dataTransferSize the largest message that can be received in one transfer
 * @param maximumMessageSize the largest message that can be received in chunks; the same without CHUNK_CAP
 * @param securedVersions the versions of secured messages (DSP0277) that are offered
 * @param policy decides about certificate chains
 * @param names the names of this end and of the other one, for the trace
 * @param switches the disputed points on which the other position is taken
 */
public record RequesterOptions(
        List<SpdmVersion> versions,
        CapabilityFlags capabilities,
        AlgorithmPreferences algorithms,
        int dataTransferSize,
        int maximumMessageSize,
        List<Integer> securedVersions,
        CertificatePolicy policy,
        Names names,
        Set<SpdmSwitch> switches) {
    /** What a TSM needs and commonly uses: SPDM 1.2, sessions by KEY_EXCHANGE; any authentic chain is believed. */
    public static final RequesterOptions TDISP = new RequesterOptions(
            List.of(SpdmVersion.V1_2),
            CapabilityFlags.of(
                    Capability.ENCRYPT_CAP,
                    Capability.MAC_CAP,
                    Capability.KEY_EX_CAP,
                    Capability.HBEAT_CAP,
                    Capability.KEY_UPD_CAP),
            AlgorithmPreferences.TDISP,
            0x1200,
            0x1200,
            List.of(0x1000, 0x1100, 0x1200),
            CertificatePolicy.authentic(),
            new Names("tsm", "device"),
            Set.of());

    /**
     * The names of both ends.
     *
     * @param self this end
     * @param peer the other end
     */
    public record Names(String self, String peer) {}

    /**
     * Checks that the parts fit together.
     *
     * @param versions the versions that are acceptable
     * @param capabilities the capabilities
     * @param algorithms the algorithms that are offered
     * @param dataTransferSize the largest message that can be received in one transfer
     * @param maximumMessageSize the largest message that can be received in chunks; the same without CHUNK_CAP
     * @param securedVersions the versions of secured messages (DSP0277) that are offered
     * @param policy decides about certificate chains
     * @param names the names of both ends
     * @param switches the disputed points on which the other position is taken
     * @throws IllegalArgumentException if a responder would refuse them
     */
    public RequesterOptions {
        versions = List.copyOf(versions);
        securedVersions = List.copyOf(securedVersions);
        switches = Set.copyOf(switches);
        for (SpdmVersion version : versions) {
            CapabilityRule.violated(SpdmRole.REQUESTER, version, capabilities).ifPresent(rule -> {
                throw new IllegalArgumentException("capabilities: %s violate %s".formatted(capabilities, rule));
            });
        }
        var sizes = new TransferSizes(dataTransferSize, maximumMessageSize);
        if (versions.isEmpty() || !sizes.isLegal(capabilities.has(Capability.CHUNK_CAP))) {
            throw new IllegalArgumentException("versions: %s; %s".formatted(versions, sizes));
        }
    }

    /**
     * Returns the options with other versions.
     *
     * @param changed the versions that are acceptable
     * @return the changed copy
     */
    public RequesterOptions withVersions(SpdmVersion... changed) {
        return with(draft -> draft.versions = List.of(changed));
    }

    /**
     * Returns the options with other capabilities.
     *
     * @param changed the capabilities
     * @return the changed copy
     */
    public RequesterOptions withCapabilities(CapabilityFlags changed) {
        return with(draft -> draft.capabilities = changed);
    }

    /**
     * Returns the options with other algorithms.
     *
     * @param changed the algorithms that are offered
     * @return the changed copy
     */
    public RequesterOptions withAlgorithms(AlgorithmPreferences changed) {
        return with(draft -> draft.algorithms = changed);
    }

    /**
     * Returns the options with another size of messages.
     *
     * @param changed the largest message that can be received
     * @return the changed copy
     */
    public RequesterOptions withDataTransferSize(int changed) {
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
    public RequesterOptions withMaximumMessageSize(int changed) {
        return with(draft -> draft.maximumMessageSize = changed);
    }

    /**
     * Returns the options with other versions of secured messages.
     *
     * @param changed the versions, for example 1200h
     * @return the changed copy
     */
    public RequesterOptions withSecuredVersions(List<Integer> changed) {
        return with(draft -> draft.securedVersions = changed);
    }

    /**
     * Returns the options with another policy.
     *
     * @param changed decides about certificate chains
     * @return the changed copy
     */
    public RequesterOptions withPolicy(CertificatePolicy changed) {
        return with(draft -> draft.policy = changed);
    }

    /**
     * Returns the options with other names.
     *
     * @param self this end
     * @param peer the other end
     * @return the changed copy
     */
    public RequesterOptions withNames(String self, String peer) {
        return with(draft -> draft.names = new Names(self, peer));
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
     * Returns the options with a switch on.
     *
     * @param which the point on which the other position is taken
     * @return the changed copy
     */
    public RequesterOptions with(SpdmSwitch which) {
        return with(draft -> draft.switches = SpdmSwitch.with(switches, which));
    }

    private RequesterOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** A copy on its way to be other options. */
    private static final class Draft {
        private List<SpdmVersion> versions;
        private CapabilityFlags capabilities;
        private AlgorithmPreferences algorithms;
        private int dataTransferSize;
        private int maximumMessageSize;
        private List<Integer> securedVersions;
        private CertificatePolicy policy;
        private Names names;
        private Set<SpdmSwitch> switches;

        Draft(RequesterOptions from) {
            versions = from.versions;
            capabilities = from.capabilities;
            algorithms = from.algorithms;
            dataTransferSize = from.dataTransferSize;
            maximumMessageSize = from.maximumMessageSize;
            securedVersions = from.securedVersions;
            policy = from.policy;
            names = from.names;
            switches = from.switches;
        }

        RequesterOptions finished() {
            return new RequesterOptions(
                    versions,
                    capabilities,
                    algorithms,
                    dataTransferSize,
                    maximumMessageSize,
                    securedVersions,
                    policy,
                    names,
                    switches);
        }
    }
}
