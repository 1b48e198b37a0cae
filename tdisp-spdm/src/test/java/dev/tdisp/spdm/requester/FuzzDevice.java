package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.EventSource;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SimulatedKeyPairs;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device that can do all that its version has, for inputs of which nobody knows what they want. */
final class FuzzDevice {
    private static final List<SpdmVersion> VERSIONS =
            List.of(SpdmVersion.V1_2, SpdmVersion.V1_3, SpdmVersion.V1_4, SpdmVersion.V1_1);
    private static final int CHUNKED_SIZE = 0x4000;

    private final SpdmVersion version;
    private final List<SpdmResponderBuilder> builders = new ArrayList<>();
    private final Peers peers;

    private FuzzDevice(SpdmVersion version) {
        this.version = version;
        peers = MutualPeers.of(profile(version), options(version), builder -> {
            builders.add(builder);
            builder.measurementLog(() -> Optional.of(ManagedDevice.LOG))
                    .deviceClass(() -> ManagedDevice.CLASS)
                    .keyPairs(new SimulatedKeyPairs(ManagedDevice.KEY_PAIRS))
                    .events(EventSource.dmtf());
        });
    }

    /** Returns the device whose version a byte chooses. */
    static FuzzDevice of(int choice) {
        return new FuzzDevice(VERSIONS.get(choice % VERSIONS.size()));
    }

    Peers peers() {
        return peers;
    }

    /** Returns a requester that was given the device's chain, so that it need not read and verify it each time. */
    Bench bench() {
        var bench = new Bench(peers);
        bench.requester.peer().give(0, peers.identity.certificates());
        return bench;
    }

    /** Returns what the responder was built of. */
    SpdmResponderBuilder builder() {
        return builders.get(0);
    }

    Bytes getCapabilities() {
        RequesterOptions options = options(version);
        boolean hasSizes = version.isAtLeast(SpdmVersion.V1_2);
        int size = hasSizes ? options.dataTransferSize() : 0;
        int largest = hasSizes ? options.maximumMessageSize() : 0;
        return new GetCapabilities(SpdmHeader.of(version, 0, 0), 0, 0, options.capabilities(), size, largest).encode();
    }

    private static SpdmProfile profile(SpdmVersion version) {
        SpdmProfile profile = MutualPeers.profile(version, MutualAuthentication.NONE);
        if (!version.isAtLeast(SpdmVersion.V1_2)) {
            return profile;
        }
        CapabilityFlags flags = ManagedDevice.all(version)
                .with(Capability.CHUNK_CAP)
                .with(Capability.MUT_AUTH_CAP)
                .with(Capability.ENCAP_CAP);
        return profile.withCapabilities(flags).withMaximumMessageSize(CHUNKED_SIZE);
    }

    private static RequesterOptions options(SpdmVersion version) {
        RequesterOptions options = MutualPeers.options(version);
        if (!version.isAtLeast(SpdmVersion.V1_2)) {
            return options;
        }
        CapabilityFlags flags = options.capabilities().with(Capability.CHUNK_CAP);
        if (version.isAtLeast(SpdmVersion.V1_3)) {
            flags = flags.with(Capability.EVENT_CAP).with(Capability.EP_INFO_CAP, 2);
        }
        if (version.isAtLeast(SpdmVersion.V1_4)) {
            flags = flags.with(Capability.LARGE_RESP_CAP);
        }
        return options.withCapabilities(flags).withMaximumMessageSize(CHUNKED_SIZE);
    }
}
