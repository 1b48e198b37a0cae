package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads what {@code tdisp device} recorded by DMTF's spdm_dump, which the property {@code tdisp.peer.dump} names. It knows
 * PCI DOE and MCTP.
 */
@Timeout(120)
class LiveDumpIT {
    private Path dump = Path.of("");

    @TempDir
    private Path folder;

    @BeforeEach
    void findTheProgram() {
        String property = System.getProperty("tdisp.peer.dump", "");
        assumeTrue(!property.isEmpty(), "no spdm_dump: -Dtdisp.peer.dump names the program");
        dump = Path.of(property).toAbsolutePath();
        assumeTrue(Files.isExecutable(dump), "there is no " + dump);
    }

    static Stream<Arguments> records() {
        return Stream.of("1.1", "1.2", "1.3", "1.4")
                .flatMap(version -> Stream.of("PCI_DOE", "MCTP").map(transport -> Arguments.of(version, transport)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void theirDumpDecryptsWhatOurDeviceRecorded(String version, String transport) throws Exception {
        Path pcap = folder.resolve("session.pcap");
        Path keys = folder.resolve("keys.json");
        String ours = transport.equals("MCTP") ? "mctp" : "doe";
        var device =
                new ServedCommand("--transport", ours, "--spdm", version, "--pcap", "" + pcap, "--keylog", "" + keys);
        LivePeer.in(folder)
                .client(
                        LivePeer.REQUESTER,
                        device.port(),
                        "--trans " + transport + " --ver " + version,
                        "--exe_conn DIGEST,CERT,CHAL,MEAS --meas_op ALL",
                        "--exe_session KEY_EX,PSK,KEY_UPDATE,HEARTBEAT,MEAS");

        String arguments = device.stop()
                .lines()
                .filter(line -> line.startsWith("spdm_dump "))
                .findFirst()
                .orElseThrow();
        String read = read(arguments);

        assertThat(read)
                .containsSubsequence(
                        "SPDM_CHALLENGE_AUTH",
                        "SPDM_MEASUREMENTS",
                        "SPDM_KEY_EXCHANGE_RSP",
                        "SPDM_HEARTBEAT_ACK",
                        "SPDM_KEY_UPDATE_ACK",
                        "SPDM_MEASUREMENTS",
                        "SPDM_END_SESSION_ACK",
                        "SPDM_PSK_EXCHANGE_RSP",
                        "SPDM_PSK_FINISH_RSP",
                        "SPDM_KEY_UPDATE_ACK",
                        "SPDM_END_SESSION_ACK");
    }

    @Test
    void theirDumpShowsARunAsWeDo() throws Exception {
        Path pcap = folder.resolve("run.pcap");
        CommandResult recorded = CommandResult.run(
                "trace", "--format", "pcap", "-o", "" + pcap, "--keys", "" + folder.resolve("keys.json"));

        List<String> theirs = read(recorded.text().strip() + " -d")
                .lines()
                .filter(line -> line.matches("\\d+ \\(\\d+\\) .*"))
                .map(line ->
                        line.replaceAll("nonce=[0-9a-f]+", "nonce=(not shown)").stripTrailing())
                .toList();

        assertThat(CommandResult.run("trace", "--format", "spdm-dump")
                        .text()
                        .lines()
                        .toList())
                .hasSize(86)
                .isEqualTo(theirs);
    }

    private String read(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments.split(" ")));
        command.set(0, dump.toString());
        Path text = folder.resolve("dump.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(text.toFile())
                .start();
        assertThat(process.waitFor(LivePeer.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return Files.readString(text, StandardCharsets.ISO_8859_1);
    }
}
