package dev.tdisp.lab.cli;

import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.requester.RequesterOptions;
import java.util.function.UnaryOperator;

/** What our requester does, and the peer's responder that it meets. */
record LiveVisit(String name, RequesterOptions options, String arguments, Action action) {
    private static final AlgorithmPreferences ALGORITHMS =
            AlgorithmPreferences.TDISP.with(AlgorithmCategory.REQ_BASE_ASYM, AsymmetricAlgorithm.ECDSA_P384);

    /** What is done once the connection is there. */
    @FunctionalInterface
    interface Action {
        void on(LiveHost host) throws Exception;
    }

    static LiveVisit of(String name, SpdmVersion version) {
        var keys = SampleKeys.of(AsymmetricAlgorithm.ECDSA_P384);
        RequesterOptions options = RequesterOptions.TDISP
                .withVersions(version)
                .withAlgorithms(ALGORITHMS)
                .withPolicy(CertificatePolicy.trusting(keys.roots()));
        return new LiveVisit(name, options, "--asym ECDSA_P384 --req_asym ECDSA_P384", host -> {});
    }

    SpdmVersion version() {
        return options.versions().get(0);
    }

    String versionName() {
        return version().name().substring(1).replace('_', '.');
    }

    LiveVisit with(Capability... more) {
        return flags(flags -> {
            CapabilityFlags changed = flags;
            for (Capability flag : more) {
                changed = changed.with(flag);
            }
            return changed;
        });
    }

    LiveVisit flags(UnaryOperator<CapabilityFlags> change) {
        return with(options.withCapabilities(change.apply(options.capabilities())));
    }

    LiveVisit with(RequesterOptions other) {
        return new LiveVisit(name, other, arguments, action);
    }

    LiveVisit told(String more) {
        return new LiveVisit(name, options, arguments + " " + more, action);
    }

    LiveVisit doing(Action other) {
        return new LiveVisit(name, options, arguments, other);
    }

    @Override
    public String toString() {
        return name + ", SPDM " + versionName();
    }
}
