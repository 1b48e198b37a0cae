package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.AnnotatedHex;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.lab.render.SpdmDumpText;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.capture.CaptureDecoder;
import dev.tdisp.spdm.capture.CaptureSecrets;
import dev.tdisp.spdm.capture.DecodedCapture;
import dev.tdisp.spdm.capture.DecodedMessage;
import dev.tdisp.spdm.capture.PcapFile;
import dev.tdisp.spdm.capture.Verification;
import dev.tdisp.spdm.crypto.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tdisp dump}: decodes a recorded exchange. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = {
            "Decodes a recorded exchange: opens its sessions, names every message, verifies every signature and MAC.",
            "The last line counts what was found. What cannot be decoded or verified is counted, never skipped."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is decoded and verified",
            "1:something is not decoded or not verified",
            "2:a file cannot be read"
        })
final class DumpCommand implements Callable<Integer> {
    private static final String LINE = "%5d  %s  %9s  %-6s  %-28s  %s";
    private static final String INDENT = "       ";
    private static final long LARGEST_FILE = 1 << 28;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE.pcap",
            description =
                    "The capture: pcap or pcapng of PCI DOE data objects (292), MCTP packets (291), or TCP frames (147).")
    private @Nullable Path capture;

    @Option(
            names = "--keys",
            paramLabel = "FILE.json",
            description = {
                "The secrets of its sessions, as hexadecimal texts in the order in which the sessions began:",
                "{\"dhe_secrets\": [...], \"kem_secrets\": [...], \"psk\": [...]}"
            })
    private @Nullable Path keys;

    @Option(
            names = "--hex",
            description = "Show the fields of each message beside its bytes; keys and nonces stay hidden.")
    private boolean isHex;

    @Mixin
    private DumpStyleOptions style = new DumpStyleOptions();

    @Override
    public Integer call() {
        Optional<PcapFile> file = read(capture, content -> PcapFile.decode(Bytes.of(content)));
        Optional<CaptureSecrets> secrets = keys == null ? Optional.of(CaptureSecrets.NONE) : read(keys, KeyFile::read);
        if (file.isEmpty() || secrets.isEmpty()) {
            return ExitCode.USAGE;
        }
        try {
            return print(file.get(), CaptureDecoder.decode(file.get(), secrets.get()));
        } catch (IllegalArgumentException e) {
            return complain(capture, e);
        } finally {
            secrets.get().sharedSecrets().forEach(Secret::destroy);
            secrets.get().preSharedKeys().forEach(Secret::destroy);
        }
    }

    private int print(PcapFile file, DecodedCapture decoded) {
        PrintWriter out = spec.commandLine().getOut();
        style.options()
                .ifPresentOrElse(
                        options -> SpdmDumpText.lines(file, decoded, options).forEach(out::println),
                        () -> print(decoded.messages()));
        out.printf(
                "%d messages, %d records, %d undecoded, %d unverified%n",
                decoded.messages().size(), decoded.records(), decoded.undecoded(), decoded.unverified());
        return decoded.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(List<DecodedMessage> messages) {
        PrintWriter out = spec.commandLine().getOut();
        for (DecodedMessage message : messages) {
            out.println(line(message));
            if (isHex) {
                AnnotatedHex.render(message.bytes(), message.fields())
                        .lines()
                        .forEach(line -> out.println(INDENT + line));
            }
        }
    }

    private static String line(DecodedMessage message) {
        String session = message.session().isPresent()
                ? "%08Xh".formatted(message.session().getAsLong())
                : "clear";
        String line = LINE.formatted(
                message.packet(),
                message.sender() == SpdmRole.REQUESTER ? "->" : "<-",
                session,
                message.protocol(),
                message.name(),
                message.detail());
        return (line.stripTrailing() + problems(message)).stripTrailing();
    }

    private static String problems(DecodedMessage message) {
        String undecoded = message.isDecoded() ? "" : "  UNDECODED: " + String.join("; ", message.problems());
        String unverified = message.isVerified()
                ? ""
                : message.verifications().stream()
                        .filter(verification -> !verification.isGood())
                        .map(Verification::subject)
                        .collect(Collectors.joining(", ", "  UNVERIFIED: ", ""));
        return undecoded + unverified;
    }

    private <T> Optional<T> read(@Nullable Path path, Reader<T> reader) {
        try {
            if (path == null || Files.size(path) > LARGEST_FILE) {
                throw new IOException("larger than %d bytes".formatted(LARGEST_FILE));
            }
            return Optional.of(reader.read(Files.readAllBytes(path)));
        } catch (IOException | MalformedMessageException | IllegalArgumentException e) {
            complain(path, e);
            return Optional.empty();
        }
    }

    private int complain(@Nullable Path path, Throwable reason) {
        String why = reason instanceof NoSuchFileException ? "no such file" : reason.getMessage();
        spec.commandLine().getErr().printf("tdisp dump: %s: %s%n", path, why);
        return ExitCode.USAGE;
    }

    /** Reads a file's content. */
    private interface Reader<T> {
        T read(byte[] content);
    }
}
