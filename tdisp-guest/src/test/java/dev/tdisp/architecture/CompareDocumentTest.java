package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.Comparison;
import dev.tdisp.lab.Comparison.Plan;
import dev.tdisp.lab.render.ComparisonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareDocumentTest {
    private static final Path PATH = Path.of("docs/compare.md");

    @ParameterizedTest
    @CsvSource({
        "tdisp compare --svg, 65536, 16, 262144",
        "tdisp compare --size 262144, 262144, 4, 131072",
        "tdisp compare --size 64, 64, 100, 262144"
    })
    void countsArePrintedAsTheyAre(String command, int size, int count, int pool) throws IOException {
        List<String> counted = ComparisonText.table(Comparison.run(new Plan(size, count, pool, 1), () -> 0));

        List<String> lines = Document.at(PATH).text().lines().toList();
        int start = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("$ " + command))
                .findFirst()
                .orElseThrow());
        assertThat(lines.subList(start + 1, start + 1 + counted.size()))
                .extracting(CompareDocumentTest::withoutTime)
                .isEqualTo(
                        counted.stream().map(CompareDocumentTest::withoutTime).toList());
    }

    private static String withoutTime(String line) {
        return line.replaceFirst(" +[0-9.]+$", "");
    }
}
