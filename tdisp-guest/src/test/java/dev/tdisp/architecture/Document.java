package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A document of which parts are made from the code.
 *
 * <p>{@code ./mvnw -Pquick test -Dtest='*DocumentTest' -Dtdisp.docs.update=true -Dsurefire.failIfNoSpecifiedTests=false}
 * makes them anew.
 *
 * @param path where it is, from the project's root
 * @param written what is there
 * @param text what should be there
 */
public record Document(Path path, String written, String text) {
    public static Document at(Path path) throws IOException {
        String written = Files.readString(Production.ROOT.resolve(path));
        return new Document(path, written, written);
    }

    /** Replaces what stands between two comments. */
    public Document replace(String start, String end, String content) {
        String first = "<!-- %s -->\n".formatted(start);
        assertThat(text).as(path + " has a place for it").contains(first);
        int from = text.indexOf(first) + first.length();
        int to = text.indexOf("<!-- %s -->".formatted(end), from);
        return new Document(path, written, text.substring(0, from) + content + text.substring(to));
    }

    /** Compares what is there with what should be, or writes it. */
    public void check() throws IOException {
        if (Boolean.getBoolean("tdisp.docs.update")) {
            Files.writeString(Production.ROOT.resolve(path), text);
        } else {
            assertThat(written)
                    .as(path + "; -Dtdisp.docs.update=true writes it anew")
                    .isEqualTo(text);
        }
    }
}
