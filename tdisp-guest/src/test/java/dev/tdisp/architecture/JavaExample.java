package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The Java of a document.
 *
 * @param text as it stands there
 */
record JavaExample(String text) {
    /** Not those behind a mark: another test takes them out of tests that run. */
    private static final Pattern EXAMPLE =
            Pattern.compile("(?ms)(?<!<!-- example: [a-z-]{1,40} -->\n)^```java\n(.*?)^```$");

    private static final Pattern TEST = Pattern.compile("@Test\\b");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record) (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*\n");

    private static final String IMPORTS = """
            import static org.assertj.core.api.Assertions.*;
            import dev.tdisp.core.adversary.*;
            import dev.tdisp.core.env.*;
            import dev.tdisp.core.fabric.*;
            import dev.tdisp.core.fault.*;
            import dev.tdisp.core.flow.*;
            import dev.tdisp.core.ide.*;
            import dev.tdisp.core.message.*;
            import dev.tdisp.core.pcie.*;
            import dev.tdisp.core.report.*;
            import dev.tdisp.core.requester.*;
            import dev.tdisp.core.responder.*;
            import dev.tdisp.core.tdi.*;
            import dev.tdisp.core.trace.*;
            import dev.tdisp.core.wire.*;
            import dev.tdisp.device.*;
            import dev.tdisp.device.dsm.*;
            import dev.tdisp.device.engine.*;
            import dev.tdisp.device.function.*;
            import dev.tdisp.device.remote.*;
            import dev.tdisp.device.wrong.*;
            import dev.tdisp.guest.*;
            import dev.tdisp.guest.attestation.*;
            import dev.tdisp.guest.token.*;
            import dev.tdisp.host.memory.*;
            import dev.tdisp.host.remote.*;
            import dev.tdisp.host.rootport.*;
            import dev.tdisp.host.tsm.*;
            import dev.tdisp.host.vmm.*;
            import dev.tdisp.lab.*;
            import dev.tdisp.lab.attack.Attack;
            import dev.tdisp.lab.attack.AttackRun;
            import dev.tdisp.lab.attack.Attacks;
            import dev.tdisp.lab.attack.Outcome;
            import dev.tdisp.lab.render.*;
            import dev.tdisp.spdm.certificate.*;
            import dev.tdisp.spdm.connection.SpdmSwitch;
            import dev.tdisp.spdm.vendor.*;
            import dev.tdisp.spdm.crypto.*;
            import dev.tdisp.spdm.measurement.*;
            import dev.tdisp.spdm.responder.SpdmProfile;
            import dev.tdisp.spdm.transport.netty.*;
            import java.net.InetSocketAddress;
            import java.nio.file.*;
            import java.time.Duration;
            import java.time.Instant;
            import java.util.*;
            import org.junit.jupiter.api.*;
            """;

    static Stream<JavaExample> of(Path document) {
        try {
            return EXAMPLE.matcher(Files.readString(Production.ROOT.resolve(document)))
                    .results()
                    .map(example -> new JavaExample(example.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTest() {
        return TEST.matcher(text).find();
    }

    private boolean isType() {
        return TYPE.matcher(text).find();
    }

    private String name() {
        Matcher type = TYPE.matcher(text);
        return type.find() ? type.group(1) : "Example";
    }

    void compile(String given, Path classes) throws IOException {
        Path file = classes.resolve(name() + ".java");
        Files.writeString(file, source(given));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var complaints = new StringWriter();
        List<String> options = List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean isDone = compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(isDone).as(text + complaints).isTrue();
        }
    }

    private String source(String given) {
        String own = String.join(
                "", IMPORT.matcher(text).results().map(found -> found.group()).toList());
        String code = IMPORT.matcher(text).replaceAll("");
        if (isType()) {
            return IMPORTS + own + code;
        }
        String body = isTest() ? code : "void example(%s) throws Exception {\n%s\n}".formatted(given, code);
        return IMPORTS + own + "class Example {\n" + body + "}\n";
    }

    /** Runs the tests of an example that was compiled, and counts them. */
    long runTests(Path classes) throws IOException, ClassNotFoundException {
        try (var loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            var listener = new SummaryGeneratingListener();
            var request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(loader.loadClass(name())))
                    .build();
            LauncherFactory.create().execute(request, listener);
            assertThat(listener.getSummary().getFailures())
                    .extracting(failure -> String.valueOf(failure.getException()))
                    .as(text)
                    .isEmpty();
            return listener.getSummary().getTestsSucceededCount();
        }
    }
}
