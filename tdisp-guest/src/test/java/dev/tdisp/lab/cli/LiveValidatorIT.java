package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DMTF's responder validator, as spdm-emu builds it, against {@code tdisp device}. */
@Timeout(300)
class LiveValidatorIT {
    /**
     * The signature of CHALLENGE_AUTH where no chain was asked for in the connection: the validator has no key then to
     * verify it by, and fails them with its own responder too.
     */
    private static final Set<String> THEIRS = Set.of("6.2.7", "6.3.7", "6.12.7", "6.13.7");

    private static final Pattern FAILED = Pattern.compile("test assertion (\\S+) - FAIL.*");
    private static final Pattern TOTAL = Pattern.compile("test suite .* - pass: (\\d+), fail: (\\d+)");
    private static final int LEAST_WITH_SESSIONS = 900;
    private static final int LEAST_WITHOUT = 600;

    @TempDir
    private Path folder;

    @BeforeAll
    static void findThePeer() {
        Path program = LivePeer.home().resolve(LivePeer.VALIDATOR);
        assumeTrue(Files.isExecutable(program), "there is no " + program);
    }

    @ParameterizedTest
    @CsvSource({
        "PCI_DOE, doe, '1.0,1.1,1.2,1.3'",
        "PCI_DOE, doe, '1.0,1.1,1.2,1.3,1.4'",
        "PCI_DOE, doe, 1.2",
        "MCTP, mctp, '1.0,1.1,1.2,1.3'",
        "MCTP, mctp, 1.2",
        "NONE, none, '1.0,1.1,1.2,1.3'",
    })
    void everyAssertionPasses(String transport, String ours, String versions) throws Exception {
        Path log = LivePeer.home().resolve("test.log");
        Files.deleteIfExists(log);
        var device = new ServedCommand("--transport", ours, "--spdm", versions);

        LivePeer.in(folder).client(LivePeer.VALIDATOR, device.port(), "--trans " + transport);
        device.stop();

        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        Set<String> failed = lines.stream()
                .map(FAILED::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        int passed = lines.stream()
                .map(TOTAL::matcher)
                .filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
        System.out.printf("validator over %s, SPDM %s: %d passed, failed %s%n", transport, versions, passed, failed);
        assertThat(failed).isSubsetOf(THEIRS);
        assertThat(passed).isGreaterThan(ours.equals("none") ? LEAST_WITHOUT : LEAST_WITH_SESSIONS);
    }
}
