package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays every recorded exchange of the reference implementation: each message decodes and encodes to the same bytes,
 * each key is derived anew, each record opened, each signature, MAC, digest and chain verified.
 *
 * <p>Leaves the table {@code target/captures.md}.
 */
class EveryCaptureTest {
    private static final Map<String, String> ROWS = new TreeMap<>();

    @ParameterizedTest
    @MethodSource("dev.tdisp.spdm.capture.Captures#names")
    @Tag("S-051")
    @Tag("S-067")
    @Tag("S-077")
    @Tag("S-096")
    @Tag("S-097")
    @Tag("S-098")
    @Tag("S-117")
    @Tag("S-121")
    @Tag("S-153")
    @Tag("S-154")
    @Tag("S-155")
    @Tag("S-176")
    @Tag("S-181")
    @Tag("S-185")
    @Tag("S-198")
    void everythingIsDecodedAndVerified(String name) {
        DecodedCapture capture = CaptureDecoder.decode(PcapFile.decode(Captures.pcap(name)), Captures.secrets(name));
        ROWS.put(name, row(name, capture));

        assertThat(capture.messages())
                .filteredOn(message -> !message.isDecoded() || !message.isVerified())
                .as("what is not decoded or not verified")
                .isEmpty();
        assertThat(capture.isComplete()).isTrue();
    }

    @AfterAll
    static void writeTable() throws IOException {
        if (ROWS.isEmpty()) {
            return;
        }
        String table = "| Capture | Packets | Records | Signatures | HMACs | Chains | Digests | All verified |\n"
                + "|---|---|---|---|---|---|---|---|\n"
                + String.join("", ROWS.values());
        System.out.print(table);
        Path file = Path.of("target", "captures.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
    }

    private static String row(String name, DecodedCapture capture) {
        return "| %s | %d | %d | %d | %d | %d | %d | %s |%n"
                .formatted(
                        name,
                        capture.messages().size(),
                        capture.records(),
                        count(capture, "signature"::equals),
                        count(capture, "HMAC"::equals),
                        count(capture, "certificate chain"::equals),
                        count(capture, EveryCaptureTest::isDigest),
                        capture.isComplete()
                                ? "yes"
                                : "NO: %d undecoded, %d unverified"
                                        .formatted(capture.undecoded(), capture.unverified()));
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
