package dev.tdisp.lab.conformance;

import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The secrets of a scene's sessions, which open the packets that a failing case leaves behind; shown nowhere by itself. */
public final class SceneSecrets implements KeyLog {
    private final List<Consumer<KeyLog>> entries = new ArrayList<>();

    /** Creates an empty collection. */
    public SceneSecrets() {}

    @Override
    public void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret) {
        Secret copy = Secret.copyOf(secret.reveal());
        entries.add(log -> log.sharedSecret(sessionId, algorithm, copy));
    }

    @Override
    public void preSharedKey(long sessionId, Secret key) {
        Secret copy = Secret.copyOf(key.reveal());
        entries.add(log -> log.preSharedKey(sessionId, copy));
    }

    /**
     * Writes them down elsewhere.
     *
     * @param log where
     */
    public void writeTo(KeyLog log) {
        entries.forEach(entry -> entry.accept(log));
    }

    /**
     * Tells how many there are.
     *
     * @return no more than their number
     */
    @Override
    public String toString() {
        return "%d secrets".formatted(entries.size());
    }
}
