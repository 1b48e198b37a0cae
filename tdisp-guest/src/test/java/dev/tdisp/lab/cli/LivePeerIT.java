package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the commands of this program against those of DMTF's spdm-emu: every transport and every version. */
@Timeout(180)
class LivePeerIT {
    private static final Map<String, String> TRANSPORTS =
            Map.of("doe", "PCI_DOE", "mctp", "MCTP", "tcp", "TCP", "none", "NONE");

    @TempDir
    private Path folder;

    @BeforeAll
    static void findThePeer() {
        LivePeer.home();
    }

    static Stream<Arguments> everything() {
        return Stream.of("1.2", "1.3", "1.1", "1.4", "1.0")
                .flatMap(version ->
                        Stream.of("doe", "mctp", "tcp", "none").map(transport -> Arguments.of(version, transport)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void theirRequesterIsContentWithOurDevice(String version, String transport) throws Exception {
        boolean hasSessions = !version.equals("1.0") && !transport.equals("none");
        Path pcap = folder.resolve("session.pcap");
        Path keys = folder.resolve("keys.json");
        var device = new ServedCommand(
                "--transport", transport, "--spdm", version, "--pcap", "" + pcap, "--keylog", "" + keys);

        String errors = requester(
                device.port(),
                "--trans " + TRANSPORTS.get(transport) + " --ver " + version,
                "--exe_conn DIGEST,CERT,CHAL,MEAS --meas_op ALL",
                "--exe_session KEY_EX,PSK,KEY_UPDATE,HEARTBEAT,MEAS,DIGEST,CERT");
        device.stop();

        Result dump = run("dump", "" + pcap, "--keys", "" + keys);
        assertThat(errors).isEmpty();
        assertThat(dump.exitCode()).as(dump.text()).isZero();
        assertThat(dump.text()).contains("CHALLENGE_AUTH", "MEASUREMENTS");
        assertThat(dump.text().split("END_SESSION_ACK", -1)).hasSize(hasSessions ? 3 : 1);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void ourHostIsContentWithTheirResponder(String version, String transport) throws Exception {
        int port = LivePeer.freePort();
        LivePeer peer = LivePeer.in(folder);
        Process responder = peer.start(
                LivePeer.RESPONDER,
                port,
                "--trans " + TRANSPORTS.get(transport) + " --ver " + version,
                "--mut_auth NO --basic_mut_auth NO");
        try {
            Result host = host("ecp384", port, "--transport", transport, "--spdm", version);

            boolean hasSessions = !version.equals("1.0") && !transport.equals("none");
            assertThat(host.exitCode()).as(host.text()).isZero();
            assertThat(host.text().contains("END_SESSION")).isEqualTo(hasSessions);
            assertThat(host.text().contains("TDISP state               RUN"))
                    .isEqualTo(transport.equals("doe") && version.compareTo("1.2") >= 0);
            assertThat(responder.waitFor(LivePeer.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(peer.errors(LivePeer.RESPONDER)).isEmpty();
        } finally {
            responder.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3", "1.4"})
    void theirRequesterDrivesAnInterfaceThroughAllStates(String version) throws Exception {
        Path pcap = folder.resolve("session.pcap");
        Path keys = folder.resolve("keys.json");
        var device = new ServedCommand("--spdm", version, "--pcap", "" + pcap, "--keylog", "" + keys);

        String errors = requester(
                device.port(),
                "--trans PCI_DOE --ver " + version,
                "--exe_conn DIGEST,CERT",
                "--exe_session KEY_EX,APP");
        device.stop();

        // Behind IDE_KM and TDISP it wants CXL, which is refused.
        assertThat(errors.lines()).allMatch(line -> line.matches("ERROR: do_(app_)?session_via_spdm - 8001000a"));
        Result dump = run("dump", "" + pcap, "--keys", "" + keys);
        assertThat(dump.text())
                .containsSubsequence(
                        "KP_ACK",
                        "LOCK_INTERFACE_RESPONSE",
                        "DEVICE_INTERFACE_REPORT",
                        "START_INTERFACE_RESPONSE",
                        "STOP_INTERFACE_RESPONSE",
                        "K_GOSTOP_ACK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--hash SHA_256 --asym ECDSA_P256 --dhe SECP_256_R1",
                "--hash SHA_512 --dhe FFDHE_3072",
                "--asym RSAPSS_3072 --aead CHACHA20_POLY1305",
            })
    void otherAlgorithmsOfAResponderAreVerified(String algorithms) throws Exception {
        int port = LivePeer.freePort();
        String folderOfKeys =
                algorithms.contains("RSA") ? "rsa3072" : algorithms.contains("P256") ? "ecp256" : "ecp384";
        LivePeer peer = LivePeer.in(folder);
        Process responder = peer.start(
                LivePeer.RESPONDER,
                port,
                "--trans PCI_DOE --ver 1.2 " + algorithms,
                "--mut_auth NO --basic_mut_auth NO");
        try {
            Result host = host(folderOfKeys, port);

            assertThat(host.exitCode()).as(host.text()).isZero();
            assertThat(responder.waitFor(LivePeer.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(peer.errors(LivePeer.RESPONDER)).isEmpty();
        } finally {
            responder.destroyForcibly();
        }
    }

    @Test
    void otherAlgorithmsAreAgreedOn() throws Exception {
        for (String algorithms : List.of(
                "--hash SHA_256 --dhe SECP_256_R1 --aead CHACHA20_POLY1305", "--dhe FFDHE_3072", "--key_upd REQ")) {
            var device = new ServedCommand("--transport", "mctp");

            String errors = requester(
                    device.port(),
                    "--trans MCTP --ver 1.2 --meas_op ALL " + algorithms,
                    "--exe_session KEY_EX,PSK,HEARTBEAT,KEY_UPDATE");
            device.stop();

            assertThat(errors).as(algorithms).isEmpty();
        }
    }

    private String requester(int port, String... arguments) throws Exception {
        return LivePeer.in(folder).client(LivePeer.REQUESTER, port, arguments);
    }

    /** Connects as soon as the responder listens. */
    private static Result host(String keys, int port, String... wire) throws Exception {
        List<String> line = new ArrayList<>(List.of("host", "--shutdown", "--connect", "127.0.0.1:" + port));
        line.addAll(List.of(
                "--trust", LivePeer.home().resolve(keys + "/ca.cert.der").toString()));
        line.addAll(List.of(wire));
        for (int i = 0; i < 50; i++) {
            Result result = run(line.toArray(String[]::new));
            if (!result.text().contains("cannot connect to")) {
                return result;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("nobody listens on port " + port);
    }

    private static Result run(String... line) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        return new Result(Tdisp.run(out, out, line), text.toString());
    }

    private record Result(int exitCode, String text) {}
}
