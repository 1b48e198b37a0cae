package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles the Java of all documents as it stands there, and runs what are tests.
 *
 * <p>An example with {@code @Test} is one or more methods, or a class; any other is the body of a method that is given
 * what {@link #GIVEN} names for the document.
 */
class DocumentExamplesTest {
    private static final String USUALLY = "Env env, HypervisorVmm vmm, InetSocketAddress address, "
            + "X509Certificate vendorRoot, Signer guestKey, Evidence evidence, AppraisalPolicy policy, Bytes nonce, "
            + "Instant now";

    /** What examples take for granted. */
    private static final Map<String, String> GIVEN = Map.of(
            "docs/device.md",
            "SrIovDevice device, TdispRequester tdisp, SrIovDevice left, SrIovDevice right, UpstreamPort leftHost, "
                    + "UpstreamPort rightHost, long leftWindow, long rightWindow, long size, StreamId stream, "
                    + "TdispRequester tdispOfLeft, TdispRequester tdispOfRight, long guestAddress, Bytes data",
            "docs/host.md",
            "RootPort first, RootPort second, HostMemory memory, Iommu iommu, DsmConnector connector, Env env, "
                    + "VirtualTime time, PageRange secondWindow, FunctionId secondFunction0, PcieDevice device, "
                    + "PcieDevice otherDevice, FunctionId function, TvmId tvm");

    @TempDir
    private Path folder;

    static Stream<Path> documentsWithExamples() throws IOException {
        try (Stream<Path> files = Files.walk(Production.ROOT.resolve("docs"))) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Production.ROOT::relativize)
                    .filter(document -> JavaExample.of(document).findAny().isPresent())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documentsWithExamples")
    void theExamplesCompileAndTheTestsPass(Path document) throws Exception {
        String given = GIVEN.getOrDefault(document.toString().replace('\\', '/'), USUALLY);
        for (JavaExample example : JavaExample.of(document).toList()) {
            Path classes = Files.createTempDirectory(folder, "example");
            example.compile(given, classes);
            if (example.isTest()) {
                assertThat(example.runTests(classes)).as(example.text()).isPositive();
            }
        }
    }
}
