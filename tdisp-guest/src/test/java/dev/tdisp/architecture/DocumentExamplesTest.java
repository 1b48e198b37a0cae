package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles the Java of documents as it stands there. */
class DocumentExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String FRAME = """
            import dev.tdisp.core.adversary.*;
            import dev.tdisp.core.env.*;
            import dev.tdisp.core.fault.*;
            import dev.tdisp.core.trace.*;
            import dev.tdisp.core.wire.Bytes;
            import dev.tdisp.device.*;
            import dev.tdisp.device.remote.*;
            import dev.tdisp.device.wrong.*;
            import dev.tdisp.guest.attestation.*;
            import dev.tdisp.guest.token.*;
            import dev.tdisp.host.remote.*;
            import dev.tdisp.host.vmm.*;
            import dev.tdisp.lab.*;
            import dev.tdisp.lab.attack.Attack;
            import dev.tdisp.lab.attack.AttackRun;
            import dev.tdisp.lab.attack.Attacks;
            import dev.tdisp.lab.attack.Outcome;
            import dev.tdisp.spdm.certificate.*;
            import dev.tdisp.spdm.crypto.Signer;
            import dev.tdisp.spdm.transport.netty.*;
            import java.net.InetSocketAddress;
            import java.time.Instant;
            import java.util.List;
            import java.util.Optional;
            class Example {
                void example(Env env, HypervisorVmm vmm, InetSocketAddress address, X509Certificate vendorRoot,
                        Signer guestKey, Evidence evidence, AppraisalPolicy policy, Bytes nonce, Instant now) {
            %s
                }
            }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"attestation.md", "remote.md", "attacks.md", "reference/faults.md", "reference/wrong-devices.md"
            })
    void theExamplesCompile(String document) throws IOException {
        Matcher examples =
                EXAMPLE.matcher(Files.readString(Production.ROOT.resolve("docs").resolve(document)));
        int found = 0;
        while (examples.find()) {
            compile(FRAME.formatted(examples.group(1)));
            found++;
        }

        assertThat(found).isPositive();
    }

    private void compile(String source) throws IOException {
        Path file = folder.resolve("Example.java");
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
