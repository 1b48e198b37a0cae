package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A VM writes its evidence; relying parties elsewhere judge it. */
@Timeout(120)
class AppraiseCommandTest {
    private static final String NONCE = "5a".repeat(32);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void attach() {
        CommandResult result = CommandResult.run(
                "attach", "--nonce", NONCE, "--evidence-out", folder.toString(), "--explain", "--seed", "4");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text())
                .contains("accepted: 0000:01:00.1 at lock", "└─ 12 run: passed", "Evidence written to")
                .endsWith("Done." + System.lineSeparator());
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] appraise(String token, String... more) {
        List<String> line = new ArrayList<>(List.of("appraise", "--token", file(token)));
        line.addAll(List.of("--guest-key", file("guest.pem")));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token.cbor", "token.pem", "token.json"})
    void tokenIsAcceptedInEachForm(String token) {
        CommandResult result = CommandResult.run(appraise(token, "--policy", file("policy.json"), "--nonce", NONCE));

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text()).startsWith("accepted: spdm:TDISP:ACCELERATOR:");
    }

    @Test
    void relyingPartyInAnotherVirtualMachineExplainsItsDecision() throws IOException, InterruptedException {
        Process accepting = start(appraise("token.pem", "--anchor", file("root.pem"), "--nonce", NONCE));
        Process refusing = start(appraise("token.pem", "--anchor", file("root.pem"), "--nonce", "00".repeat(32)));

        String accepted = new String(accepting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String refused = new String(refusing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(accepting.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(refusing.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(accepting.exitValue()).as(accepted).isZero();
        assertThat(accepted).startsWith("accepted: spdm:").contains("MEASUREMENTS_GOOD: not demanded");
        assertThat(refusing.exitValue()).as(refused).isOne();
        assertThat(refused).startsWith("rejected: spdm:").contains("TOKEN_FRESH: failed, made for another nonce");
    }

    private static Process start(String... args) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = new ArrayList<>(
                List.of(java, "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
        line.addAll(List.of("-Dsun.stdout.encoding=UTF-8", "-cp", classPath, Tdisp.class.getName()));
        line.addAll(List.of(args));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    @Test
    void deviceOfAnUnknownMakerIsRejected() {
        CommandResult result = CommandResult.run(appraise("token.cbor"));

        assertThat(result.exitCode()).isOne();
        assertThat(result.text()).contains("CHAIN_TRUST: failed");
    }

    @Test
    void policyOfTheRelyingPartyDecides() throws IOException {
        Path policy = folder.resolve("strict.json");
        Files.writeString(policy, "{\"devices\": [\"ACME:Accelerator:1\"], \"demand\": [\"DEVICE_PINNED\"]}");

        CommandResult result =
                CommandResult.run(appraise("token.cbor", "--policy", policy.toString(), "--anchor", file("root.pem")));

        assertThat(result.exitCode()).isOne();
        assertThat(result.text())
                .contains("DEVICE_IDENTITY: failed", "DEMANDS_MET: failed", "2 identity of the device: failed");
    }

    @Test
    void tokenOfTheDraftNeedsTheSameReadingAtBothEnds() {
        Path other = folder.resolve("draft");
        CommandResult.run("attach", "--evidence-out", other.toString(), "--token-profile", "draft");

        String token = other.resolve("token.cbor").toString();
        String key = other.resolve("guest.pem").toString();
        String policy = other.resolve("policy.json").toString();
        List<String> line = List.of("appraise", "--token", token, "--guest-key", key, "--policy", policy);
        List<String> asDraft = new ArrayList<>(line);
        asDraft.addAll(List.of("--token-profile", "draft"));

        assertThat(CommandResult.run(asDraft.toArray(String[]::new)).exitCode()).isZero();
        assertThat(CommandResult.run(line.toArray(String[]::new)).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "policy.json, guest.pem, root.pem, JSON",
        "guest.pem, guest.pem, root.pem, no block DEVICE ATTESTATION TOKEN",
        "nothing.cbor, guest.pem, root.pem, nothing.cbor is not there",
        "token.cbor, token.cbor, root.pem, ''",
        "token.cbor, guest.pem, guest.pem, guest.pem",
    })
    void whatCannotBeReadIsSaid(String token, String key, String anchor, String complaint) {
        CommandResult result = CommandResult.run(
                "appraise", "--token", file(token), "--guest-key", file(key), "--anchor", file(anchor));

        assertThat(result.exitCode()).isPositive();
        assertThat(result.text()).contains(complaint).doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"polcy\": 1}', 'line 1, column 2: unknown key polcy'",
        "'{\"demand\": 1}', 'line 1, column 12: a list is expected'",
    })
    void wrongPolicyIsRefusedAtBothEnds(String text, String complaint) throws IOException {
        Path policy = folder.resolve("wrong.json");
        Files.writeString(policy, text);

        CommandResult attach = CommandResult.run("attach", "--policy", policy.toString());
        CommandResult appraise = CommandResult.run(appraise("token.cbor", "--policy", policy.toString()));

        assertThat(attach.exitCode()).isEqualTo(2);
        assertThat(attach.text()).contains(complaint);
        assertThat(appraise.exitCode()).isEqualTo(2);
        assertThat(appraise.text()).contains(complaint);
    }

    @Test
    void policyThatIsNotThereIsRefused() {
        CommandResult result = CommandResult.run("attach", "--policy", file("missing.json"));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.text()).contains("missing.json cannot be read");
    }

    @Test
    void strictPolicyKeepsTheDeviceOut() throws IOException {
        Path policy = folder.resolve("pinned.json");
        Files.writeString(policy, "{\"demand\": [\"DEVICE_PINNED\"]}");

        CommandResult result = CommandResult.run("attach", "--policy", policy.toString(), "--explain");

        assertThat(result.exitCode()).isOne();
        assertThat(result.text())
                .contains("rejected: 0000:01:00.1", "DEMANDS_MET: failed, the policy insists on [DEVICE_PINNED]");
    }
}
