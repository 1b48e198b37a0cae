package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.IdeStreamTransition;
import dev.tdisp.core.ide.IdeStreamTransition.Effect;
import dev.tdisp.core.ide.IdeStreamTransitions;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.render.TraceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IdeDocumentTest {
    private static final int MOST_LINES = 16;

    @Test
    void statesAreWhatTheTableSays() throws IOException {
        var text = new StringBuilder("| What happens ");
        for (IdeStreamState state : IdeStreamState.values()) {
            text.append("| ").append(state).append(' ');
        }
        text.append("| Clause |\n")
                .append("|---".repeat(IdeStreamState.values().length + 2))
                .append("|\n");
        for (IdeStreamEvent event : IdeStreamEvent.values()) {
            text.append("| ").append(event.sentence()).append(' ');
            for (IdeStreamState state : IdeStreamState.values()) {
                text.append("| ")
                        .append(cell(IdeStreamTransitions.of(state, event)))
                        .append(' ');
            }
            text.append("| ").append(clause(event)).append(" |\n");
        }

        Document.at(Path.of("docs/reference/ide-states.md"))
                .replace("table: stream", "end of table", text.toString())
                .check();
    }

    private static String cell(IdeStreamTransition row) {
        if (row.effect() == Effect.IMPOSSIBLE) {
            return "cannot be";
        }
        String state = row.from() == row.to() ? "–" : "**" + row.to() + "**";
        return switch (row.effect()) {
            case ERASE_KEYS -> state + " (keys erased)";
            case START_COUNTERS -> state + " (counters start)";
            case NONE, IMPOSSIBLE -> state;
        };
    }

    private static String clause(IdeStreamEvent event) {
        return Arrays.stream(IdeStreamState.values())
                .map(state -> IdeStreamTransitions.of(state, event))
                .filter(row -> row.effect() != Effect.IMPOSSIBLE)
                .map(row -> row.clause().replace("section ", ""))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    @Test
    void layoutsAreWhatTheCodecWroteInARun() throws IOException {
        Map<String, TraceEvent.Message> messages = new LinkedHashMap<>();
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).run();
            lab.detach(1).run();
            lab.events().stream()
                    .filter(TraceEvent.Message.class::isInstance)
                    .map(TraceEvent.Message.class::cast)
                    .filter(message -> message.protocol().equals("IDE_KM"))
                    .forEach(message -> messages.putIfAbsent(message.name(), message));
        }

        String layouts = messages.values().stream()
                .map(message -> "### %s\n\n%d bytes, from %s to %s.\n\n```text\n%s```\n\n"
                        .formatted(
                                message.name(),
                                message.bytes().size(),
                                message.source(),
                                message.destination(),
                                layout(message)))
                .collect(Collectors.joining());
        assertThat(messages).hasSize(7);
        Document.at(Path.of("docs/reference/ide-km-messages.md"))
                .replace("layouts", "end of layouts", layouts)
                .check();
    }

    private static String layout(TraceEvent.Message message) {
        List<String> lines = TraceText.hex(message).lines().toList();
        int shown = Math.min(lines.size(), MOST_LINES);
        return String.join("\n", lines.subList(0, shown)) + "\n"
                + (shown < lines.size() ? "… %d more lines\n".formatted(lines.size() - shown) : "");
    }
}
