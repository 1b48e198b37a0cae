package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.lab.render.LogTrace;
import dev.tdisp.spdm.capture.KeyLogFile;
import dev.tdisp.spdm.capture.RecordingTransport;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tdisp host}: drives a responder on a socket through everything it can do. */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        description = {
            "Connects to a responder on a socket, tdisp device or the responder of DMTF's spdm-emu, and drives it from the "
                    + "first message to the end of a session; over doe with IDE_KM and TDISP.",
            "Prints what it verified."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is verified",
            "1:something is not, or a file cannot be used",
            "2:the command line is wrong"
        })
final class HostCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private WireOptions wire = new WireOptions();

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            required = true,
            converter = HostAndPort.class,
            description = "Where the responder listens.")
    private InetSocketAddress connect = new InetSocketAddress(0);

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = {
                "The root certificates that are trusted, PEM or DER.",
                "Without it any root is believed, and only what is below it is verified."
            })
    private @Nullable Path trust;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = {
                "Where the host's certificates (chain.pem, chain.der) and private key (key.pem, key.der) are, for responders "
                        + "that want to know who asks; the names of spdm-emu's sample keys are fine too.",
                "Without it the host proves nothing of itself."
            })
    private @Nullable Path identity;

    @Option(names = "--no-tdisp", description = "Leave IDE_KM and TDISP out.")
    private boolean isWithoutTdisp;

    @Option(
            names = "--shutdown",
            description = "Tell spdm-emu's responder to end; otherwise it serves the next client.")
    private boolean isShutdown;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for each response. Default: ${DEFAULT-VALUE}.")
    private int timeout = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "All keys and nonces come from this number. Only for tests.")
    private @Nullable Long seed;

    @Override
    public Integer call() {
        Framing framing = wire.framing();
        var setup = new HostSetup(List.of(wire.versions()), wire.algorithms(), identity, trust);
        var report = new HostReport(spec.commandLine().getOut());
        report.line("tdisp host: %s, %s".formatted(framing, HostAndPort.text(connect)));
        try (var client = SocketClient.connect(
                connect, framing, SocketOptions.DEFAULT.withResponseTimeout(Duration.ofSeconds(timeout)))) {
            run(client, setup, report);
            return report.verdict() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (TransportException | IOException e) {
            return complain(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(SocketClient client, HostSetup setup, HostReport report) throws Exception {
        Framing framing = wire.framing();
        Optional<WireOptions.Recording> recording = wire.recording();
        Optional<KeyLogFile> keyLog = wire.keyLog();
        var env = new Env(
                InstantSource.system(),
                new VirtualTime(),
                seed == null ? RandomSource.secure() : RandomSource.seeded(seed),
                new LogTrace());
        SpdmTransport transport = recording
                .<SpdmTransport>map(file ->
                        new RecordingTransport(client.transport(), framing.transport(), env.clock(), file.sink()))
                .orElseGet(client::transport);
        SpdmRequester requester = setup.requester(transport, env);
        requester.logKeys(keyLog.map(KeyLog.class::cast).orElse(KeyLog.NONE));
        boolean isTdisp = framing.transport() == EmulatorTransport.PCI_DOE && !isWithoutTdisp;
        var greeting = new HostGreeting(client, framing, report);
        greeting.begin();
        new HostRun(requester, env, report).run(isTdisp, framing.transport() != EmulatorTransport.NONE);
        greeting.end(isShutdown);
        if (recording.isPresent()) {
            recording.get().file().close();
        }
        wire.spdmDump(keyLog).ifPresent(report::line);
    }

    private int complain(Exception e) {
        spec.commandLine().getErr().printf("tdisp host: %s%n", Complaint.text(e));
        return ExitCode.SOFTWARE;
    }
}
