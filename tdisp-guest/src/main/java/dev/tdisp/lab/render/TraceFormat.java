package dev.tdisp.lab.render;

import dev.tdisp.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms in which a run can be shown: one line a form, with what makes it. */
public enum TraceFormat {
    /** A line an event. */
    TEXT("a line an event, by step, with the states of the parties", true, RunText::of),
    /** A line an event, and the bytes of messages. */
    HEX("the same, with each message byte by byte: offset, bytes, field, value, meaning", true, RunText::hex),
    /** The grammar of spdm_dump. */
    SPDM_DUMP("a line a packet in the grammar of spdm_dump", true, TraceFormat::dump),
    /** A Mermaid diagram. */
    MERMAID("a sequence diagram for Mermaid, which GitHub draws", true, MermaidDiagram::of),
    /** A PlantUML diagram. */
    PLANTUML("a sequence diagram for PlantUML", true, PlantUmlDiagram::of),
    /** JSON Lines. */
    JSONL("JSON Lines: everything, to be read back with --from", false, (run, level) -> TraceJson.write(run)),
    /** A picture of states. */
    TIMELINE(
            "the states of interface, stream, session and parties, as an SVG picture",
            false,
            (run, level) -> StateTimeline.svg(run)),
    /** Trees of keys. */
    KEYS(
            "the keys as trees, with labels and transcript digests; no secrets",
            false,
            (run, level) -> KeyViews.text(run)),
    /** Trees of keys as a picture. */
    KEYS_SVG("the same as an SVG picture", false, (run, level) -> KeyViews.svg(run)),
    /** Trees of keys as a diagram. */
    KEYS_MERMAID("the same as a flowchart for Mermaid", false, (run, level) -> KeyViews.mermaid(run)),
    /** A capture for spdm_dump. */
    PCAP("the data objects as a capture for spdm_dump and tdisp dump (link type 292)", RunCapture::pcap),
    /** A capture for Wireshark. */
    PCAPNG("the data objects as a capture for Wireshark, with a comment a packet (link type 147)", RunCapture::pcapng);

    private final String sentence;
    private final boolean isBinary;
    private final boolean hasLevels;
    private final BiFunction<RecordedRun, TraceLevel, Bytes> renderer;

    TraceFormat(String sentence, boolean hasLevels, BiFunction<RecordedRun, TraceLevel, String> renderer) {
        this.sentence = sentence;
        this.isBinary = false;
        this.hasLevels = hasLevels;
        this.renderer = (run, level) -> Bytes.of(renderer.apply(run, level).getBytes(StandardCharsets.UTF_8));
    }

    TraceFormat(String sentence, Function<RecordedRun, Bytes> renderer) {
        this.sentence = sentence;
        this.isBinary = true;
        this.hasLevels = false;
        this.renderer = (run, level) -> renderer.apply(run);
    }

    private static String dump(RecordedRun run, TraceLevel level) {
        return SpdmDumpText.lines(run, SpdmDumpText.Options.of(level)).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /**
     * Returns the name.
     *
     * @return in lower case, with dashes
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Says what it shows.
     *
     * @return a sentence without a full stop
     */
    public String sentence() {
        return sentence;
    }

    /**
     * Tells whether it is no text.
     *
     * @return true for captures
     */
    public boolean isBinary() {
        return isBinary;
    }

    /**
     * Tells whether it shows more or less by level.
     *
     * @return false if it always shows the same
     */
    public boolean hasLevels() {
        return hasLevels;
    }

    /**
     * Shows a run.
     *
     * @param run the run
     * @param level how much to show, if it {@linkplain #hasLevels() has levels}
     * @return a file's content; text in UTF-8 unless it {@linkplain #isBinary() is binary}
     */
    public Bytes render(RecordedRun run, TraceLevel level) {
        return renderer.apply(run, level);
    }

    /**
     * Finds a form.
     *
     * @param word its name
     * @return the form, if there is one
     */
    public static Optional<TraceFormat> of(String word) {
        return Stream.of(values()).filter(format -> format.word().equals(word)).findFirst();
    }
}
