package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.AnnotatedHex;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.transport.DoeResponder;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureDecoderTest {
    private static final String CAPTURE = "doe-12-tdisp-min";
    private static final int DISCOVERY_PACKETS = 6;
    private static final int DOE_AND_RECORD_HEADER = 8 + 6;

    @ParameterizedTest
    @CsvSource({
        "doe-12-tdisp-min, 230, 196",
        "doe-13-tdisp-min, 230, 196",
        "doe-14-tdisp-min, 230, 196",
        "doe-10, 28, 0",
        "mctp-10, 22, 0"
    })
    void everythingIsDecodedAndVerified(String name, int messages, int records) {
        DecodedCapture capture = decode(name);

        assertThat(incomplete(capture)).isEmpty();
        assertThat(capture.isComplete()).isTrue();
        assertThat(capture.messages()).hasSize(messages);
        assertThat(capture.records()).isEqualTo(records);
    }

    @ParameterizedTest
    @ValueSource(strings = {"doe-12-tdisp-min", "doe-13-tdisp-min", "doe-14-tdisp-min"})
    void tdispAndIdeKmOfBothSessionsAreNamed(String name) {
        DecodedCapture capture = decode(name);
        List<OptionalLong> sessions = capture.messages().stream()
                .map(DecodedMessage::session)
                .filter(OptionalLong::isPresent)
                .distinct()
                .toList();

        assertThat(sessions).hasSize(2);
        assertThat(names(capture, "TDISP")).hasSize(2 * 22).startsWith("GET_TDISP_VERSION", "TDISP_VERSION");
        assertThat(names(capture, "TDISP"))
                .filteredOn("LOCK_INTERFACE_REQUEST"::equals)
                .hasSize(2);
        assertThat(names(capture, "TDISP"))
                .filteredOn("START_INTERFACE_RESPONSE"::equals)
                .hasSize(2);
        assertThat(names(capture, "IDE_KM")).hasSize(2 * 38).startsWith("QUERY", "QUERY_RESP", "KEY_PROG", "KP_ACK");
        assertThat(names(capture, "IDE_KM")).filteredOn("KEY_PROG"::equals).hasSize(2 * 6);
        assertThat(names(capture, "SPDM")).contains("PSK_EXCHANGE", "PSK_EXCHANGE_RSP", "PSK_FINISH", "PSK_FINISH_RSP");
        assertThat(names(capture, "SPDM")).filteredOn("END_SESSION_ACK"::equals).hasSize(3);
        assertThat(names(capture, "DOE")).hasSize(DISCOVERY_PACKETS);
        assertThat(names(capture, "VENDOR")).allMatch(vendor -> vendor.startsWith("VENDOR_DEFINED_"));
    }

    @Test
    void whatMustVerifyWasVerified() {
        DecodedCapture capture = decode(CAPTURE);

        assertThat(verifications(capture, "record")).hasSize(196);
        assertThat(verifications(capture, "signature")).hasSize(2);
        assertThat(verifications(capture, "HMAC")).hasSize(2 * 2 + 2);
        assertThat(verifications(capture, "certificate chain")).hasSize(3);
        assertThat(verifications(capture, "digest")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"doe-12-tdisp-min", "doe-13-tdisp-min", "doe-14-tdisp-min", "doe-10"})
    void messagesAreThoseThatTheReferenceSaw(String name) {
        List<DecodedMessage> messages = decode(name).messages();
        List<Bytes> plain = Captures.plain(name);

        assertThat(messages.size() - DISCOVERY_PACKETS).isEqualTo(plain.size());
        for (int i = 0; i < plain.size(); i++) {
            Bytes shown = messages.get(i + DISCOVERY_PACKETS).bytes();
            Bytes seen = plain.get(i);
            assertThat(shown.size()).isBetween(seen.size() - 3, seen.size());
            for (int at = 0; at < shown.size(); at++) {
                assertThat(shown.at(at)).isIn(seen.at(at), 0);
            }
        }
    }

    @Test
    void fieldsCoverEveryByteOfEveryMessage() {
        for (DecodedMessage message : decode(CAPTURE).messages()) {
            int end = 0;
            for (Field field : message.fields().fields()) {
                assertThat(field.offset())
                        .as(message.name() + " " + field.name())
                        .isEqualTo(end);
                end += field.length();
            }
            assertThat(end).as(message.name()).isEqualTo(message.bytes().size());
            assertThat(AnnotatedHex.render(message.bytes(), message.fields())).isNotEmpty();
        }
    }

    @Test
    void keysAndNoncesAreNotShown() {
        List<Bytes> plain = Captures.plain(CAPTURE);
        Bytes keyProg = plain.get(30 - DISCOVERY_PACKETS);
        Bytes lockResponse = plain.get(61 - DISCOVERY_PACKETS);
        String key = keyProg.slice(19, 51).toHex();
        String nonce = lockResponse.from(28).toHex();
        StringBuilder shown = new StringBuilder();
        for (DecodedMessage message : decode(CAPTURE).messages()) {
            shown.append(message.bytes().toHex()).append(message);
        }

        assertThat(shown.toString()).doesNotContain(key).doesNotContain(nonce);
        assertThat(shown.toString()).doesNotContain(Bytes.fromHex(key).toString());
        assertThat(nonce).hasSize(64);
    }

    @Test
    void oneChangedByteInARecordIsOneUnverifiedRecord() {
        PcapFile file = PcapFile.decode(Captures.pcap(CAPTURE));
        PcapPacket packet = file.packets().get(60);
        for (int at = DOE_AND_RECORD_HEADER; at < packet.content().size() - 3; at += 7) {
            DecodedCapture capture = CaptureDecoder.decode(tampered(file, 60, at), Captures.secrets(CAPTURE));

            assertThat(capture.unverified()).as("byte %d", at).isEqualTo(1);
            assertThat(capture.messages().get(60).isVerified()).isFalse();
            assertThat(capture.messages().get(61).isDecoded()).isFalse();
        }
    }

    @Test
    void oneChangedByteOfTheHandshakeIsNoticed() {
        PcapFile file = PcapFile.decode(Captures.pcap(CAPTURE));
        for (int packet : new int[] {7, 9, 10, 11, 24, 25, 26, 27}) {
            int last = file.packets().get(packet).content().size() - 1;
            for (int at : new int[] {10, last - 2}) {
                DecodedCapture capture = CaptureDecoder.decode(tampered(file, packet, at), Captures.secrets(CAPTURE));

                assertThat(capture.isComplete())
                        .as("packet %d byte %d", packet + 1, at)
                        .isFalse();
            }
        }
    }

    @Test
    void withoutSecretsSessionsStayClosedAndAreCounted() {
        DecodedCapture capture = CaptureDecoder.decode(PcapFile.decode(Captures.pcap(CAPTURE)), CaptureSecrets.NONE);

        assertThat(capture.messages()).hasSize(230);
        assertThat(capture.undecoded()).isEqualTo(196);
        assertThat(capture.unverified()).isGreaterThanOrEqualTo(196 + 6);
    }

    @Test
    void aWrongSecretIsNoticed() {
        CaptureSecrets right = Captures.secrets(CAPTURE);
        List<Secret> wrong = new ArrayList<>(right.sharedSecrets());
        wrong.set(1, Secret.copyOf(Bytes.filled(1, 48)));

        DecodedCapture capture = CaptureDecoder.decode(
                PcapFile.decode(Captures.pcap(CAPTURE)), new CaptureSecrets(wrong, right.preSharedKeys()));

        assertThat(capture.messages().get(80).isVerified()).isTrue();
        assertThat(capture.unverified()).isGreaterThan(80);
        assertThat(capture.toString()).doesNotContain("0101010101");
    }

    @Test
    void changedBytesNeverStopTheDecoder() {
        PcapFile file = PcapFile.decode(Captures.pcap(CAPTURE));
        PcapFile start =
                new PcapFile(file.linkType(), file.snapLength(), file.packets().subList(0, 32));
        CaptureSecrets secrets = Captures.secrets(CAPTURE);
        for (int packet = 0; packet < 32; packet++) {
            int size = start.packets().get(packet).content().size();
            int step = Math.max(1, size / 8);
            for (int at = 0; at < size; at += step) {
                assertThat(CaptureDecoder.decode(tampered(start, packet, at), secrets)
                                .messages())
                        .hasSize(32);
            }
        }
    }

    @Test
    void packetsInAnyOrderNeverStopTheDecoder() {
        PcapFile file = PcapFile.decode(Captures.pcap(CAPTURE));
        CaptureSecrets secrets = Captures.secrets(CAPTURE);
        for (int first = 0; first < 40; first += 3) {
            List<PcapPacket> packets = file.packets().subList(first, first + 40);
            List<PcapPacket> reversed = new ArrayList<>(packets);
            Collections.reverse(reversed);
            for (List<PcapPacket> order : List.of(packets, reversed)) {
                PcapFile part = new PcapFile(file.linkType(), file.snapLength(), order);
                assertThat(CaptureDecoder.decode(part, secrets).messages()).hasSize(40);
            }
        }
    }

    @Test
    void anUnknownLinkTypeIsRefused() {
        var file = new PcapFile(1, 65_536, List.of());

        assertThatThrownBy(() -> CaptureDecoder.decode(file, CaptureSecrets.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("link type 1");
    }

    @ParameterizedTest
    @CsvSource({"tcp-12, 114, 50", "none-12, 34, 0", "mctp-12, 120, 56"})
    void otherTransportsAreUnderstood(String name, int messages, int records) {
        DecodedCapture capture = decode(name);

        assertThat(capture.messages()).hasSize(messages);
        assertThat(capture.records()).isEqualTo(records);
        assertThat(capture.messages()).extracting(DecodedMessage::protocol).doesNotContain("?");
        assertThat(names(capture, "SPDM")).startsWith("GET_VERSION", "VERSION");
        assertThat(verifications(capture, "signature")).isNotEmpty().allMatch(Verification::isGood);
    }

    @Test
    void whatIsRecordedCanBeDecoded() {
        var recorder = new CaptureRecorder(() -> Instant.parse("2026-11-24T00:00:00Z"));
        var responder =
                new DoeResponder(request -> Optional.of(TransportMessage.spdm(Bytes.fromHex("1004000000010012"))));
        var transport = new DoeTransport(
                recorder.around(request -> responder.handle(request).orElse(Bytes.EMPTY)));

        transport.discover();
        transport.exchange(TransportMessage.spdm(Bytes.fromHex("10840000")));

        PcapFile file = PcapFile.decode(recorder.file().encode());
        assertThat(file).isEqualTo(recorder.file());
        DecodedCapture capture = CaptureDecoder.decode(file, CaptureSecrets.NONE);
        assertThat(capture.isComplete()).isTrue();
        assertThat(names(capture, "DOE")).hasSize(6);
        assertThat(names(capture, "SPDM")).containsExactly("GET_VERSION", "VERSION");
    }

    @Test
    void unknownObjectsAreCounted() {
        DecodedCapture capture = CaptureDecoder.decode(
                new PcapFile(
                        PcapFile.LINK_TYPE_DOE,
                        65_536,
                        Stream.of(
                                        "01000900 03000000 00000000",
                                        "02000100 03000000 10840000",
                                        "01000100 03000000 10040000",
                                        "01000200 04000000 fffffffe 00000000",
                                        "",
                                        "010001")
                                .map(hex -> new PcapPacket(Instant.EPOCH, Bytes.fromHex(hex)))
                                .toList()),
                CaptureSecrets.NONE);

        assertThat(capture.undecoded()).isEqualTo(6);
        assertThat(capture.messages().get(2).sender()).isEqualTo(SpdmRole.RESPONDER);
    }

    private static DecodedCapture decode(String name) {
        return CaptureDecoder.decode(PcapFile.decode(Captures.pcap(name)), Captures.secrets(name));
    }

    private static List<String> names(DecodedCapture capture, String protocol) {
        return capture.messages().stream()
                .filter(message -> message.protocol().equals(protocol))
                .map(DecodedMessage::name)
                .toList();
    }

    private static List<Verification> verifications(DecodedCapture capture, String subject) {
        return capture.messages().stream()
                .flatMap(message -> message.verifications().stream())
                .filter(verification -> verification.subject().equals(subject))
                .toList();
    }

    private static List<DecodedMessage> incomplete(DecodedCapture capture) {
        return capture.messages().stream()
                .filter(message -> !message.isDecoded() || !message.isVerified())
                .toList();
    }

    private static PcapFile tampered(PcapFile file, int packet, int at) {
        List<PcapPacket> packets = new ArrayList<>(file.packets());
        PcapPacket before = packets.get(packet);
        Bytes changed = before.content().with(at, before.content().at(at) ^ 0x10);
        packets.set(packet, new PcapPacket(before.at(), changed));
        return new PcapFile(file.linkType(), file.snapLength(), packets);
    }
}
