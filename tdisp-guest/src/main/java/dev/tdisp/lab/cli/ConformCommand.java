package dev.tdisp.lab.cli;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.ExpectedResults;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.remote.SocketResponder;
import dev.tdisp.lab.conformance.report.ReportFolder;
import dev.tdisp.lab.conformance.requester.RequesterCases;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import dev.tdisp.lab.conformance.suites.Suites;
import dev.tdisp.spdm.transport.netty.Framing;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tdisp conform}: asks a device clause by clause. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a device clause by clause whether it does what it must, and reports on it.",
            "The last line counts: cases, assertions, and what became of the cases."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every case came out as expected",
            "1:one came out otherwise, for better or worse, or a file cannot be used",
            "2:the command line is wrong"
        })
final class ConformCommand implements Callable<Integer> {
    private static final String SIMULATED = "sim";
    private static final String SOCKET = "tcp:";
    private static final int CONNECTION_SECONDS = 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--target",
            paramLabel = "sim|tcp:HOST:PORT|requester[:HOST:PORT]",
            defaultValue = SIMULATED,
            description = {
                "Who is asked: the simulated device, or who answers on a socket. Default: ${DEFAULT-VALUE}.",
                "With requester the suite is the device, for the lab's own host or for whoever connects to a socket."
            })
    private String target = SIMULATED;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "spec",
            converter = Profile.class,
            description = "Of the simulated device: spec, complete or spdm-emu. Default: ${DEFAULT-VALUE}.")
    private DeviceProfile profile = DeviceProfile.SPEC;

    @Option(
            names = "--wrong",
            paramLabel = "NAME",
            description =
                    "A simulated device that is wrong in one point, by its name in the catalogue of wrong devices.")
    private @Nullable String wrong;

    @Option(
            names = "--transport",
            paramLabel = "doe|mctp|tcp|none",
            defaultValue = "doe",
            description = "The transport on the socket; IDE_KM and TDISP need doe. Default: ${DEFAULT-VALUE}.")
    private WireOptions.TransportName transport = WireOptions.TransportName.DOE;

    @Option(
            names = "--framing",
            paramLabel = "emulator|dsp0287",
            defaultValue = "emulator",
            description = "What a frame on the socket is. Default: ${DEFAULT-VALUE}.")
    private Framing.Style style = Framing.Style.EMULATOR;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long to wait for each answer on the socket. Default: ${DEFAULT-VALUE}.")
    private int timeout = 1;

    @Option(
            names = "--interface",
            paramLabel = "FUNCTION_ID",
            split = ",",
            description =
                    "The interfaces behind the socket, in hex. Without it, the function that IDE_KM tells of port 0.")
    private List<String> interfaces = List.of();

    @Option(
            names = "--stream",
            paramLabel = "N",
            defaultValue = "0",
            description = "The default stream behind the socket. Default: ${DEFAULT-VALUE}.")
    private int stream;

    @Option(
            names = "--only",
            paramLabel = "WORD",
            split = ",",
            description = "Only cases whose name begins so, for example TDISP-LOCK or GAP-NON.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "List the cases, and ask nobody.")
    private boolean isList;

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description = {
                "The verdicts that are known: a case, a verdict and a reason a line. All others are to pass.",
                "SPEC, SPDM_EMU and spdm-emu are lists that come along."
            })
    private @Nullable Path expected;

    @Option(names = "--write-expected", paramLabel = "FILE", description = "Write what came as such a file.")
    private @Nullable Path written;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write junit.xml, report.json, report.html, and a capture of each case that failed.")
    private @Nullable Path report;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What keys and nonces come from; the same number asks the same. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        Suite suite = new Suite(
                        RequesterTarget.isMeant(target) ? RequesterCases.all() : Suites.all(), InstantSource.system())
                .only(only);
        if (suite.cases().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--only: no case begins with " + only);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isList) {
            suite.cases().forEach(each -> out.printf("%-18s  %s%n", each.id(), each.title()));
            return ExitCode.OK;
        }
        try {
            ExpectedResults known = known();
            ConformanceReport result = run(suite, out);
            write(result);
            return conclude(out, result, known.changes(result));
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().printf("tdisp conform: %s%n", Complaint.text(e));
            return ExitCode.SOFTWARE;
        }
    }

    private ExpectedResults known() throws IOException {
        if (expected == null) {
            return ExpectedResults.NONE;
        }
        Optional<ExpectedResults> comesAlong =
                Files.exists(expected) ? Optional.empty() : ExpectedResults.named(expected.toString());
        return comesAlong.isPresent() ? comesAlong.get() : ExpectedResults.read(Files.readAllLines(expected));
    }

    private ConformanceReport run(Suite suite, PrintWriter out) {
        if (!RequesterTarget.isMeant(target)) {
            return suite.run(subject(), seed, progress(out));
        }
        Duration patience = Duration.ofSeconds(Math.max(timeout, CONNECTION_SECONDS));
        try (var requester = RequesterTarget.open(target, patience, out)) {
            return suite.run(requester.subject(), seed, progress(out));
        }
    }

    private Subject subject() {
        if (target.equals(SIMULATED)) {
            return wrong == null ? SimulatedDevice.of(profile) : SimulatedDevice.of(wrong(wrong));
        }
        if (!target.startsWith(SOCKET)) {
            throw new ParameterException(spec.commandLine(), "--target: neither sim nor tcp:HOST:PORT: " + target);
        }
        InetSocketAddress address = new HostAndPort().convert(target.substring(SOCKET.length()));
        List<InterfaceId> ids = interfaces.stream()
                .map(text -> new InterfaceId(Long.parseLong(text, 16), 0))
                .toList();
        return new SocketResponder(address, new Framing(style, transport.transport()), Duration.ofSeconds(timeout))
                .withInterfaces(ids)
                .withStream(new StreamId(stream));
    }

    private WrongDevice wrong(String name) {
        return WrongDevices.named(name)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--wrong: no device " + name));
    }

    private static CaseListener progress(PrintWriter out) {
        return (done, total, result) -> {
            out.printf(
                    "%3d/%d  %-18s  %-15s  %s%n",
                    done,
                    total,
                    result.id(),
                    result.verdict(),
                    result.conformanceCase().title());
            explain(out, result);
            out.flush();
        };
    }

    private static void explain(PrintWriter out, CaseResult result) {
        if (!result.cause().isEmpty()) {
            out.printf("         %s%n", result.cause());
        }
        result.contamination().ifPresent(left -> out.printf("         afterwards: %s%n", left));
    }

    private void write(ConformanceReport result) throws IOException {
        if (report != null) {
            new ReportFolder(report).write(result);
        }
        if (written != null) {
            Files.write(written, ExpectedResults.write(result));
        }
    }

    private static int conclude(PrintWriter out, ConformanceReport result, List<ExpectedResults.Change> changes) {
        changes.forEach(change -> out.printf(
                "otherwise than expected: %s: %s, not %s%n", change.id(), change.observed(), change.expected()));
        out.println(result.summary());
        return changes.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Reads the name of a profile. */
    static final class Profile implements ITypeConverter<DeviceProfile> {
        /** For picocli. */
        Profile() {}

        @Override
        public DeviceProfile convert(String text) {
            String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
            return List.of(DeviceProfile.SPEC, DeviceProfile.COMPLETE, DeviceProfile.SPDM_EMU).stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'%s' is no profile".formatted(text)));
        }
    }
}
