package dev.tdisp.architecture;

import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.Sighting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FlowsDocumentTest {
    @Test
    void tablesAreWhatTheCodeSays() throws IOException {
        String flows = Arrays.stream(LifeCycle.values())
                .map(what -> "| `%s` | %s |\n".formatted(dashed(what), what.sentence()))
                .collect(Collectors.joining());
        String sightings = Arrays.stream(Disturbance.values())
                .map(what -> "| `%s` | the %s %s %s\n"
                        .formatted(dashed(what), what.actor(), what.sentence(), row(what.expected())))
                .collect(Collectors.joining());

        Document.at(Path.of("docs/flows.md"))
                .replace("flows", "end of flows", "| Flow | What happens |\n|---|---|\n" + flows)
                .replace(
                        "sightings",
                        "end of sightings",
                        "| Flow | What happens | Interface | Registers | TVM asks, hears | Host's stream | Gate | Error log |\n"
                                + "|---|---|---|---|---|---|---|---|\n" + sightings)
                .check();
    }

    private static String row(Sighting seen) {
        return "| %s | %s | %s | %s | %s | %s |"
                .formatted(
                        seen.device(),
                        seen.registersAnswer() ? "answer" : "silent",
                        dashed(seen.poll()),
                        dashed(seen.hostStream()),
                        seen.isGateOpen() ? "open" : "closed",
                        seen.isLogged() ? "yes" : "no");
    }

    private static String dashed(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
