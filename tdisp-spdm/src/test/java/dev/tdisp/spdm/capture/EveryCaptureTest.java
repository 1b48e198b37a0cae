package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays every recorded exchange of the reference implementation: each message decodes and encodes to the same bytes,
 * each key is derived anew, each record opened, each signature, MAC, digest and chain verified.
 *
 * <p>Leaves the table {@code target/captures.md}.
 */
class EveryCaptureTest {
    private static final String NAMES = "dev.tdisp.spdm.capture.Captures#names";
    private static final int MOST_PADDING = 3;

    /** What must have been verified of a message of a name, at least. */
    private static final Map<String, List<String>> DUE = Map.ofEntries(
            Map.entry("CERTIFICATE", List.of("certificate chain")),
            Map.entry("SET_CERTIFICATE", List.of("certificate chain")),
            Map.entry("CHALLENGE_AUTH", List.of("signature", "certificate hash")),
            Map.entry("CSR", List.of("signature")),
            Map.entry("ENDPOINT_INFO", List.of("signature")),
            Map.entry("KEY_EXCHANGE_RSP", List.of("signature")),
            Map.entry("FINISH", List.of("HMAC")),
            Map.entry("PSK_EXCHANGE_RSP", List.of("HMAC")),
            Map.entry("PSK_FINISH", List.of("HMAC")),
            Map.entry("MEASUREMENT_EXTENSION_LOG", List.of("hash-extend measurement")));

    private static final Map<String, DecodedCapture> DECODED = new TreeMap<>();

    @ParameterizedTest
    @MethodSource(NAMES)
    @Tag("S-040")
    @Tag("S-050")
    @Tag("S-051")
    @Tag("S-063")
    @Tag("S-067")
    @Tag("S-076")
    @Tag("S-077")
    @Tag("S-090")
    @Tag("S-091")
    @Tag("S-094")
    @Tag("S-096")
    @Tag("S-097")
    @Tag("S-098")
    @Tag("S-117")
    @Tag("S-121")
    @Tag("S-122")
    @Tag("S-124")
    @Tag("S-125")
    @Tag("S-135")
    @Tag("S-150")
    @Tag("S-151")
    @Tag("S-152")
    @Tag("S-153")
    @Tag("S-154")
    @Tag("S-155")
    @Tag("S-160")
    @Tag("S-176")
    @Tag("S-181")
    @Tag("S-185")
    @Tag("S-198")
    void everythingIsDecodedAndVerified(String name) {
        DecodedCapture capture = decode(name);

        assertThat(capture.messages())
                .filteredOn(message -> !message.isDecoded() || !message.isVerified())
                .as("what is not decoded or not verified")
                .isEmpty();
        assertThat(capture.isComplete()).isTrue();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void nothingIsLeftUnverified(String name) {
        for (DecodedMessage message : decode(name).messages()) {
            List<String> verified =
                    message.verifications().stream().map(Verification::subject).toList();
            assertThat(verified)
                    .as("%s of packet %d", message.name(), message.packet())
                    .containsAll(due(message));
        }
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void messagesAreThoseThatTheReferenceSaw(String name) {
        List<DecodedMessage> messages = decode(name).messages().stream()
                .filter(message -> !message.protocol().equals("DOE"))
                .toList();
        List<Bytes> plain = Captures.plain(name);

        assertThat(messages).hasSameSizeAs(plain);
        for (int i = 0; i < plain.size(); i++) {
            DecodedMessage message = messages.get(i);
            boolean isUnpacked =
                    message.detail().contains(" chunks") || message.detail().contains("in CHUNK_SEND_ACK");
            if (!isUnpacked && !message.protocol().equals("MCTP")) {
                requireSame(message, plain.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void fieldsCoverEveryByteOfEveryMessage(String name) {
        for (DecodedMessage message : decode(name).messages()) {
            int end = 0;
            for (Field field : message.fields().fields()) {
                assertThat(field.offset())
                        .as(message.name() + " " + field.name())
                        .isEqualTo(end);
                end += field.length();
            }
            assertThat(end).as(message.name()).isEqualTo(message.bytes().size());
        }
    }

    @Test
    void everyCaptureOfTheIndexIsThere() throws IOException {
        List<String> indexed = Files.readAllLines(Captures.path("INDEX.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| name"))
                .map(line -> line.split("\\|")[1].strip())
                .sorted()
                .toList();

        assertThat(Captures.names()).isEqualTo(indexed).isNotEmpty();
    }

    @Test
    void noSecretIsShown() {
        for (String name : List.of("chunk-doe-14", "pqc-hybrid-ecdsa-mlkem", "maconly-12")) {
            String shown = decode(name).messages().stream()
                    .map(message -> message.bytes().toHex() + message)
                    .reduce("", String::concat);
            List<String> keys = keys(Captures.plain(name));

            assertThat(keys).as(name).hasSizeGreaterThanOrEqualTo(2 * 6);
            assertThat(keys)
                    .noneMatch(shown::contains)
                    .noneMatch(key -> shown.contains(Bytes.fromHex(key).toString()));
        }
    }

    @AfterAll
    static void writeTable() throws IOException {
        if (DECODED.isEmpty()) {
            return;
        }
        var table = new StringBuilder(
                        "| Capture | Packets | Records | Signatures | HMACs | Chains | Digests | All verified |\n")
                .append("|---|---|---|---|---|---|---|---|\n");
        DECODED.forEach((name, capture) -> table.append(row(name, capture)));
        System.out.print(table);
        Path file = Path.of("target", "captures.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
    }

    private static DecodedCapture decode(String name) {
        return DECODED.computeIfAbsent(
                name, key -> CaptureDecoder.decode(PcapFile.decode(Captures.pcap(key)), Captures.secrets(key)));
    }

    private static List<String> due(DecodedMessage message) {
        List<String> due = new ArrayList<>(DUE.getOrDefault(message.name(), List.of()));
        if (message.isRecord()) {
            due.add("record");
        }
        for (String carried : List.of("CERTIFICATE slot", "CHALLENGE_AUTH", "ENDPOINT_INFO")) {
            boolean isCarried =
                    message.name().startsWith("DELIVER_") && message.detail().contains(carried);
            if (isCarried) {
                due.addAll(DUE.get(carried.split(" ")[0]));
            }
        }
        return due;
    }

    /** Compares with what was seen; what may be secret is zeros here. */
    private static void requireSame(DecodedMessage message, Bytes seen) {
        Bytes shown = message.bytes();
        int most = message.name().equals("KEY_PAIR_INFO") ? 6 + MOST_PADDING : MOST_PADDING;
        assertThat(shown.size()).as(message.name()).isBetween(seen.size() - most, seen.size());
        for (int at = 0; at < shown.size(); at++) {
            assertThat(shown.at(at)).as(message.name()).isIn(seen.at(at), 0);
        }
    }

    /** Finds the keys that KEY_PROG of IDE_KM carries: in the small and in the large form, whole or in a chunk. */
    private static List<String> keys(List<Bytes> plain) {
        List<String> keys = new ArrayList<>();
        for (Bytes message : plain) {
            String hex = message.toHex();
            int at = hex.indexOf("0300020100");
            int body = hex.indexOf("0002000000", at + 10);
            boolean isKeyProg = at >= 0 && body >= 0 && body < at + 24 && hex.length() > body + 16 + 64;
            if (isKeyProg) {
                keys.add(hex.substring(body + 16, body + 16 + 64));
            }
        }
        return keys;
    }

    private static String row(String name, DecodedCapture capture) {
        String verdict = capture.isComplete()
                ? "yes"
                : "NO: %d undecoded, %d unverified".formatted(capture.undecoded(), capture.unverified());
        return "| %s | %d | %d | %d | %d | %d | %d | %s |%n"
                .formatted(
                        name,
                        capture.messages().size(),
                        capture.records(),
                        count(capture, "signature"::equals),
                        count(capture, "HMAC"::equals),
                        count(capture, "certificate chain"::equals),
                        count(capture, EveryCaptureTest::isDigest),
                        verdict);
    }

    private static boolean isDigest(String subject) {
        return subject.startsWith("digest")
                || List.of("certificate hash", "measurement summary", "hash-extend measurement")
                        .contains(subject);
    }

    private static long count(DecodedCapture capture, Predicate<String> subject) {
        return capture.messages().stream()
                .flatMap(message -> message.verifications().stream())
                .filter(Verification::isGood)
                .map(Verification::subject)
                .filter(subject)
                .count();
    }
}
