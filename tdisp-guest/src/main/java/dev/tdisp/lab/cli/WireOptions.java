package dev.tdisp.lab.cli;

import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.capture.KeyLogFile;
import dev.tdisp.spdm.capture.PacketSink;
import dev.tdisp.spdm.capture.PcapWriter;
import dev.tdisp.spdm.capture.PcapngWriter;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.netty.Framing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What both ends of a socket must agree on, and what is written down about it. */
final class WireOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--transport",
            paramLabel = "doe|mctp|tcp|none",
            defaultValue = "doe",
            description = "The transport of SPDM; IDE_KM and TDISP need doe. Default: ${DEFAULT-VALUE}.")
    private TransportName transport = TransportName.DOE;

    @Option(
            names = "--framing",
            paramLabel = "emulator|dsp0287",
            defaultValue = "emulator",
            description = {
                "What a frame on the socket is: that of DMTF's spdm-emu, or, for tcp only, that of DSP0287.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Framing.Style style = Framing.Style.EMULATOR;

    @Option(
            names = "--spdm",
            paramLabel = "VERSION",
            split = ",",
            defaultValue = "1.0,1.1,1.2,1.3,1.4",
            converter = Version.class,
            description = "The versions of SPDM, from 1.0 to 1.4, separated by commas. Default: ${DEFAULT-VALUE}.")
    private List<SpdmVersion> versions = List.of(SpdmVersion.values());

    @Option(
            names = "--algorithms",
            paramLabel = "NAME",
            split = ",",
            converter = AlgorithmName.Converter.class,
            completionCandidates = AlgorithmName.Candidates.class,
            description = {
                "The algorithms, the preferred ones first, separated by commas, for example "
                        + "p384,sha384,secp384r1,aes256gcm or mldsa65,mlkem768. Of a kind that is not named, the usual "
                        + "ones. A name that does not exist is answered by all that do."
            })
    private List<AlgorithmName> algorithms = List.of();

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "Write a capture of all packets: pcapng if the name ends so, else classic pcap.")
    private @Nullable Path capture;

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description = {
                "Write the secrets of all sessions, as tdisp dump --keys reads them. In the end the arguments for "
                        + "DMTF's spdm_dump are printed, if it can read the capture: classic pcap of doe or mctp.",
                "Who has this file and the packets reads everything."
            })
    private @Nullable Path keyLog;

    Framing framing() {
        try {
            return new Framing(style, transport.transport);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--framing dsp0287 goes with --transport tcp only", e);
        }
    }

    EmulatorTransport transport() {
        return transport.transport;
    }

    SpdmVersion[] versions() {
        return versions.stream().sorted().distinct().toArray(SpdmVersion[]::new);
    }

    /**
     * Returns the algorithms that were named.
     *
     * @throws ParameterException if no version knows one of them
     */
    AlgorithmChoice algorithms() {
        var choice = new AlgorithmChoice(algorithms);
        SpdmVersion[] sorted = versions();
        choice.newerThan(sorted[sorted.length - 1]).ifPresent(name -> {
            throw new ParameterException(
                    spec.commandLine(),
                    "--algorithms: %s needs --spdm %s".formatted(name, text(AlgorithmChoice.since(name))));
        });
        return choice;
    }

    /** Writes a version as it is written on the command line. */
    static String text(SpdmVersion version) {
        return version.name().substring(1).replace('_', '.');
    }

    Optional<Recording> recording() throws IOException {
        if (capture == null) {
            return Optional.empty();
        }
        if (isPcapng(capture)) {
            PcapngWriter writer = PcapngWriter.create(capture, transport());
            return Optional.of(new Recording(writer, writer));
        }
        PcapWriter writer = PcapWriter.create(capture, transport());
        return Optional.of(new Recording(writer, writer));
    }

    Optional<KeyLogFile> keyLog() throws IOException {
        return keyLog == null ? Optional.empty() : Optional.of(new KeyLogFile(keyLog));
    }

    private static boolean isPcapng(Path file) {
        return file.toString().endsWith(".pcapng");
    }

    /** Says how DMTF's tool decrypts what was written down, if it can read that at all: classic pcap of DOE or MCTP. */
    Optional<String> spdmDump(Optional<KeyLogFile> log) {
        boolean isReadable =
                EnumSet.of(EmulatorTransport.PCI_DOE, EmulatorTransport.MCTP).contains(transport())
                        && capture != null
                        && !isPcapng(capture);
        return log.filter(file -> isReadable)
                .map(KeyLogFile::spdmDumpArguments)
                .filter(arguments -> !arguments.isEmpty())
                .map(arguments -> "spdm_dump -r %s %s".formatted(capture, arguments));
    }

    /** A file that packets go to. */
    record Recording(PacketSink sink, AutoCloseable file) {}

    /** The transports by their names on the command line. */
    enum TransportName {
        DOE(EmulatorTransport.PCI_DOE),
        MCTP(EmulatorTransport.MCTP),
        TCP(EmulatorTransport.TCP),
        NONE(EmulatorTransport.NONE);

        private final EmulatorTransport transport;

        TransportName(EmulatorTransport transport) {
            this.transport = transport;
        }

        EmulatorTransport transport() {
            return transport;
        }
    }

    /** Reads a version. */
    static final class Version implements ITypeConverter<SpdmVersion> {
        /** For picocli. */
        Version() {}

        @Override
        public SpdmVersion convert(String text) {
            return Arrays.stream(SpdmVersion.values())
                    .filter(version -> version.name().equals("V" + text.strip().replace('.', '_')))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'%s' is no version of SPDM".formatted(text)));
        }
    }
}
