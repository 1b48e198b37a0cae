package dev.tdisp.lab.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The programs of DMTF's spdm-emu. The property {@code tdisp.peer.home} names the folder with {@code spdm_requester_emu},
 * {@code spdm_responder_emu} and their sample keys; {@code tdisp.peer.preload}, if it is there, a library to preload into
 * them.
 */
final class LivePeer {
    static final String REQUESTER = "spdm_requester_emu";
    static final String RESPONDER = "spdm_responder_emu";
    static final String VALIDATOR = "spdm_device_validator_sample";
    static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Path home;
    private final Path folder;

    private LivePeer(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** Finds the programs; without them a test is skipped. What they print goes into a folder. */
    static LivePeer in(Path folder) {
        return new LivePeer(home(), folder);
    }

    static Path home() {
        String property = System.getProperty("tdisp.peer.home", "");
        assumeTrue(!property.isEmpty(), "no peer: -Dtdisp.peer.home names the folder with spdm-emu's programs");
        Path home = Path.of(property).toAbsolutePath();
        assumeTrue(Files.isExecutable(home.resolve(REQUESTER)), "no " + REQUESTER + " in " + home);
        return home;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Runs a program that connects to a port, and returns what it complains about. */
    String client(String program, int port, String... arguments) throws IOException, InterruptedException {
        Process process = start(program, port, arguments);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return program + " does not end";
            }
            return errors(program);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts a program with its place on the loopback interface, and with arguments separated by spaces. */
    Process start(String program, int port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(home.resolve(program).toString(), "--ip", "127.0.0.1", "--port", Integer.toString(port)));
        for (String part : arguments) {
            command.addAll(List.of(part.split(" ")));
        }
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(folder.resolve(program + ".out").toFile())
                .redirectError(folder.resolve(program + ".err").toFile());
        String preload = System.getProperty("tdisp.peer.preload", "");
        if (!preload.isEmpty()) {
            builder.environment().put("LD_PRELOAD", preload);
        }
        return builder.start();
    }

    /** What a program complains about; its exit code says little. */
    String errors(String program) throws IOException {
        return Files.readAllLines(folder.resolve(program + ".err"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("ERROR:"))
                .collect(Collectors.joining("\n"));
    }
}
