package dev.tdisp.lab.cli;

import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What the peer's requester is told to do, the responder it meets, and what that responder must have sent in the end. */
record LiveCase(
        String name,
        SpdmProfile profile,
        Consumer<SpdmResponderBuilder> setup,
        String arguments,
        int sessions,
        String[] seen) {
    private static final AlgorithmPreferences ALGORITHMS =
            AlgorithmPreferences.TDISP.with(AlgorithmCategory.REQ_BASE_ASYM, AsymmetricAlgorithm.ECDSA_P384);

    static LiveCase of(String name, SpdmVersion version) {
        SpdmProfile profile = SpdmProfile.TDISP
                .withVersions(version)
                .withAlgorithms(ALGORITHMS)
                .withHeartbeatPeriod(0xF0);
        return new LiveCase(
                name,
                profile,
                builder -> builder.slot(
                        0, SampleKeys.of(AsymmetricAlgorithm.ECDSA_P384).responder()),
                "--asym ECDSA_P384 --req_asym ECDSA_P384",
                1,
                new String[0]);
    }

    SpdmVersion version() {
        return profile.versions().get(0);
    }

    String versionName() {
        return version().name().substring(1).replace('_', '.');
    }

    LiveCase with(Capability... more) {
        return flags(flags -> {
            CapabilityFlags changed = flags;
            for (Capability flag : more) {
                changed = changed.with(flag);
            }
            return changed;
        });
    }

    LiveCase with(Capability flag, int value) {
        return with(profile.withCapabilities(profile.capabilities().with(flag, value)));
    }

    LiveCase flags(UnaryOperator<CapabilityFlags> change) {
        return with(profile.withCapabilities(change.apply(profile.capabilities())));
    }

    LiveCase with(SpdmProfile other) {
        return new LiveCase(name, other, setup, arguments, sessions, seen);
    }

    LiveCase authenticating(SessionAuthentication how) {
        return authenticating(MutualAuthentication.inSessions(how));
    }

    LiveCase authenticating(MutualAuthentication wish) {
        LiveCase able = with(Capability.MUT_AUTH_CAP, Capability.ENCAP_CAP);
        return able.with(able.profile.withMutualAuthentication(wish));
    }

    LiveCase setUp(Consumer<SpdmResponderBuilder> more) {
        return new LiveCase(name, profile, setup.andThen(more), arguments, sessions, seen);
    }

    LiveCase setUpAnew(Consumer<SpdmResponderBuilder> other) {
        return new LiveCase(name, profile, other, arguments, sessions, seen);
    }

    LiveCase told(String more) {
        return new LiveCase(name, profile, setup, arguments + " " + more, sessions, seen);
    }

    LiveCase sessions(int count) {
        return new LiveCase(name, profile, setup, arguments, count, seen);
    }

    LiveCase seen(String... names) {
        return new LiveCase(name, profile, setup, arguments, sessions, names);
    }

    static List<SpdmVersion> versions(SpdmVersion first) {
        return List.of(SpdmVersion.values()).stream()
                .filter(version -> version.isAtLeast(first))
                .toList();
    }

    @Override
    public String toString() {
        return name + ", SPDM " + versionName();
    }
}
