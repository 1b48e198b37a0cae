package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.RemoteVerdict;
import dev.tdisp.guest.policy.PolicyFile;
import dev.tdisp.guest.policy.PolicyFileException;
import dev.tdisp.guest.token.TokenAppraisal;
import dev.tdisp.guest.token.TokenFile;
import dev.tdisp.guest.token.TokenProfile;
import dev.tdisp.spdm.crypto.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tdisp appraise}: a relying party that judges a token. */
@Command(
        name = "appraise",
        description = "Judges the evidence of a device that a VM passed on as a token, and explains the decision.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every device of the token is accepted",
            "1:not so",
            "2:the command line is wrong, or a file cannot be read"
        })
final class AppraiseCommand implements Callable<Integer> {
    private static final int ACCEPTED = 0;
    private static final int REJECTED = 1;
    private static final int UNREADABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--token",
            paramLabel = "FILE",
            required = true,
            description = "The token: CBOR, PEM or JSON, as tdisp attach --evidence-out writes it.")
    private Path token = Path.of("");

    @Option(
            names = "--guest-key",
            paramLabel = "FILE",
            required = true,
            description = "The public key of the VM that is trusted, PEM or DER.")
    private Path guestKey = Path.of("");

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What is demanded of devices, as JSON; docs/reference/policy.md lists the keys.")
    private @Nullable Path policy;

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description = "Roots of devices that are trusted beside those of the policy, PEM or DER; repeat for more.")
    private List<Path> anchors = List.of();

    @Option(
            names = "--nonce",
            paramLabel = "HEX",
            description = "The nonce that the token must have. Without it nobody judges how old the token is.")
    private @Nullable String nonce;

    @Option(
            names = "--token-profile",
            paramLabel = "NAME",
            defaultValue = "bound",
            converter = TokenProfileName.class,
            completionCandidates = TokenProfileName.class,
            description = "How the token's draft is read: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TokenProfile profile = TokenProfile.BOUND;

    @Override
    public Integer call() {
        try {
            Optional<Bytes> expected =
                    Optional.ofNullable(nonce).map(String::strip).map(Bytes::fromHex);
            var party = new TokenAppraisal(key(), policy(), profile);
            List<RemoteVerdict> verdicts = party.appraise(TokenFile.read(bytes(token)), expected, Instant.now());
            verdicts.forEach(verdict ->
                    verdict.explanation().lines().forEach(spec.commandLine().getOut()::println));
            boolean isAccepted = verdicts.stream().allMatch(RemoteVerdict::isAcceptable);
            return isAccepted ? ACCEPTED : REJECTED;
        } catch (MalformedMessageException e) {
            return complain("%s: %s".formatted(token, e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            return complain(Complaint.text(e));
        }
    }

    private int complain(String reason) {
        spec.commandLine().getErr().printf("tdisp appraise: %s%n", reason);
        return UNREADABLE;
    }

    private Bytes key() throws IOException {
        Bytes file = bytes(guestKey);
        try {
            return Pem.isPem(file) ? Pem.decode(file).get(0).content() : file;
        } catch (MalformedMessageException e) {
            throw new IOException("%s: %s".formatted(guestKey, e.getMessage()), e);
        }
    }

    private AppraisalPolicy policy() throws IOException {
        var builder = policy == null ? AppraisalPolicy.builder() : read(policy).toBuilder();
        for (Path anchor : anchors) {
            builder.anchors(CertificateFile.read(anchor));
        }
        return builder.build();
    }

    private static AppraisalPolicy read(Path file) throws IOException {
        try {
            return PolicyFile.read(bytes(file));
        } catch (PolicyFileException e) {
            throw new IOException("%s, %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Bytes bytes(Path file) throws IOException {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new IOException("%s is not there".formatted(file), e);
        }
    }
}
