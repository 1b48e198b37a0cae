package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class CompareCommandTest {
    private static final int COPIES = 1;
    private static final int BYTES_COPIED = 2;
    private static final int TLPS = 8;

    @TempDir
    private Path folder = Path.of("");

    private static List<String[]> rows(String text) {
        return text.lines().skip(1).map(line -> line.split(" +")).toList();
    }

    @Test
    void tableHasThreeRowsOfWhichOneCopies() {
        CommandResult result = CommandResult.run("compare", "--size", "10000", "--count", "3");

        assertThat(result.exitCode()).isZero();
        List<String[]> rows = rows(result.text());
        assertThat(rows).extracting(row -> row[0]).containsExactly("none", "bounce", "tdisp");
        assertThat(rows).extracting(row -> row[COPIES]).containsExactly("0", "6", "0");
        assertThat(rows).extracting(row -> row[BYTES_COPIED]).containsExactly("0", "60000", "0");
        assertThat(rows).extracting(row -> Integer.parseInt(row[TLPS])).allMatch(count -> count > 100);
    }

    @Test
    void pictureHasABarForEachWayAndMeasure() throws Exception {
        Path file = folder.resolve("compare.svg");

        CommandResult result = CommandResult.run("compare", "--size", "64", "--count", "1", "--svg", file.toString());

        assertThat(result.exitCode()).isZero();
        Document picture =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        int background = 1;
        assertThat(picture.getElementsByTagName("rect").getLength()).isEqualTo(background + 3 * 6);
        assertThat(Files.readString(file)).contains("no protection", "bounce buffers", "TDISP", "Bytes copied");
    }

    @Test
    void pictureThatCannotBeWrittenIsSaidSo() throws IOException {
        CommandResult result = CommandResult.run("compare", "--size", "64", "--count", "1", "--svg", folder.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text()).contains("tdisp compare: " + folder);
    }

    @Test
    void numbersThatCannotBeAreMistakes() {
        for (String[] line :
                List.of(new String[] {"--size", "0"}, new String[] {"--count", "0"}, new String[] {"--pool", "1"})) {
            String[] args = {"compare", line[0], line[1]};
            assertThat(CommandResult.run(args).exitCode())
                    .as(Arrays.toString(args))
                    .isEqualTo(2);
        }
    }
}
