package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares our lines with those that DMTF's {@code spdm_dump} wrote of the same captures. */
class SpdmDumpStyleTest {
    private static final Path CAPTURES = Path.of(System.getProperty("tdisp.captures", "../../shared/captures"));
    private static final Pattern PACKET = Pattern.compile("\\d+ \\(\\d+\\) .*");
    private static final Pattern NAME = Pattern.compile("SPDM_\\w+");

    /** Of these we show fewer values, or a large message in place of the last part that completed it. */
    private static final Set<String> OTHERWISE = Set.of(
            "SPDM_CHUNK_SEND",
            "SPDM_CHUNK_SEND_ACK",
            "SPDM_CHUNK_RESPONSE",
            "SPDM_DIGESTS",
            "SPDM_DELIVER_ENCAPSULATED_RESPONSE",
            "SPDM_ENCAPSULATED_REQUEST",
            "SPDM_ENDPOINT_INFO",
            "SPDM_GET_ENDPOINT_INFO",
            "SPDM_GET_CSR",
            "SPDM_KEY_PAIR_INFO",
            "SPDM_SET_KEY_PAIR_INFO",
            "SPDM_SET_CERTIFICATE",
            "SPDM_ALGORITHMS",
            "SPDM_MEASUREMENTS");

    static Stream<String> captures() throws IOException {
        if (Boolean.getBoolean("tdisp.captures.required")) {
            assertThat(CAPTURES).isDirectory();
        }
        assumeTrue(Files.isDirectory(CAPTURES), "no captures in " + CAPTURES);
        return Stream.of(
                "doe-10",
                "doe-11",
                "doe-12",
                "doe-12-tdisp-min",
                "doe-13-tdisp-min",
                "doe-14-tdisp-min",
                "mctp-11",
                "mctp-12",
                "mctp-13",
                "chunk-doe-14",
                "maconly-12",
                "keyupd-RSP",
                "hash-SHA3_384",
                "asym-EDDSA_25519");
    }

    @ParameterizedTest
    @MethodSource("captures")
    void linesAreThoseOfTheirs(String name) throws IOException {
        List<String> ours = dump(name, "--spdm-dump");
        List<String> theirs = Files.readAllLines(CAPTURES.resolve(name + ".txt"), StandardCharsets.ISO_8859_1).stream()
                .filter(PACKET.asMatchPredicate())
                .map(String::stripTrailing)
                .toList();

        assertThat(ours).hasSameSizeAs(theirs);
        List<String> different = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            Matcher message = NAME.matcher(theirs.get(i));
            boolean isKnown = theirs.get(i).endsWith("<Unknown>");
            String named = message.find() ? message.group() : "";
            if (!ours.get(i).equals(theirs.get(i)) && !isKnown && !OTHERWISE.contains(named)) {
                different.add(ours.get(i) + "\n" + theirs.get(i));
            }
        }
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void quietLinesHaveNamesAlone(String name) {
        List<String> quiet = dump(name, "-q");

        assertThat(quiet).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain("(SlotID=", "()"));
        assertThat(quiet.stream().map(SpdmDumpStyleTest::names).toList())
                .isEqualTo(dump(name, "--spdm-dump").stream()
                        .map(SpdmDumpStyleTest::names)
                        .toList());
    }

    private static List<String> names(String line) {
        return NAME.matcher(line).results().map(found -> found.group()).toList();
    }

    private static List<String> dump(String name, String option) {
        CommandResult result = CommandResult.run(
                "dump",
                CAPTURES.resolve(name + ".pcap").toString(),
                "--keys",
                CAPTURES.resolve(name + ".json").toString(),
                option);
        return result.text().lines().filter(PACKET.asMatchPredicate()).toList();
    }
}
