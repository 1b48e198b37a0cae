package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.attack.Attacks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttackCommandTest {
    @Test
    void anAttackIsTriedAndCounted() {
        List<String> lines = tdisp(0, "attack", "A6", "S52");

        assertThat(lines)
                .startsWith("A6          DETECTED   Stop and lock again between evidence and accept")
                .endsWith("attempted 2 detected 1 harmless 1 succeeded 0");
        assertThat(lines.get(1)).contains("TSM: STALE_EPOCH");
    }

    @Test
    void againstItsWeakenedPartyItSucceeds() {
        assertThat(tdisp(0, "attack", "--weak", "A6")).endsWith("attempted 1 detected 0 harmless 0 succeeded 1");
    }

    @Test
    void allAreListedAndNoneIsTried() {
        assertThat(tdisp(0, "attack", "--list"))
                .hasSameSizeAs(Attacks.all())
                .allMatch(line -> line.matches("(A|S|X|GAP-ATT-)\\d+[b-e]? .*"));
    }

    @Test
    void theTraceIsShownOnRequest() {
        assertThat(tdisp(0, "attack", "S05", "--trace")).anyMatch(line -> line.contains("RUN -> ERROR"));
        assertThat(tdisp(0, "attack", "S05")).noneMatch(line -> line.contains("RUN -> ERROR"));
    }

    @Test
    void whatIsNotThereIsAComplaint() {
        assertThat(tdisp(2, "attack", "A99")).isEmpty();
        assertThat(tdisp(2, "attack")).isEmpty();
        assertThat(tdisp(2, "attack", "--weak", "GAP-ATT-02")).isEmpty();
    }

    private static List<String> tdisp(int exitCode, String... args) {
        var out = new StringWriter();
        assertThat(Tdisp.run(new PrintWriter(out), new PrintWriter(new StringWriter()), args))
                .isEqualTo(exitCode);
        return out.toString().lines().toList();
    }
}
