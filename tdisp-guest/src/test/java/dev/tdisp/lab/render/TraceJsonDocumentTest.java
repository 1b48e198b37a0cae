package dev.tdisp.lab.render;

import dev.tdisp.architecture.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceJsonDocumentTest {
    @Test
    void theManualShowsEveryMember() throws IOException {
        var text = new StringBuilder();
        for (JsonLineKind kind : JsonLineKind.values()) {
            text.append("## `%s`\n\n%s\n\n%s\n".formatted(kind.word(), kind.sentence(), table(kind.members())));
            if (kind == JsonLineKind.RUN) {
                text.append("A lane:\n\n%s\n".formatted(table(JsonLineKind.LANE)));
            } else if (kind == JsonLineKind.MESSAGE) {
                text.append("A field:\n\n%s\n".formatted(table(JsonLineKind.FIELD)));
            } else if (kind == JsonLineKind.AFTER) {
                text.append("A party:\n\n%s\n".formatted(table(JsonLineKind.PARTY)));
                text.append("A machine:\n\n%s\n".formatted(table(JsonLineKind.MACHINE)));
            }
        }
        text.append("## An example\n\n```json\n%s```\n".formatted(example()));

        Document.at(Path.of("docs/reference/trace-json.md"))
                .replace("tables of lines", "end of tables", text.toString())
                .check();
    }

    private static String table(List<JsonMember> members) {
        return members.stream()
                .map(member -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                member.name(),
                                member.form().words(),
                                member.need().words(),
                                member.meaning()))
                .collect(Collectors.joining("", "| Member | Value | There | Meaning |\n|---|---|---|---|\n", ""));
    }

    /** A line of each of some kinds. */
    private static String example() {
        List<String> lines = TraceJson.write(RecordedRuns.WHOLE).lines().toList();
        return List.of(
                        "\"type\":\"step\",\"step\":12,",
                        "START_INTERFACE_REQUEST\"",
                        "\"to\":\"RUN\"",
                        "\"after\",\"step\":12,")
                .stream()
                .map(part -> lines.stream()
                        .filter(line -> line.contains(part))
                        .findFirst()
                        .orElseThrow())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
