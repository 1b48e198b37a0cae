package dev.tdisp.lab.web;

import dev.tdisp.lab.render.MermaidDiagram;
import dev.tdisp.lab.render.PlantUmlDiagram;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.TraceJson;
import dev.tdisp.lab.render.TraceLevel;
import dev.tdisp.lab.render.TraceText;
import dev.tdisp.lab.teach.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The forms in which a run can be saved. */
enum SaveFormat {
    HTML("text/html; charset=utf-8", "html", (recipe, run) -> TeachPage.of(run)),
    TEXT("text/plain; charset=utf-8", "txt", (recipe, run) -> TraceText.render(run.events())),
    JSONL("application/x-ndjson", "jsonl", (recipe, run) -> TraceJson.write(run)),
    MERMAID("text/plain; charset=utf-8", "mmd", (recipe, run) -> MermaidDiagram.of(run, TraceLevel.MESSAGE)),
    PLANTUML("text/plain; charset=utf-8", "puml", (recipe, run) -> PlantUmlDiagram.of(run, TraceLevel.MESSAGE)),
    JUNIT("text/plain; charset=utf-8", "java", (recipe, run) -> recipe.test());

    private final String type;
    private final String ending;
    private final BiFunction<Recipe, RecordedRun, String> writer;

    SaveFormat(String type, String ending, BiFunction<Recipe, RecordedRun, String> writer) {
        this.type = type;
        this.ending = ending;
        this.writer = writer;
    }

    static Optional<SaveFormat> of(String name) {
        return Stream.of(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    String type() {
        return type;
    }

    String ending() {
        return ending;
    }

    byte[] write(Recipe recipe, RecordedRun run) {
        return writer.apply(recipe, run).getBytes(StandardCharsets.UTF_8);
    }
}
