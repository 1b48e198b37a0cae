package dev.tdisp.lab.cli;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.lab.render.LogTrace;
import dev.tdisp.spdm.capture.KeyLogFile;
import dev.tdisp.spdm.capture.RecordingResponder;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.ResponderSource;
import dev.tdisp.spdm.transport.netty.SocketServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tdisp device}: serves a device on a socket. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        description = {
            "Serves a simulated device on a socket, until it is stopped, to any number of clients: to tdisp host, or to the "
                    + "requester of DMTF's spdm-emu.",
            "The first line ends in HOST:PORT when clients can connect."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped", "1:it cannot listen, or a file cannot be used", "2:the command line is wrong"})
final class DeviceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private WireOptions wire = new WireOptions();

    @Mixin
    private DeviceOptions options = new DeviceOptions();

    @Mixin
    private DefectOptions defects = new DefectOptions();

    @Option(
            names = "--serve",
            paramLabel = "spdm|pcie",
            defaultValue = "spdm",
            description = {
                "What the socket carries. Default: ${DEFAULT-VALUE}.",
                "spdm is the device's mailbox, for tdisp host and spdm-emu.",
                "pcie is its link: configuration cycles and packets both ways, for tdisp attach --device. It serves one "
                        + "host at a time; transport, framing, --pcap, --each and --once mean nothing to it."
            })
    private Served served = Served.SPDM;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:2323",
            converter = HostAndPort.class,
            description = {
                "Where to listen; port 0 picks a free one. Default: ${DEFAULT-VALUE}.",
                "Nobody is asked who he is: give another address than a loopback one only where that is fine."
            })
    private InetSocketAddress listen = new InetSocketAddress(0);

    @Option(
            names = "--profile",
            paramLabel = "spec|spdm_emu",
            description = {
                "How the device behaves where devices differ. Default: spdm_emu, and spec for --serve pcie.",
                "spec follows the specification: no lock without IDE registers, which a socket does not reach.",
                "spdm_emu answers as spdm-emu's responder does, and knows its sample key for PSK_EXCHANGE."
            })
    private @Nullable ProfileName profile;

    @Option(
            names = "--each",
            description =
                    "Give each client a device of its own. Otherwise there is one, which serves one message at a time.")
    private boolean isEachItsOwn;

    @Option(names = "--once", description = "Stop when a client sends SHUTDOWN, as spdm-emu's responder does.")
    private boolean isOnce;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = {
                "All keys and nonces come from this number, and time stands still: the same run again.",
                "Without it they are fresh. Never for anything but tests."
            })
    private @Nullable Long seed;

    @Override
    public Integer call() {
        Framing framing = wire.framing();
        switch (served) {
            case SPDM -> defects.requireNone("the socket carries no link; add --serve pcie");
            case PCIE -> defects.requireAllInTheDevice();
        }
        var stop = new StopSignal();
        try {
            run(framing, stop);
            return ExitCode.OK;
        } catch (IllegalArgumentException | IOException | TransportException e) {
            return complain(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            stop.done();
        }
    }

    private void run(Framing framing, StopSignal stop) throws Exception {
        DeviceProfile wanted = profile().profile(wire.versions());
        SpdmProfile spdm = options.profile(wanted.spdm(), wire);
        Optional<WireOptions.Recording> recording = wire.recording();
        Optional<KeyLogFile> keyLog = wire.keyLog();
        RandomSource random = seed == null ? RandomSource.secure() : RandomSource.seeded(seed);
        Credentials credentials = profile().credentials(options.credentials(spdm, wire, identityRandom(random)));
        DeviceProfile device = DeviceOptions.signingBy(credentials.identity(), wanted.withSpdm(spdm));
        KeyLog secrets = keyLog.map(KeyLog.class::cast).orElse(KeyLog.NONE);
        var parts = new ServedDevice.Parts(credentials, random, new LogTrace(), secrets);
        switch (served) {
            case SPDM ->
                serve(framing, () -> recorded(ServedDevice.of(framing.transport(), device, parts), recording), stop);
            case PCIE -> serveLink(device, parts, stop);
        }
        if (recording.isPresent()) {
            recording.get().file().close();
        }
        wire.spdmDump(keyLog).ifPresent(out()::println);
        out().flush();
    }

    private ProfileName profile() {
        return profile != null ? profile : served.profile;
    }

    private RandomSource identityRandom(RandomSource random) {
        return switch (served) {
            case SPDM -> random;
            case PCIE -> DeviceOnLink.deviceRandom(random);
        };
    }

    private PacketResponder recorded(ServedDevice device, Optional<WireOptions.Recording> recording) {
        return recording
                .<PacketResponder>map(
                        file -> new RecordingResponder(device, wire.transport(), device.clock(), file.sink()))
                .orElse(device);
    }

    private void serve(Framing framing, ResponderSource devices, StopSignal stop) {
        if (isEachItsOwn) {
            listen(framing, devices, stop);
            return;
        }
        PacketResponder only = devices.connect();
        listen(framing, ResponderSource.shared(only), stop);
        only.disconnected();
    }

    private void listen(Framing framing, ResponderSource source, StopSignal stop) {
        try (var server = SocketServer.builder(framing, source)
                .address(listen)
                .onShutdown(isOnce ? stop::raise : () -> {})
                .start()) {
            await(stop, framing.toString(), server.address());
        }
    }

    private void serveLink(DeviceProfile device, ServedDevice.Parts parts, StopSignal stop) {
        var construction = new LinkService.Construction(this::build, this::front);
        try (var link = LinkService.start(device, parts, construction, listen)) {
            await(stop, "link/PCIE", link.address());
        }
    }

    private SrIovDevice build(SrIovDeviceBuilder builder) {
        builder.faults(defects.plan(seed == null ? 0 : seed));
        return defects.wrongDevice().map(wrong -> wrong.build(builder)).orElseGet(builder::build);
    }

    private PcieDevice front(SrIovDevice device) {
        return defects.wrongDevice().map(wrong -> wrong.onTheBus(device)).orElse(device);
    }

    private void await(StopSignal stop, String what, InetSocketAddress address) {
        String name = profile().name().toLowerCase(Locale.ROOT);
        String line = "tdisp device: %s, SPDM %s, %s: listening on %s";
        out().println(line.formatted(what, String.join(",", versions()), name, HostAndPort.text(address)));
        out().flush();
        stop.await();
    }

    private List<String> versions() {
        return Arrays.stream(wire.versions()).map(WireOptions::text).toList();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int complain(Exception e) {
        spec.commandLine().getErr().printf("tdisp device: %s%n", Complaint.text(e));
        return ExitCode.SOFTWARE;
    }

    /** What the socket carries. */
    enum Served {
        SPDM(ProfileName.SPDM_EMU),
        PCIE(ProfileName.SPEC);

        private final ProfileName profile;

        Served(ProfileName profile) {
            this.profile = profile;
        }
    }
}
