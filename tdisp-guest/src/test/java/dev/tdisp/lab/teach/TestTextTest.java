package dev.tdisp.lab.teach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The test that a run is saved as compiles, and passes. */
class TestTextTest {
    private static final String NAME = "ReproducedRunTest";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flow=attach",
                "flow=reboot,seed=4",
                "flow=forged-packet",
                "attack=A6",
                "attack=A6,weak=1",
                "platform=cca",
                "break=14:sleep",
                "break=13:bus-master-cleared",
                "flow=heartbeat-missed",
                "platform=bounce",
                "fault=request LOCK_INTERFACE_REQUEST#1: no-entropy",
                "fault=up IDE#20: delay 50"
            })
    void compilesAndPasses(String ingredients) throws IOException {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (String ingredient : ingredients.split(",")) {
            String[] pair = ingredient.split("=", 2);
            given.put(pair[0], List.of(pair[1]));
        }

        compile(Recipe.of(given).test());

        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {url()}, getClass().getClassLoader())) {
            Class<?> test = loader.loadClass(NAME);
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(test))
                    .execute()
                    .testEvents()
                    .assertStatistics(run -> run.succeeded(1).failed(0));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private URL url() throws MalformedURLException {
        return folder.toUri().toURL();
    }

    private void compile(String source) throws IOException {
        Path file = folder.resolve(NAME + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var complaints = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean isDone = compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(isDone).as(complaints.toString()).isTrue();
        }
    }
}
