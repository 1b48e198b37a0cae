package dev.tdisp.lab.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The parts of the page, which lie beside this class. */
final class Assets {
    /** The modules of the page, which name each other as {@code tdisp/NAME}. */
    static final List<String> MODULES = List.of(
            "compare.js",
            "controls.js",
            "dom.js",
            "exercises.js",
            "inspector.js",
            "live.js",
            "machines.js",
            "main.js",
            "narration.js",
            "player.js",
            "run.js",
            "sequence.js",
            "why.js");

    static final String STYLES = "page.css";
    static final String PAGE = "index.html";

    private Assets() {}

    static String read(String name) {
        try (InputStream stream = Assets.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no such asset: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
