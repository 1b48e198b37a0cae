package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts what the build made, as a user would. */
class JarIT {
    private static final Path JAR = Path.of(System.getProperty("tdisp.jar"));
    private static final Path MODULES = Path.of(System.getProperty("tdisp.modules"));
    private static final Path MODULE = Path.of(System.getProperty("tdisp.module"));

    @TempDir
    private Path folder;

    @Test
    void theRunnableJarNeedsNothingBesideIt() throws Exception {
        Path alone = Files.copy(JAR, folder.resolve("tdisp.jar"));

        Result result = java("-jar", alone.toString(), "--version");

        assertThat(result).isEqualTo(new Result(0, version(), ""));
    }

    @Test
    void theRunnableJarAttaches() throws Exception {
        Result result = java("-jar", JAR.toString(), "attach");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("tdisp attach: virtual function 1, seed 1\n")
                .endsWith("\nDone.\n");
    }

    @Test
    void logsShowOnlyWhenAskedFor() throws Exception {
        Result result = java("-jar", JAR.toString(), "attach", "-v", "--stop-at", "connected");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).doesNotContain("SLF4J").contains("DEBUG");
    }

    @Test
    void theRunnableJarSaysWhatIsWrongWithTheCommandLine() throws Exception {
        Result result = java("-jar", JAR.toString(), "attach", "--vf", "99");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("Invalid value for option '--vf': vf: 99 is not between 1 and 4");
        assertThat(result.out()).doesNotContain("Done.");
    }

    @Test
    void theModulesAttachOnTheModulePath() throws Exception {
        Result result = java("-p", modulePath(), "-m", "dev.tdisp.guest/dev.tdisp.lab.cli.Tdisp", "attach");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void theModulesStartOnTheModulePath() throws Exception {
        Result result = java("-p", modulePath(), "-m", "dev.tdisp.guest/dev.tdisp.lab.cli.Tdisp", "--version");

        assertThat(result).isEqualTo(new Result(0, version(), ""));
    }

    @Test
    void theRunnableJarHasNoSignaturesModulesOrTestLibraries() throws IOException {
        assertThat(entries())
                .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
                .noneMatch(name -> name.endsWith("module-info.class"))
                .noneMatch(name -> name.matches("org/(junit|assertj|opentest4j|apiguardian)/.*"))
                .noneMatch(name -> name.matches("(net/bytebuddy|ch/qos|com/tngtech)/.*"))
                .noneMatch(name -> name.matches("dev/tdisp/lab/(junit|assertion)/.*"));
    }

    @Test
    void theRunnableJarKeepsLicencesServicesAndReleases() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.isMultiRelease()).isTrue();
        }
        assertThat(entries())
                .contains("META-INF/LICENSE", "META-INF/LICENSE.md", "META-INF/NOTICE")
                .contains("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")
                .doesNotHaveDuplicates();
    }

    @Test
    void theLibrariesAreNotInsideTheModule() throws IOException {
        try (var jar = new JarFile(MODULE.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.startsWith("dev/tdisp/") || name.equals("module-info.class"));
        }
    }

    @Test
    void theModuleDoesNotTellWhenItWasBuilt() throws IOException {
        try (var jar = new JarFile(MODULE.toFile())) {
            assertThat(jar.stream().map(JarEntry::getTime).distinct()).hasSize(1);
        }
    }

    private static List<String> entries() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        }
    }

    private static String modulePath() {
        return MODULE + System.getProperty("path.separator") + MODULES;
    }

    private static String version() throws IOException {
        return String.join(System.lineSeparator(), new ProjectVersion().getVersion()) + System.lineSeparator();
    }

    private Result java(String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        Stream.of(args).forEach(command::add);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int exitCode = process.waitFor();
        return new Result(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private record Result(int exitCode, String out, String err) {}
}
