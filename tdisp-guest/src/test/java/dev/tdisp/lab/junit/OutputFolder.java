package dev.tdisp.lab.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;

/**
 * Puts what tests publish into one folder.
 *
 * @param root the folder
 */
record OutputFolder(Path root) implements OutputDirectoryCreator {
    @Override
    public Path getRootDirectory() {
        return root;
    }

    @Override
    public Path createOutputDirectory(TestDescriptor test) throws IOException {
        return Files.createDirectories(root.resolve(test.getDisplayName().replaceAll("\\W+", "_")));
    }
}
