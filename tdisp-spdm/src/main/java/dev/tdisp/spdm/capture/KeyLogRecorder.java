package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps the secrets of sessions in memory, in the order in which the sessions began.
 *
 * <p>Several threads may write.
 */
public final class KeyLogRecorder implements KeyLog {
    private final List<Entry> entries = new ArrayList<>();

    /** Creates a recorder without secrets. */
    public KeyLogRecorder() {}

    @Override
    public synchronized void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret) {
        entries.add(new Entry(algorithm instanceof KemAlgorithm ? Kind.KEM : Kind.DHE, secret.reveal()));
    }

    @Override
    public synchronized void preSharedKey(long sessionId, Secret key) {
        entries.add(new Entry(Kind.PSK, key.reveal()));
    }

    /**
     * Shows all secrets so far, as {@code tdisp dump --keys} reads them.
     *
     * @return one JSON object in one line, without the line's end
     */
    public synchronized String json() {
        return List.of(Kind.values()).stream().map(this::member).collect(Collectors.joining(", ", "{", "}"));
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
