package dev.tdisp.lab.script;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Exchanges that a script keeps by name; safe for several threads. */
final class Captures {
    private final Map<String, Captured> kept = new ConcurrentHashMap<>();

    void put(String name, Captured exchange) {
        kept.put(name, exchange);
    }

    Optional<Captured> find(String name) {
        return Optional.ofNullable(kept.get(name));
    }

    Captured require(String name) {
        return find(name).orElseThrow(() -> new Mistake("nothing is captured as '%s'".formatted(name)));
    }

    void forget() {
        kept.clear();
    }
}
