package dev.tdisp.lab.render;

import dev.tdisp.architecture.Document;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.host.platform.Platforms;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TracesDocumentTest {
    private static final RecordedRun RUNNING = RecordedRuns.record(1, Optional.of(Milestone.RUNNING));
    private static final int LINES_OF_DIFFERENCE = 24;
    private static final int WIDTH = 130;

    @Test
    void partsOfTheTutorialAreWhatTheCodeShows() throws IOException {
        Document.at(Path.of("docs/traces.md"))
                .replace("diagram of the attach", "end of diagram", mermaid(RUNNING))
                .replace(
                        "diagram in other words",
                        "end of diagram",
                        mermaid(steps("the lock", 7, 8).inWordsOf(Platforms.ARM_CCA)))
                .replace("step of the lock", "end of step", text(RunText.of(steps("the lock", 7), TraceLevel.MESSAGE)))
                .replace("bytes of the lock", "end of bytes", text(bytesOfTheLock()))
                .replace("tree of keys", "end of tree", text(KeyViews.text(RecordedRuns.CONNECTED)))
                .replace("lines of the dump", "end of lines", text(dump()))
                .replace("comments", "end of comments", text(comments()))
                .replace("difference", "end of difference", text(difference()))
                .check();
    }

    @Test
    void thePictureIsWhatTheCodeDraws() throws IOException {
        Document picture = Document.at(Path.of("docs/timeline.svg"));

        new Document(picture.path(), picture.written(), StateTimeline.svg(RecordedRuns.WHOLE)).check();
    }

    private static RecordedRun steps(String title, Integer... numbers) {
        List<RecordedStep> chosen = Arrays.stream(numbers)
                .map(number -> RUNNING.steps().get(number - 1))
                .toList();
        return new RecordedRun(title, RUNNING.facts(), chosen);
    }

    private static String bytesOfTheLock() {
        String text = RunText.hex(steps("the lock", 7), TraceLevel.EXCHANGE);
        List<String> lines = text.lines().toList();
        int start = 0;
        while (!lines.get(start).contains("LOCK_INTERFACE_REQUEST ")) {
            start++;
        }
        return lines.subList(start, start + 10).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String comments() {
        return RunCapture.packets(steps("the lock", 7)).stream()
                .map(packet -> cut(packet.comment()) + "\n")
                .limit(8)
                .collect(Collectors.joining());
    }

    private static String dump() {
        return SpdmDumpText.lines(steps("the lock", 7), SpdmDumpText.Options.of(TraceLevel.EXCHANGE)).stream()
                .limit(8)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String difference() {
        FaultPlan plan = FaultPlan.parse("seed 1\nresponse LOCK_INTERFACE_RESPONSE: drop");
        try (Lab lab = Lab.builder().seed(1).faults(plan).build()) {
            var recorder = new RunRecorder(lab, 1);
            recorder.run(lab.attach(1));
            return RunDiff.of(RUNNING, recorder.recorded("without an answer"), TraceLevel.MESSAGE).lines().stream()
                    .limit(LINES_OF_DIFFERENCE)
                    .map(line -> cut(line) + "\n")
                    .collect(Collectors.joining());
        }
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
    }

    private static String mermaid(RecordedRun run) {
        return "```mermaid\n%s```\n".formatted(MermaidDiagram.of(run, TraceLevel.EXCHANGE));
    }

    private static String text(String content) {
        return "```\n%s```\n".formatted(content);
    }
}
