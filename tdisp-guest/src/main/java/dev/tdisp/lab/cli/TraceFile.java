package dev.tdisp.lab.cli;

import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.TraceJson;
import dev.tdisp.lab.render.TraceJsonException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads runs that were written as JSON Lines. */
final class TraceFile {
    private static final long LARGEST = 1 << 28;

    private TraceFile() {}

    /**
     * Reads a run.
     *
     * @throws IOException if the file cannot be read, or is no run; names the file, and the line
     */
    static RecordedRun read(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("%s: larger than %d bytes".formatted(file, LARGEST));
            }
            return TraceJson.read(Files.readString(file));
        } catch (TraceJsonException e) {
            throw new IOException("%s, %s".formatted(file, e.getMessage()), e);
        } catch (CharacterCodingException e) {
            throw new IOException("%s: no text in UTF-8".formatted(file), e);
        }
    }

    /** Says on one line why a file cannot be read or written. */
    static String complaint(Exception reason) {
        return reason instanceof NoSuchFileException ? reason.getMessage() + ": no such file" : Complaint.text(reason);
    }
}
