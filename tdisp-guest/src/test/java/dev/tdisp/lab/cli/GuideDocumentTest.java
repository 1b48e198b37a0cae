package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.architecture.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands whose output documents quote, and compares the quotations.
 *
 * <p>{@code <!-- run: tdisp attach | 12  TSM .. --- running -->} is followed by the command and its lines from the first
 * with {@code 12  TSM} to the next with {@code --- running}; without the second half, to the next empty line; without
 * any part, by all lines. {@code <!-- diagram: NAME -->} is followed by one of {@link GuideDiagrams}.
 */
class GuideDocumentTest {
    static Stream<Path> documentsWithQuotations() throws IOException {
        return DocumentFiles.all().stream()
                .filter(document ->
                        Quotation.MARK.matcher(DocumentFiles.text(document)).find());
    }

    @ParameterizedTest
    @MethodSource("documentsWithQuotations")
    void quotationsAreWhatTheCommandPrints(Path path) throws IOException {
        Document document = Document.at(path);
        for (Quotation quotation : Quotation.of(document.text())) {
            document = document.replace(quotation.mark(), quotation.end(), quotation.content());
        }

        document.check();
        assertThat(Quotation.of(document.text())).isNotEmpty();
    }
}
