package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Field;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            Path.of(System.getProperty("tdisp.project.root", ".."), "docs", "reference", "spdm-messages.md");

    @Test
    void theMessagesDocumentShowsTableAndCodec() throws IOException {
        String document = Files.readString(DOCUMENT);

        String regenerated = replace(document, "codes", codes());
        regenerated = replace(regenerated, "errors", errors());
        regenerated = replace(regenerated, "layouts", layouts());

        if (Boolean.getBoolean("tdisp.docs.update")) {
            Files.writeString(DOCUMENT, regenerated);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("run this test with -Dtdisp.docs.update=true to write %s anew", DOCUMENT)
                .isEqualTo(regenerated);
    }

    private static String codes() {
        var text = new StringBuilder("| Request | Code | Response | Code | Since |\n|---|---|---|---|---|\n");
        for (SpdmCode code : SpdmCode.values()) {
            boolean hasOwn = !code.responseName().isEmpty();
            text.append("| %s | `%02Xh` | %s | %s | %s |\n"
                    .formatted(
                            code.requestName(),
                            code.requestCode(),
                            hasOwn ? code.responseName() : "the deferred one",
                            hasOwn ? "`%02Xh`".formatted(code.responseCode()) : "",
                            code.since()));
        }
        return text.toString();
    }

    private static String errors() {
        var text = new StringBuilder("| Error | Code | Since |\n|---|---|---|\n");
        for (SpdmErrorCode error : SpdmErrorCode.values()) {
            text.append("| %s | `%02Xh` | %s |\n".formatted(error, error.code(), error.since()));
        }
        return text.toString();
    }

    private static String layouts() {
        List<Samples.Exchange> samples = Stream.concat(
                        new Samples(SpdmVersion.V1_4).all().stream(), ManagementSamples.of(SpdmVersion.V1_4).stream())
                .toList();
        var text = new StringBuilder();
        for (SpdmCode code : SpdmCode.values()) {
            String title = code.responseName().isEmpty()
                    ? code.requestName()
                    : code.requestName() + " and " + code.responseName();
            text.append("### %s\n\n".formatted(title));
            text.append(layout(sample(samples, code.requestCode()))).append('\n');
            if (!code.responseName().isEmpty()) {
                text.append(layout(sample(samples, code.responseCode()))).append('\n');
            }
        }
        return text.append("### ERROR\n\n")
                .append(layout(sample(samples, ErrorResponse.CODE)))
                .toString();
    }

    /** Finds the sample of a code with the most fields. */
    private static SpdmMessage sample(List<Samples.Exchange> samples, int code) {
        return samples.stream()
                .flatMap(exchange -> Stream.of(exchange.request(), exchange.response()))
                .filter(message -> message.code() == code)
                .max((left, right) ->
                        left.fields().fields().size() - right.fields().fields().size())
                .orElseThrow();
    }

    private static String layout(SpdmMessage message) {
        if (message.encode().size() <= SpdmHeader.SIZE) {
            return "%s has no payload.\n".formatted(message.name());
        }
        String payload = message.fields().fields().stream()
                .filter(field -> field.offset() >= SpdmHeader.SIZE)
                .map(MessagesDocumentTest::row)
                .collect(Collectors.joining());
        return "%s:\n\n| Offset | Size | Field |\n|---|---|---|\n%s".formatted(message.name(), payload);
    }

    private static String row(Field field) {
        return "| %d | %d | %s |\n".formatted(field.offset(), field.length(), field.name());
    }

    private static String replace(String document, String part, String content) {
        String begin = "<!-- generated: " + part + " -->\n";
        int from = document.indexOf(begin);
        int to = document.indexOf("<!-- end -->", from);
        assertThat(from).as("mark of part %s", part).isNotNegative();
        return document.substring(0, from + begin.length()) + content + document.substring(to);
    }
}
