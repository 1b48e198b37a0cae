package dev.tdisp.lab.cli;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.dsm.RequesterTrust;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** By what a device proves itself, and what it wants to know of hosts. */
final class DeviceOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = {
                "Where the device's certificates (chain.pem, chain.der) and private key (key.pem, key.der) are; the "
                        + "names of spdm-emu's sample keys are fine too. The key decides about the signature algorithm.",
                "Without it the device gets an identity of its own, issued by an authority of its own."
            })
    private @Nullable Path identity;

    @Option(
            names = "--root",
            paramLabel = "FILE",
            description = "Write the root certificate of the device's chain, in DER: what tdisp host --trust takes.")
    private @Nullable Path root;

    @Option(
            names = "--mutual-auth",
            paramLabel = "FORM",
            split = ",",
            defaultValue = "none",
            description = {
                "How the host is to prove itself, forms separated by commas. Default: ${DEFAULT-VALUE}.",
                "basic: CHALLENGE is answered by a CHALLENGE. In sessions, one of encap: by encapsulated requests; "
                        + "digests: the same, the first one goes without saying; signature: by the chain of --requester.",
                "required: no session without. Otherwise hosts that cannot do it are served nevertheless."
            })
    private List<MutualAuthName> mutualAuth = List.of(MutualAuthName.NONE);

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = {
                "The root certificates of hosts that are trusted, PEM or DER.",
                "Without it any root is believed, and only what is below it is verified."
            })
    private @Nullable Path trust;

    @Option(
            names = "--requester",
            paramLabel = "FILE",
            description =
                    "The certificate chain of the host, PEM or DER, known beforehand: what --mutual-auth signature needs.")
    private @Nullable Path requester;

    /** Changes a profile as the options want it. */
    SpdmProfile profile(SpdmProfile profile, WireOptions wire) {
        MutualAuthentication wish = mutualAuthentication();
        SpdmProfile changed = profile.withAlgorithms(wire.algorithms().applyTo(profile.algorithms()));
        if (wire.algorithms().names(AlgorithmCategory.PQC_ASYM)) {
            changed = changed.withCapabilities(changed.capabilities().with(Capability.CHUNK_CAP))
                    .withMaximumMessageSize(SpdmProfile.SPDM_EMU.maximumMessageSize());
        }
        if (wish.equals(MutualAuthentication.NONE)) {
            return changed;
        }
        return changed.withCapabilities(
                        changed.capabilities().with(Capability.MUT_AUTH_CAP).with(Capability.ENCAP_CAP))
                .withAlgorithms(verifying(changed.algorithms(), wire.algorithms()))
                .withMutualAuthentication(wish);
    }

    private MutualAuthentication mutualAuthentication() {
        try {
            MutualAuthentication wish = MutualAuthName.of(mutualAuth);
            if (wish.inSessions() == SessionAuthentication.SIGNATURE && requester == null) {
                throw new IllegalArgumentException("signature needs the chain of --requester");
            }
            return wish;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--mutual-auth: " + e.getMessage(), e);
        }
    }

    /** Lets a host sign by whatever it can, unless algorithms for that are named; what the profile prefers comes first. */
    private static AlgorithmPreferences verifying(AlgorithmPreferences preferences, AlgorithmChoice choice) {
        AlgorithmPreferences changed = preferences;
        if (!choice.names(AlgorithmCategory.REQ_BASE_ASYM) && !choice.names(AlgorithmCategory.REQ_PQC_ASYM)) {
            for (AlgorithmCategory category :
                    List.of(AlgorithmCategory.REQ_BASE_ASYM, AlgorithmCategory.REQ_PQC_ASYM)) {
                Stream<Algorithm> preferred = preferences.byCategory().getOrDefault(category, List.of()).stream();
                changed = changed.with(
                        category,
                        Stream.concat(preferred, category.algorithms().stream())
                                .distinct()
                                .toArray(Algorithm[]::new));
            }
        }
        return changed;
    }

    /**
     * Reads the device's identity, or issues one.
     *
     * @throws IOException if a file cannot be used
     */
    Credentials credentials(SpdmProfile profile, WireOptions wire, RandomSource random) throws IOException {
        Credentials credentials = Credentials.issue(profile, random).trusting(requesters());
        if (identity != null) {
            List<SignatureAlgorithm> possible = isSignatureNamed(wire)
                    ? signatures(profile.algorithms())
                    : AlgorithmChoice.everySignature(signatures(profile.algorithms()));
            credentials =
                    credentials.withIdentity(IdentityFolder.ofDevice(identity).read(possible, random));
        }
        if (root != null) {
            Files.write(root, credentials.identity().root().encoded().toArray());
        }
        return credentials;
    }

    /** Lets a device sign by the key that it has. */
    static DeviceProfile signingBy(DeviceIdentity identity, DeviceProfile device) {
        SpdmProfile spdm = device.spdm();
        return device.withSpdm(spdm.withAlgorithms(AlgorithmChoice.signingBy(
                identity.signer().algorithm(),
                spdm.algorithms(),
                AlgorithmCategory.BASE_ASYM,
                AlgorithmCategory.PQC_ASYM)));
    }

    private RequesterTrust requesters() throws IOException {
        CertificatePolicy policy =
                trust == null ? CertificatePolicy.authentic() : CertificatePolicy.trusting(CertificateFile.read(trust));
        List<X509Certificate> chain = requester == null ? List.of() : CertificateFile.read(requester);
        return new RequesterTrust(policy, chain);
    }

    private static boolean isSignatureNamed(WireOptions wire) {
        return wire.algorithms().names(AlgorithmCategory.BASE_ASYM)
                || wire.algorithms().names(AlgorithmCategory.PQC_ASYM);
    }

    private static List<SignatureAlgorithm> signatures(AlgorithmPreferences preferences) {
        return AlgorithmChoice.signatures(preferences, AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM);
    }
}
