package dev.tdisp.lab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** Reads the version that the build wrote. */
final class ProjectVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream in = ProjectVersion.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new AssertionError("the build forgot version.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("\\R");
        }
    }
}
