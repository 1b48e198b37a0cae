package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.AnnotatedHex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the document of messages equal to the code.
 *
 * <p>With {@code -Dtdisp.docs.update=true} the generated parts are written anew.
 */
class MessagesDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("tdisp.project.root", ".."), "docs", "reference", "tdisp-messages.md");
    private static final int HEADER_LINES = 5;

    @Test
    void theMessagesDocumentShowsTableAndCodec() throws IOException {
        String document = Files.readString(DOCUMENT);

        String regenerated = replace(replace(document, "codes", codes()), "layouts", layouts());

        if (Boolean.getBoolean("tdisp.docs.update")) {
            Files.writeString(DOCUMENT, regenerated);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("run this test with -Dtdisp.docs.update=true to write %s anew", DOCUMENT)
                .isEqualTo(regenerated);
    }

    private static String codes() {
        var text = new StringBuilder("| Request | Code | Size | Response | Code | Size | Support | Legal states |\n")
                .append("|---|---|---|---|---|---|---|---|\n");
        for (RequestCode row : RequestCode.values()) {
            text.append("| %s | `%02Xh` | %s | %s | `%02Xh` | %s | %s | %s |\n"
                    .formatted(
                            row.name(),
                            row.code(),
                            text(row.requestSize()),
                            row.responseName(),
                            row.responseCode(),
                            text(row.responseSize()),
                            text(row.support()),
                            states(row)));
        }
        return text.toString();
    }

    private static String layouts() {
        List<TdispMessage> samples = Stream.of(
                        WorkedExchangeTest.requests(),
                        WorkedExchangeTest.optionalRequests(),
                        WorkedExchangeTest.responses(),
                        WorkedExchangeTest.optionalResponses(),
                        WorkedExchangeTest.errors())
                .flatMap(rows -> rows)
                .map(row -> (TdispMessage) row.get()[1])
                .toList();
        var text = new StringBuilder();
        for (RequestCode row : RequestCode.values()) {
            text.append("### %s and %s\n\nSection %s.\n\n".formatted(row.name(), row.responseName(), row.clause()));
            text.append(layout(sample(samples, row.code()))).append('\n');
            text.append(layout(sample(samples, row.responseCode()))).append('\n');
        }
        text.append("### TDISP_ERROR\n\nSection 11.3.24.\n\n");
        text.append(layout(samples.get(samples.size() - 1)));
        return text.toString();
    }

    private static TdispMessage sample(List<TdispMessage> samples, int code) {
        return samples.stream()
                .filter(message -> message.code() == code)
                .findFirst()
                .orElseThrow();
    }

    private static String layout(TdispMessage message) {
        TraceEvent.Message event = message.toEvent(Instant.EPOCH, "", "");
        String payload = AnnotatedHex.render(event.bytes(), event.fields())
                .lines()
                .skip(HEADER_LINES)
                .collect(Collectors.joining("\n"));
        return payload.isEmpty()
                ? "%s has no payload.\n".formatted(message.name())
                : "%s:\n\n```text\n%s\n```\n".formatted(message.name(), payload);
    }

    private static String text(MessageSize size) {
        return size.isExact() ? String.valueOf(size.minimum()) : size.minimum() + " or more";
    }

    private static String text(Support support) {
        return switch (support) {
            case REQUIRED -> "required";
            case OPTIONAL -> "optional";
            case OPTIONAL_SINCE_7_0 -> "optional since 7.0";
        };
    }

    private static String states(RequestCode row) {
        return row.legalStates().size() == TdiState.values().length
                ? "all"
                : row.legalStates().stream().sorted().map(TdiState::name).collect(Collectors.joining(", "));
    }

    private static String replace(String document, String part, String content) {
        String begin = "<!-- generated: " + part + " -->\n";
        int from = document.indexOf(begin);
        int to = document.indexOf("<!-- end -->", from);
        assertThat(from).as("mark of part %s", part).isNotNegative();
        return document.substring(0, from + begin.length()) + content + document.substring(to);
    }
}
