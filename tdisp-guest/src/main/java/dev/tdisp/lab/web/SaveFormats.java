package dev.tdisp.lab.web;

import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.TraceFormat;
import dev.tdisp.lab.render.TraceLevel;
import dev.tdisp.lab.teach.Menu.Choice;
import dev.tdisp.lab.teach.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The forms in which a run can be saved: those of every trace, the page itself, and a test. */
final class SaveFormats {
    private static final String PAGE = "html";
    private static final String TEST = "junit";
    private static final String BYTES = "application/octet-stream";
    private static final String TEXT = "text/plain; charset=utf-8";

    private SaveFormats() {}

    static List<Choice> all() {
        List<Choice> all = new ArrayList<>();
        all.add(Choice.of(PAGE, "this page, as one file without a server", ""));
        all.add(Choice.of(TEST, "a JUnit test that does the same", ""));
        for (TraceFormat format : TraceFormat.values()) {
            all.add(Choice.of(format.word(), format.sentence(), ""));
        }
        return all;
    }

    /** Writes a run; throws IllegalArgumentException if there is no such form. */
    static Answer write(String name, Recipe recipe, RecordedRun run) {
        return switch (name) {
            case PAGE ->
                Answer.of("text/html; charset=utf-8", TeachPage.of(run)).saved("tdisp-run.html");
            case TEST ->
                Answer.of(TEXT, recipe.test().getBytes(StandardCharsets.UTF_8)).saved("ReproducedRunTest.java");
            default -> trace(name, run);
        };
    }

    private static Answer trace(String name, RecordedRun run) {
        TraceFormat format = TraceFormat.of(name)
                .orElseThrow(() -> new IllegalArgumentException("format: '%s' is not known".formatted(name)));
        byte[] content = format.render(run, TraceLevel.MESSAGE).toArray();
        return Answer.of(format.isBinary() ? BYTES : TEXT, content).saved("tdisp-run." + format.word());
    }
}
