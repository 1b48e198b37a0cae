package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the example of the README as it stands there. */
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final int LINES_AN_EXAMPLE = 12;

    private static final String FRAME = """
            import static dev.tdisp.lab.assertion.TdiMove.*;
            import static dev.tdisp.lab.assertion.TdispAssertions.assertThat;
            import dev.tdisp.core.flow.*;
            import dev.tdisp.core.message.*;
            import dev.tdisp.lab.*;
            import org.junit.jupiter.api.Test;
            public class Example {
                public Example() {}
            %s
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void theExampleCompilesAndPasses() throws Exception {
        String example = example();
        compile(FRAME.formatted(example.replace("void ", "public void ")));

        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> type = loader.loadClass("Example");
            List<Method> tests = Stream.of(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .toList();
            assertThat(tests).hasSize(1);
            tests.get(0).invoke(type.getConstructor().newInstance());
        }
    }

    @Test
    void theExampleIsShort() throws IOException {
        assertThat(example().lines().count()).isLessThanOrEqualTo(LINES_AN_EXAMPLE);
    }

    @Test
    void allNameTheSameVersion() throws IOException {
        String version = "<version>%s</version>".formatted(version());

        assertThat(readme()).contains("<artifactId>tdisp-guest</artifactId>\n  " + version);
        for (String module :
                List.of("", "tdisp-core/", "tdisp-spdm/", "tdisp-device-sim/", "tdisp-host/", "tdisp-guest/")) {
            assertThat(Files.readString(Production.ROOT.resolve(module + "pom.xml")))
                    .contains("<artifactId>tdisp-parent</artifactId>")
                    .containsPattern("tdisp-parent</artifactId>\\s+" + version);
        }
        assertThat(Files.readString(Production.ROOT.resolve("docs/CHANGELOG.md")))
                .contains("\n## [" + version() + "]");
    }

    /** What {@code tdisp --version} says. */
    private static String version() throws IOException {
        try (var in = Production.class.getClassLoader().getResourceAsStream("dev/tdisp/lab/cli/version.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst("^\\D*", "")
                    .strip();
        }
    }

    private void compile(String source) throws IOException {
        Path file = folder.resolve("Example.java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var complaints = new StringWriter();
        List<String> options = List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean isDone = compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(isDone).as(complaints.toString()).isTrue();
        }
    }

    private static String example() throws IOException {
        Matcher matcher = EXAMPLE.matcher(readme());
        assertThat(matcher.find()).as("the README has an example").isTrue();
        return matcher.group(1);
    }

    private static String readme() throws IOException {
        return Files.readString(Production.ROOT.resolve("README.md"));
    }
}
