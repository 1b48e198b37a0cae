package dev.tdisp.spdm.capture;

import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.crypto.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes the secrets of sessions into a JSON file, in the order in which the sessions began.
 *
 * <pre>
 * {"dhe_secrets": ["9515d8…"], "kem_secrets": [], "psk": ["5465…"]}
 * </pre>
 *
 * <p>The file is complete at any time, and where the file system knows owners only its owner may read it. Several threads
 * may write.
 */
public final class KeyLogFile implements KeyLog {
    private static final String OWNER_ONLY = "rw-------";

    private final Path path;
    private final KeyLogRecorder recorder = new KeyLogRecorder();

    /**
     * Begins a file.
     *
     * @param path its name; what it holds is lost
     * @throws IOException if the file cannot be written
     */
    public KeyLogFile(Path path) throws IOException {
        this.path = path;
        Files.deleteIfExists(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        }
        write();
    }

    @Override
    public synchronized void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret) {
        recorder.sharedSecret(sessionId, algorithm, secret);
        write();
    }

    @Override
    public synchronized void preSharedKey(long sessionId, Secret key) {
        recorder.preSharedKey(sessionId, key);
        write();
    }

    /**
     * Returns the arguments with which DMTF's {@code spdm_dump} decrypts a capture of these sessions.
     *
     * @return for example {@code --dhe_secret 9515d8… --psk 5465…}
     */
    public synchronized String spdmDumpArguments() {
        return recorder.spdmDumpArguments();
    }

    private void write() {
        try {
            Files.write(path, "%s%n".formatted(recorder.json()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
