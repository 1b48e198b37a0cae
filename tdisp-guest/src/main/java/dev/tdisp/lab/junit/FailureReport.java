package dev.tdisp.lab.junit;

import dev.tdisp.lab.Capture;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.render.MermaidDiagram;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.TraceLevel;
import dev.tdisp.lab.render.TraceText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;

/** All that there is to know about a lab whose test failed. */
final class FailureReport {
    private static final MediaType MERMAID = MediaType.create("text", "vnd.mermaid", StandardCharsets.UTF_8);
    private static final MediaType PCAP = MediaType.create("application", "vnd.tcpdump.pcap");

    private final Lab lab;

    FailureReport(Lab lab) {
        this.lab = lab;
    }

    void publish(ExtensionContext context) {
        context.publishReportEntry("tdisp.seed", Long.toString(lab.seed()));
        text(context, "trace.txt", MediaType.TEXT_PLAIN_UTF_8, TraceText.render(lab.events()));
        RecordedRun run = RecordedRun.of(name(context), lab.events());
        text(context, "diagram.mmd", MERMAID, MermaidDiagram.of(run, TraceLevel.MESSAGE));
        lab.capture().ifPresent(capture -> publish(context, capture));
        System.err.printf("%s failed; run it again with -Dtdisp.seed=%d%n", name(context), lab.seed());
    }

    private static void publish(ExtensionContext context, Capture capture) {
        context.publishFile(
                "mailbox.pcap", PCAP, file -> Files.write(file, capture.pcap().toArray()));
        text(context, "keys.json", MediaType.APPLICATION_JSON, capture.keyLog() + "\n");
    }

    private static void text(ExtensionContext context, String name, MediaType type, String content) {
        context.publishFile(name, type, file -> Files.writeString(file, content, StandardCharsets.UTF_8));
    }

    private static String name(ExtensionContext context) {
        return context.getTestClass()
                .map(type -> type.getSimpleName() + "."
                        + context.getRequiredTestMethod().getName())
                .orElseGet(context::getDisplayName);
    }
}
