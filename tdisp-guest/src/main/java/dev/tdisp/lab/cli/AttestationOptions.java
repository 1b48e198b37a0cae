package dev.tdisp.lab.cli;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Explanation;
import dev.tdisp.guest.policy.PolicyFile;
import dev.tdisp.guest.policy.PolicyFileException;
import dev.tdisp.guest.token.CoseSign1;
import dev.tdisp.guest.token.TokenFile;
import dev.tdisp.guest.token.TokenMaker;
import dev.tdisp.guest.token.TokenProfile;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.crypto.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a VM demands, how it explains itself, and what it hands on. */
final class AttestationOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = {
                "What the VM demands of the device, as JSON; docs/reference/policy.md lists the keys.",
                "Without anchors, the VM trusts the maker of the device. Without it, the factory firmware is demanded."
            })
    private @Nullable Path policy;

    @Option(names = "--explain", description = "Explain the VM's decision as a tree, down to what was compared.")
    private boolean explains;

    @Option(
            names = "--nonce",
            paramLabel = "HEX",
            description = "The nonce of a relying party, 32 bytes, to be in the evidence; else the VM draws one.")
    private @Nullable String nonce;

    @Option(
            names = "--evidence-out",
            paramLabel = "DIR",
            description =
                    "Write the evidence there as a signed token (token.cbor, .pem, .json), with all that tdisp appraise "
                            + "takes: policy.json, root.pem, guest.pem, nonce.hex.")
    private @Nullable Path folder;

    @Option(
            names = "--token-profile",
            paramLabel = "NAME",
            defaultValue = "bound",
            converter = TokenProfileName.class,
            completionCandidates = TokenProfileName.class,
            description = "How the token's draft is read: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TokenProfile profile = TokenProfile.BOUND;

    private Optional<AppraisalPolicy> demanded = Optional.empty();

    boolean explains() {
        return explains;
    }

    /** Has the lab's guest demand what the file says, and remembers what it demands. */
    void prepare(LabBuilder lab) {
        Optional<AppraisalPolicy> read = Optional.ofNullable(policy).map(this::read);
        lab.policy(usual -> {
            AppraisalPolicy chosen = read.map(own -> own.anchors().isEmpty()
                            ? own.toBuilder().anchors(usual.anchors()).build()
                            : own)
                    .orElse(usual);
            demanded = Optional.of(chosen);
            return chosen;
        });
        if (nonce != null) {
            lab.challenge(bytes(nonce));
        }
    }

    private AppraisalPolicy read(Path file) {
        try {
            return PolicyFile.read(Bytes.of(Files.readAllBytes(file)));
        } catch (PolicyFileException e) {
            throw refuse("--policy", "%s, %s".formatted(file, e.getMessage()));
        } catch (IOException e) {
            throw refuse("--policy", "%s cannot be read".formatted(file));
        }
    }

    private Bytes bytes(String hex) {
        try {
            Bytes bytes = Bytes.fromHex(hex);
            if (bytes.size() == SignedMeasurements.NONCE_SIZE) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw refuse("--nonce", "not 32 bytes in hexadecimal");
    }

    private ParameterException refuse(String option, String reason) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '%s': %s".formatted(option, reason));
    }

    /** Explains the decision, if that is asked for. */
    void explain(Lab lab, int vf, StepPrinter printer) {
        if (explains) {
            lab.verdict(vf)
                    .map(verdict -> verdict.explanation())
                    .map(Explanation::lines)
                    .ifPresent(lines -> {
                        printer.line("Why");
                        lines.forEach(line -> printer.line("    " + line));
                        printer.line("");
                    });
        }
    }

    /** Writes the evidence, if that is asked for and there is some. */
    void writeEvidence(Lab lab, int vf, StepPrinter printer) throws IOException {
        Optional<Evidence> evidence = lab.evidence(vf);
        if (folder == null || evidence.isEmpty()) {
            return;
        }
        Signer key = Signer.generate(
                AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(lab.seed()).forParty("attestation key"));
        CoseSign1 token =
                CoseSign1.sign(key, TokenMaker.of(evidence.get(), profile).encode(profile));
        new EvidenceFolder(folder).write(token, key.publicKey(), evidence.get().nonce(), demanded.orElseThrow());
        key.destroy();
        printer.line("Evidence written to %s: %d bytes, %s"
                .formatted(folder, token.encode().size(), TokenFile.LABEL.toLowerCase(Locale.ROOT)));
        printer.line("");
    }
}
