package dev.tdisp.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds a project of somebody else against what the build made, and runs its tests: on the class path by Maven, and on the
 * module path without.
 */
class EmbedderIT {
    private static final Path ROOT = Path.of(System.getProperty("tdisp.project.root"));
    private static final Path PROJECT = ROOT.resolve("tdisp-guest/src/test/embedder");
    private static final String VERSION = System.getProperty("tdisp.version");
    private static final List<String> MODULES =
            List.of("tdisp-core", "tdisp-spdm", "tdisp-device-sim", "tdisp-host", "tdisp-guest");
    private static final String FAST = "-XX:TieredStopAtLevel=1";
    private static final long MINUTES = 10;

    @TempDir
    private static Path repository;

    @TempDir
    private Path folder;

    @BeforeAll
    static void putTheJarsIntoARepository() throws IOException {
        put("tdisp-parent", ".pom", ROOT.resolve("pom.xml"));
        for (String module : MODULES) {
            put(module, ".pom", ROOT.resolve(module).resolve("pom.xml"));
            put(module, ".jar", ROOT.resolve(module).resolve("target/%s-%s.jar".formatted(module, VERSION)));
        }
    }

    private static void put(String artifact, String ending, Path file) throws IOException {
        Path place = Files.createDirectories(
                repository.resolve("dev/tdisp").resolve(artifact).resolve(VERSION));
        Files.copy(file, place.resolve(artifact + "-" + VERSION + ending));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.14.4", "6.1.3"})
    void anEmbeddersTestsPassOnTheClassPathAndOnTheModulePath(String junit) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src/test/java/com/example/vmm"));
        Files.copy(PROJECT.resolve("pom.xml"), folder.resolve("pom.xml"));
        Files.copy(
                PROJECT.resolve("src/test/java/com/example/vmm/DriverTest.java"), sources.resolve("DriverTest.java"));

        String built = run(maven(junit));
        String path = Files.readString(folder.resolve("path.txt")).strip();
        String ran = onTheModulePath(path);

        assertThat(built).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(path).contains("junit-jupiter-api-" + junit, "tdisp-core-" + VERSION);
        assertThat(ran).isEqualTo("module com.example.vmm: 2 passed, 0 failed" + System.lineSeparator());
    }

    private List<String> maven(String junit) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("tdisp.maven.home"), "bin", isWindows() ? "mvn.cmd" : "mvn")
                        .toString(),
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("tdisp.maven.repository"),
                "-Dmaven.repo.local.tail.ignoreAvailability=true",
                "-DargLine=" + FAST,
                "-Djunit.version=" + junit,
                "-Dtdisp.version=" + VERSION,
                "-Dmdep.outputFile=" + folder.resolve("path.txt"),
                "test",
                "dependency:build-classpath"));
        if (System.getProperty("tdisp.maven.mode").equals("offline true")) {
            command.add("-o");
        }
        return command;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private String onTheModulePath(String path) throws Exception {
        Path classes = folder.resolve("modular");
        Path modular = PROJECT.resolve("modular");
        run(List.of(
                java("javac"),
                "-p",
                path,
                "-d",
                classes.toString(),
                modular.resolve("module-info.java").toString(),
                modular.resolve("com/example/vmm/Run.java").toString(),
                PROJECT.resolve("src/test/java/com/example/vmm/DriverTest.java").toString()));
        return run(List.of(
                java("java"),
                FAST,
                "-p",
                classes + System.getProperty("path.separator") + path,
                "-m",
                "com.example.vmm/com.example.vmm.Run"));
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private String run(List<String> command) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("MAVEN_OPTS", FAST);
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
