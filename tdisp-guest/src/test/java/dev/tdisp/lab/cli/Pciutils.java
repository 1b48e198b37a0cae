package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real {@code lspci}, reading a dump instead of the machine. Tests skip where it is not installed. */
final class Pciutils {
    private static final String REQUIRED = "tdisp.pciutils.required";

    private Pciutils() {}

    /** Returns what {@code lspci -vvv} says of each function, by its place. */
    static Map<String, String> read(Path folder, String dump) throws IOException, InterruptedException {
        requireInstalled();
        Path file = Files.writeString(folder.resolve("device.txt"), dump);
        Path output = folder.resolve("lspci.txt");
        Process process = new ProcessBuilder("lspci", "-n", "-F", file.toString(), "-vvv")
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return byFunction(Files.readAllLines(output, StandardCharsets.UTF_8));
    }

    private static Map<String, String> byFunction(List<String> lines) {
        var texts = new LinkedHashMap<String, List<String>>();
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.matches("[0-9a-f]{2}:.*")) {
                current = new ArrayList<>();
                texts.put(line.substring(0, 7), current);
            }
            current.add(line.strip());
        }
        var joined = new LinkedHashMap<String, String>();
        texts.forEach((place, text) -> joined.put(place, String.join("\n", text)));
        return joined;
    }

    private static void requireInstalled() {
        boolean installed = isInstalled();
        if (Boolean.getBoolean(REQUIRED)) {
            assertThat(installed)
                    .as("lspci, of the package pciutils, is installed")
                    .isTrue();
        }
        assumeTrue(installed, "lspci is not installed (package pciutils)");
    }

    private static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder("lspci", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
