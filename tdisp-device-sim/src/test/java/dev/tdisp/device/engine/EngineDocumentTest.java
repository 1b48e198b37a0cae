package dev.tdisp.device.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.device.function.DmaResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the engine says what the engine is. */
class EngineDocumentTest {
    private static final Path PAGE =
            Path.of(System.getProperty("tdisp.project.root", "..")).resolve("docs/reference/engine.md");

    private static List<List<String>> rows(String heading) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int table = lines.indexOf(heading);
        assertThat(table).as(heading).isNotNegative();
        return lines.stream()
                .skip(table + 2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.split("\\|"))
                        .map(String::strip)
                        .skip(1)
                        .toList())
                .toList();
    }

    @Test
    void everyRegisterIsInItsPlaceWithItsAccess() throws IOException {
        List<List<String>> expected = Stream.of(EngineRegister.values())
                .map(register -> List.of(
                        "`%02Xh`".formatted(register.offset()),
                        Integer.toString(register.size()),
                        register.name(),
                        access(register)))
                .toList();

        assertThat(rows("| Offset | Bytes | Register | Access | Meaning |"))
                .extracting(row -> row.subList(0, 4))
                .isEqualTo(expected);
    }

    private static String access(EngineRegister register) {
        if (!register.isReadable()) {
            return "write";
        }
        return register.isWritable() ? "read, write" : "read";
    }

    @Test
    void everyOperationAndFaultIsThere() throws IOException {
        assertThat(rows("| OPERATION | Name | What it does |"))
                .extracting(row -> row.subList(0, 2))
                .isEqualTo(Stream.of(Operation.values())
                        .map(operation -> List.of(Integer.toString(operation.code()), operation.name()))
                        .toList());
        assertThat(rows("| FAULT | Name | Why |").stream()
                        .filter(row -> !row.get(1).isEmpty())
                        .map(row -> row.subList(0, 2))
                        .toList())
                .isEqualTo(Stream.of(DmaResult.Status.values())
                        .map(status -> List.of(Integer.toString(status.code()), status.name()))
                        .toList());
    }

    @Test
    void regionsAreWhereThePageSays() throws IOException {
        assertThat(rows("| BAR0 | What is there | Reported as |"))
                .extracting(row -> row.get(0))
                .containsExactly(
                        "`0000h`",
                        "`%04Xh`".formatted(EngineBars.PUBLIC_PAGE),
                        "`%04Xh` to the end".formatted(EngineBars.DEVICE_MEMORY));
    }
}
