package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.capture.PcapFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SocketCommandsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "doe, emulator, 1.2, 22",
        "doe, emulator, 1.4, 22",
        "doe, emulator, 1.1, 12",
        "doe, emulator, 1.0, 7",
        "mctp, emulator, 1.3, 11",
        "tcp, emulator, 1.2, 11",
        "tcp, dsp0287, 1.2, 10",
        "none, emulator, 1.2, 5",
    })
    void aHostVerifiesADeviceOverASocket(String transport, String framing, String version, int verified)
            throws IOException {
        String[] wire = {"--transport", transport, "--framing", framing, "--spdm", version};
        Path root = folder.resolve("root.der");
        Path pcap = folder.resolve("session.pcap");
        Path keys = folder.resolve("keys.json");
        var device = new RunningDevice(with(wire, "--root", root, "--pcap", pcap, "--keylog", keys));

        CommandResult host = CommandResult.run(with(wire, "host", "--connect", device.address(), "--trust", root));
        CommandResult stopped = device.stop();

        assertThat(host.text()).contains(verified + " verified, 0 failed");
        assertThat(host.exitCode()).isZero();
        assertThat(stopped.exitCode()).isZero();
        assertThat(stopped.text().contains("spdm_dump -r " + pcap + " --dhe_secret "))
                .isEqualTo((transport.equals("doe") || transport.equals("mctp")) && !version.equals("1.0"));
        CommandResult dump = CommandResult.run("dump", pcap.toString(), "--keys", keys.toString());
        assertThat(dump.text()).contains(" 0 undecoded, 0 unverified");
        assertThat(dump.exitCode()).isZero();
    }

    @Test
    void theSameSeedsGiveTheSamePackets() throws IOException {
        List<byte[]> captures = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path pcap = folder.resolve(i + ".pcap");
            var device = new RunningDevice("--seed", "3", "--pcap", pcap.toString());
            assertThat(CommandResult.run("host", "--seed", "4", "--connect", device.address())
                            .exitCode())
                    .isZero();
            device.stop();
            captures.add(Files.readAllBytes(pcap));
        }

        assertThat(captures.get(0)).isEqualTo(captures.get(1));
    }

    @Test
    void packetsHaveTheTimeOfTheMachine() throws IOException {
        Path pcap = folder.resolve("session.pcap");
        Instant before = Instant.now().minusSeconds(1);
        var device = new RunningDevice("--pcap", pcap.toString());

        CommandResult.run("host", "--connect", device.address(), "--no-tdisp");

        device.stop();
        assertThat(PcapFile.decode(Bytes.of(Files.readAllBytes(pcap))).packets())
                .isNotEmpty()
                .allMatch(packet -> packet.at().isAfter(before));
    }

    @Test
    void withoutASeedEverythingIsFresh() throws IOException {
        List<byte[]> roots = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path root = folder.resolve("root.der");
            new RunningDevice("--root", root.toString()).stop();
            roots.add(Files.readAllBytes(root));
        }

        assertThat(roots.get(0)).isNotEqualTo(roots.get(1));
    }

    @Test
    void anotherRootIsNotTrusted() {
        Path root = folder.resolve("root.der");
        new RunningDevice("--root", root.toString()).stop();
        var device = new RunningDevice();

        CommandResult host = CommandResult.run("host", "--connect", device.address(), "--trust", root.toString());

        device.stop();
        assertThat(host.exitCode()).isOne();
        assertThat(host.text()).contains("FAIL").contains("1 failed");
    }

    @Test
    void theSpecificationLocksNothingWithoutAStream() {
        var device = new RunningDevice("--profile", "spec");

        CommandResult host = CommandResult.run("host", "--connect", device.address());
        CommandResult without = CommandResult.run("host", "--connect", device.address(), "--no-tdisp");

        device.stop();
        assertThat(host.exitCode()).isOne();
        assertThat(host.text()).contains("FAIL");
        assertThat(without.exitCode()).isZero();
    }

    @Test
    void eachClientMayHaveADeviceOfItsOwn() {
        var device = new RunningDevice("--each", "--spdm", "1.2,1.3");

        CommandResult first = CommandResult.run("host", "--connect", device.address(), "--spdm", "1.2,1.3,1.4");
        CommandResult second = CommandResult.run("host", "--connect", device.address());

        device.stop();
        assertThat(first.text()).contains("SPDM 1.3");
        assertThat(second.exitCode()).isZero();
    }

    @Test
    void shutdownStopsADeviceThatServesOnce() {
        var device = new RunningDevice("--once");

        CommandResult host = CommandResult.run("host", "--connect", device.address(), "--shutdown");

        assertThat(host.exitCode()).isZero();
        assertThat(device.result().exitCode()).isZero();
    }

    @Test
    void packetsMayBeCommented() throws IOException {
        Path pcapng = folder.resolve("session.pcapng");
        Path keys = folder.resolve("keys.json");
        var device = new RunningDevice();

        CommandResult host = CommandResult.run(
                "host", "--connect", device.address(), "--pcap", pcapng.toString(), "--keylog", keys.toString());

        device.stop();
        assertThat(new String(Files.readAllBytes(pcapng), StandardCharsets.ISO_8859_1))
                .contains("GET_VERSION", "KEY_EXCHANGE_RSP", "record of session FFFFFFFFh");
        CommandResult dump = CommandResult.run("dump", pcapng.toString(), "--keys", keys.toString());
        assertThat(host.text()).doesNotContain("spdm_dump");
        assertThat(dump.text()).contains("KEY_PROG", " 0 undecoded, 0 unverified");
    }

    @Test
    void aDeviceMayHaveAnIdentityFromFiles() throws IOException {
        CommandResult missing = CommandResult.run("device", "--listen", "127.0.0.1:0", "--identity", folder.toString());

        assertThat(missing.exitCode()).isOne();
        assertThat(missing.text()).contains("no chain; it is called chain.pem or chain.der");

        Files.write(folder.resolve("chain.der"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("key.der"), new byte[] {1, 2, 3});
        assertThat(CommandResult.run("device", "--listen", "127.0.0.1:0", "--identity", folder.toString())
                        .exitCode())
                .isOne();
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        var device = new RunningDevice();

        CommandResult busy = CommandResult.run("device", "--listen", device.address());
        device.stop();
        CommandResult nobody = CommandResult.run("host", "--connect", device.address());
        CommandResult noFile = CommandResult.run(
                "host",
                "--connect",
                device.address(),
                "--trust",
                folder.resolve("no").toString());

        assertThat(busy.exitCode()).isOne();
        assertThat(busy.text()).contains("tdisp device: cannot listen on");
        assertThat(nobody.exitCode()).isOne();
        assertThat(nobody.text()).contains("tdisp host: cannot connect to");
        assertThat(noFile.exitCode()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "device --listen 127.0.0.1",
                "device --listen 127.0.0.1:70000",
                "device --listen nowhere.invalid:1",
                "device --transport mctp --framing dsp0287",
                "device --transport pigeon",
                "device --spdm 1.5",
                "device --profile best",
                "device --seed x",
                "host",
                "host --connect :1",
            })
    void aWrongCommandLineIsRefused(String line) {
        assertThat(CommandResult.run(line.split(" ")).exitCode()).isEqualTo(2);
    }

    @Test
    void addressesAreReadAsTheyAreWritten() {
        var converter = new HostAndPort();

        assertThat(HostAndPort.text(converter.convert("127.0.0.1:2323"))).isEqualTo("127.0.0.1:2323");
        assertThat(HostAndPort.text(converter.convert("[::1]:80"))).isEqualTo("[0:0:0:0:0:0:0:1]:80");
    }

    private static String[] with(String[] wire, Object... before) {
        List<String> line = new ArrayList<>();
        for (Object each : before) {
            line.add(each.toString());
        }
        line.addAll(List.of(wire));
        return line.toArray(String[]::new);
    }
}
