package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.InMemoryTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.PacketTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureWriterTest {
    private static final Instant AT = Instant.parse("2026-12-01T10:20:30.123456789Z");
    private static final Bytes GET_VERSION = Bytes.fromHex("10840000");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({"PCI_DOE, 292, 0", "MCTP, 291, 4", "TCP, 147, 0", "NONE, 147, 0"})
    void aPcapIsReadBack(EmulatorTransport transport, int linkType, int header) throws IOException {
        try (var writer = new PcapWriter(out, transport)) {
            writer.packet(AT, GET_VERSION, "GET_VERSION");
            writer.packet(AT.plusSeconds(1), GET_VERSION.from(1), "cut");
        }

        PcapFile file = PcapFile.decode(Bytes.of(out.toByteArray()));

        assertThat(file.linkType()).isEqualTo(linkType);
        assertThat(file.snapLength()).as("what spdm_dump opens at most").isLessThanOrEqualTo(0x10000);
        assertThat(file.packets())
                .extracting(packet -> packet.content().from(header))
                .containsExactly(GET_VERSION, GET_VERSION.from(1));
        assertThat(file.packets())
                .extracting(PcapPacket::at)
                .containsExactly(AT.minusNanos(789), AT.minusNanos(789).plusSeconds(1));
        assertThat(file.packets().get(0).content().slice(0, header))
                .isEqualTo(Bytes.fromHex("000000c0").slice(0, header));
    }

    @Test
    void aPcapngHasACommentAPacket() throws IOException {
        try (var writer = new PcapngWriter(out, EmulatorTransport.MCTP)) {
            writer.packet(AT, Bytes.fromHex("0510840000"), "GET_VERSION\nand more");
            writer.packet(AT, Bytes.fromHex("0510840000"), "");
        }

        var in = WireReader.of(Bytes.of(out.toByteArray()));
        assertThat(in.bytes("section", 28))
                .isEqualTo(Bytes.fromHex("0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000"));
        assertThat(in.bytes("interface", 20)).isEqualTo(Bytes.fromHex("01000000 14000000 23010000 00000100 14000000"));
        assertThat(in.bytes("type and length", 8)).isEqualTo(Bytes.fromHex("06000000 40000000"));
        in.u32("interface");
        long high = in.u32("high");
        long low = in.u32("low");
        assertThat(high << 32 | low).isEqualTo(AT.getEpochSecond() * 1_000_000 + 123456);
        assertThat(in.bytes("packet", 20)).isEqualTo(Bytes.fromHex("09000000 09000000 000000c0 0510840000 000000"));
        assertThat(in.bytes("comment", 16))
                .isEqualTo(Bytes.fromHex("01000b00").plus(text("GET_VERSION")).plus(Bytes.filled(0, 1)));
        assertThat(in.bytes("end", 8)).isEqualTo(Bytes.fromHex("00000000 40000000"));
        assertThat(in.bytes("type and length", 8)).isEqualTo(Bytes.fromHex("06000000 2c000000"));
        in.bytes("rest", 36);
        in.end();
    }

    @ParameterizedTest
    @CsvSource({"PCI_DOE, 292, 0", "MCTP, 291, 4", "TCP, 147, 0", "NONE, 147, 0"})
    void aPcapngIsReadBack(EmulatorTransport transport, int linkType, int header) throws IOException {
        try (var writer = new PcapngWriter(out, transport)) {
            writer.packet(AT, GET_VERSION, "GET_VERSION");
            writer.packet(AT.plusSeconds(1), GET_VERSION.from(1), "");
        }

        PcapFile file = PcapFile.decode(Bytes.of(out.toByteArray()));

        assertThat(file.linkType()).isEqualTo(linkType);
        assertThat(file.packets())
                .extracting(packet -> packet.content().from(header))
                .containsExactly(GET_VERSION, GET_VERSION.from(1));
        assertThat(file.packets())
                .extracting(PcapPacket::at)
                .containsExactly(AT.minusNanos(789), AT.minusNanos(789).plusSeconds(1));
    }

    @Test
    void packetsAreNoLargerThanSpdmDumpTakes() throws IOException {
        new PcapWriter(out, EmulatorTransport.PCI_DOE).close();

        assertThat(PcapFile.decode(Bytes.of(out.toByteArray())).snapLength()).isEqualTo(0x10000);
    }

    @ParameterizedTest
    @CsvSource({
        "PCI_DOE, 01000000 03000000 00000000, DOE discovery",
        "PCI_DOE, 01000100 03000000 10840000, GET_VERSION",
        "PCI_DOE, 01000200 04000000 feffffff 00000000, record of session FFFFFFFEh",
        "PCI_DOE, 01000200 03000000 00000000, record of session 00000000h",
        "MCTP, 0510040000, VERSION",
        "MCTP, 05107f0100, ERROR",
        "MCTP, 0510ff0000, RESPOND_IF_READY",
        "MCTP, 0510b00000, message B0h",
        "MCTP, 0510000000, message 00h",
        "MCTP, 05, no message",
        "NONE, 10e10000, GET_CAPABILITIES",
    })
    void aPacketIsNamed(EmulatorTransport transport, String packet, String name) {
        assertThat(PacketName.of(transport, Bytes.fromHex(packet))).isEqualTo(name);
    }

    @Test
    void whatIsNoPacketIsNamedToo() {
        assertThat(PacketName.of(EmulatorTransport.MCTP, Bytes.fromHex("06aa"))).startsWith("not SPDM: SessionID");
        assertThat(PacketName.of(EmulatorTransport.PCI_DOE, Bytes.fromHex("01")))
                .startsWith("not SPDM: ");
    }

    @ParameterizedTest
    @CsvSource({"PCI_DOE", "MCTP", "TCP"})
    void whatIsRecordedIsDecodedAndVerified(EmulatorTransport transport, @TempDir Path folder) throws IOException {
        var peers = Peers.usual();
        var responder = peers.responder(transport.binding());
        var keys = new KeyLogFile(folder.resolve("keys.json"));
        responder.logKeys(keys);
        List<String> comments = new ArrayList<>();
        try (var writer = new PcapWriter(out, transport)) {
            PacketSink sink = (at, packet, comment) -> {
                writer.packet(at, packet, comment);
                comments.add(comment);
            };
            var far = new RecordingResponder(
                    PacketResponder.of(transport, responder::handle), transport, peers.time, sink);
            var near =
                    new PacketTransport(transport, packet -> far.handle(packet).orElse(Bytes.EMPTY));
            var requester = new SpdmRequester(
                    near,
                    Peers.options().withPolicy(CertificatePolicy.trusting(List.of(peers.identity.root()))),
                    peers.env.forParty("tsm"));
            requester.connect();
            requester.certificateChain(0);
            requester.challenge(0);
            RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
            session.measurements(MeasurementQuery.ALL.signedBy(0));
            session.updateAllKeys();
            session.end();
            requester
                    .startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT)
                    .end();
        }
        Bytes dhe = Bytes.fromHex(Files.readString(folder.resolve("keys.json")).split("\"")[3]);

        DecodedCapture decoded = CaptureDecoder.decode(
                PcapFile.decode(Bytes.of(out.toByteArray())),
                new CaptureSecrets(List.of(Secret.copyOf(dhe)), List.of(Peers.psk())));

        assertThat(decoded.isComplete()).isTrue();
        assertThat(decoded.records()).isGreaterThan(10);
        assertThat(comments).contains("KEY_EXCHANGE", "PSK_EXCHANGE_RSP", "record of session FFFFFFFFh");
        assertThat(keys.spdmDumpArguments())
                .isEqualTo("--dhe_secret %s --psk %s".formatted(dhe.toHex(), "5a".repeat(32)));
    }

    @Test
    void aTransportRecordsWhatItCarries() throws IOException {
        List<String> comments = new ArrayList<>();
        var transport = new RecordingTransport(
                new InMemoryTransport(Optional::of),
                EmulatorTransport.PCI_DOE,
                InstantSource.fixed(AT),
                (at, packet, comment) -> comments.add(at + " " + packet.toHex() + " " + comment));

        transport.exchange(TransportMessage.spdm(GET_VERSION));

        assertThat(comments)
                .containsOnly(AT + " 010001000300000010840000 GET_VERSION")
                .hasSize(2);
    }

    @Test
    void secretsStandInTheOrderOfSessions(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("keys.json");
        Files.writeString(path, "old");
        var log = new KeyLogFile(path);
        assertThat(Files.readString(path).strip()).isEqualTo("{\"dhe_secrets\": [], \"kem_secrets\": [], \"psk\": []}");
        assertThat(log.spdmDumpArguments()).isEmpty();

        log.sharedSecret(1, DheGroup.SECP_384_R1, Secret.copyOf(Bytes.fromHex("01")));
        log.preSharedKey(2, Secret.copyOf(Bytes.fromHex("02")));
        log.sharedSecret(3, KemAlgorithm.ML_KEM_768, Secret.copyOf(Bytes.fromHex("03")));
        log.sharedSecret(4, DheGroup.SECP_384_R1, Secret.copyOf(Bytes.fromHex("04")));

        assertThat(Files.readString(path).strip())
                .isEqualTo("{\"dhe_secrets\": [\"01\", \"04\"], \"kem_secrets\": [\"03\"], \"psk\": [\"02\"]}");
        assertThat(log.spdmDumpArguments()).isEqualTo("--dhe_secret 01 --psk 02 --kem_secret 03 --dhe_secret 04");
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
        }
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
