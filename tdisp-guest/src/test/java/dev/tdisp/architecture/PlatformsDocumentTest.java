package dev.tdisp.architecture;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.platform.PlatformStep;
import dev.tdisp.host.platform.Platforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlatformsDocumentTest {
    private static final Path PATH = Path.of("docs/reference/platforms.md");

    @Test
    void documentShowsTheData() throws IOException {
        Document.at(PATH)
                .replace("table of platforms", "end of table", steps())
                .replace("table of differences", "end of table", differences())
                .replace("table of sources", "end of table", sources())
                .check();
    }

    private static String steps() {
        var text = new StringBuilder(row(Stream.concat(Stream.of("Step", "On the wire"), titles())));
        text.append("|---".repeat(Platforms.ALL.size() + 2)).append("|\n");
        for (PlatformStep step : PlatformStep.values()) {
            Stream<String> words = Platforms.ALL.stream()
                    .map(platform -> dash(platform.word(step).toString()));
            text.append(row(Stream.concat(Stream.of(step.sentence(), dash(step.wire())), words)));
        }
        return text.toString();
    }

    private static String differences() {
        var text = new StringBuilder(row(Stream.concat(Stream.of(""), titles())));
        text.append("|---".repeat(Platforms.ALL.size() + 1)).append("|\n");
        text.append(line("Order of acceptance", PlatformsDocumentTest::order));
        text.append(line(
                "Lock flags",
                platform ->
                        platform.lockFlags().stream().map(Enum::name).sorted().collect(Collectors.joining(", "))));
        text.append(line("MMIO_REPORTING_OFFSET", PlatformsDocumentTest::offset));
        for (TdiState state : TdiState.values()) {
            text.append(line("`%s`".formatted(state), platform -> platform.usesTdisp() ? platform.state(state) : ""));
        }
        return text.toString();
    }

    private static String offset(PlatformProfile platform) {
        if (!platform.usesTdisp()) {
            return "";
        }
        return platform.hidesAddresses() ? "used" : "0";
    }

    private static String order(PlatformProfile platform) {
        return platform.acceptance().stream()
                .map(step -> step.sentence().split(" ")[0])
                .collect(Collectors.joining(", "));
    }

    private static String sources() {
        var text = new StringBuilder("| Platform | Read in |\n|---|---|\n");
        Platforms.ALL.forEach(platform -> text.append(row(Stream.of(platform.title(), platform.source()))));
        return text.toString();
    }

    private static String line(String name, Function<PlatformProfile, String> cell) {
        List<String> cells = Platforms.ALL.stream()
                .map(cell)
                .map(PlatformsDocumentTest::dash)
                .toList();
        return row(Stream.concat(Stream.of(name), cells.stream()));
    }

    private static Stream<String> titles() {
        return Platforms.ALL.stream().map(PlatformProfile::title);
    }

    private static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
