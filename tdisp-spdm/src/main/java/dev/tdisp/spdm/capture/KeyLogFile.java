package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.crypto.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
    private final List<Entry> entries = new ArrayList<>();

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
        add(algorithm instanceof KemAlgorithm ? Kind.KEM : Kind.DHE, secret);
    }

    @Override
    public synchronized void preSharedKey(long sessionId, Secret key) {
        add(Kind.PSK, key);
    }

    /**
     * Returns the arguments with which DMTF's {@code spdm_dump} decrypts a capture of these sessions.
     *
     * @return for example {@code --dhe_secret 9515d8… --psk 5465…}
     */
    public synchronized String spdmDumpArguments() {
        return entries.stream()
                .map(entry -> entry.kind().argument + " " + entry.secret().toHex())
                .collect(Collectors.joining(" "));
    }

    private void add(Kind kind, Secret secret) {
        entries.add(new Entry(kind, secret.reveal()));
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() throws IOException {
        String members = List.of(Kind.values()).stream().map(this::member).collect(Collectors.joining(", "));
        Files.write(path, "{%s}%n".formatted(members).getBytes(StandardCharsets.UTF_8));
    }

    private String member(Kind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(entry -> "\"" + entry.secret().toHex() + "\"")
                .collect(Collectors.joining(", ", "\"" + kind.member + "\": [", "]"));
    }

    private enum Kind {
        DHE("dhe_secrets", "--dhe_secret"),
        KEM("kem_secrets", "--kem_secret"),
        PSK("psk", "--psk");

        private final String member;
        private final String argument;

        Kind(String member, String argument) {
            this.member = member;
            this.argument = argument;
        }
    }

    /** Not a record: it would show the secret. */
    private static final class Entry {
        private final Kind kind;
        private final Bytes secret;

        Entry(Kind kind, Bytes secret) {
            this.kind = kind;
            this.secret = secret;
        }

        Kind kind() {
            return kind;
        }

        Bytes secret() {
            return secret;
        }
    }
}
