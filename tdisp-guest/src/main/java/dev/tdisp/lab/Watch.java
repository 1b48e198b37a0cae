package dev.tdisp.lab;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.crypto.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sees what a lab's hypervisor can see, knows what it must not see, and remembers how interfaces were locked. */
final class Watch implements WatchedLink.Watcher {
    private static final Secrets.Secret STREAM_KEY =
            new Secrets.Secret("a key of an IDE stream", Invariant.KEYS_ARE_HIDDEN);
    private static final Secrets.Secret SESSION_SECRET =
            new Secrets.Secret("the shared secret of a session", Invariant.KEYS_ARE_HIDDEN);

    private final boolean isEager;
    private final Secrets secrets = new Secrets();
    private final Map<Integer, LockedConfiguration> locked = new HashMap<>();
    private final Set<Violation> found = new LinkedHashSet<>();
    private Supplier<List<Violation>> atRest = List::of;

    /**
     * Creates a watch.
     *
     * @param isEager whether it looks at everything that passes, which takes time
     */
    Watch(boolean isEager) {
        this.isEager = isEager;
    }

    void secret(String name, Bytes content) {
        secrets.add(new Secrets.Secret(name, Invariant.SECRETS_ARE_HIDDEN), content);
    }

    /** Lets invariants be checked whenever nothing is under way on the link. */
    void whenQuiet(Supplier<List<Violation>> check) {
        atRest = check;
    }

    PcieDevice onTheLink(PcieDevice device) {
        return isEager ? new WatchedLink(device, this) : device;
    }

    DsmConnector onTheWay(DsmConnector connector) {
        return isEager ? KeyTap.on(connector, key -> secrets.add(STREAM_KEY, key)) : connector;
    }

    void over(HostMemory memory, RootPort port) {
        if (isEager) {
            port.onOpenAccess(
                    (address, content) -> saw(() -> "an access without T to %xh".formatted(address), content));
            memory.onSharedWrite((address, content) -> saw(() -> "shared memory at %xh".formatted(address), content));
        }
    }

    void over(SrIovDevice device, int vfs) {
        for (int vf = 1; vf <= vfs; vf++) {
            int index = vf;
            device.interfaceOf(device.virtualFunction(vf)).machine().addListener((machine, from, to, cause) -> {
                if (to == TdiState.CONFIG_LOCKED) {
                    locked.put(index, LockedConfiguration.of(device, index));
                }
            });
        }
    }

    /** Where the secrets of sessions are to be told. */
    KeyLog keyLog() {
        return isEager ? new SecretsOfSessions() : KeyLog.NONE;
    }

    /** How a virtual function was configured when it was locked last. */
    Optional<LockedConfiguration> locked(int vf) {
        return Optional.ofNullable(locked.get(vf));
    }

    @Override
    public void saw(Supplier<String> what, Bytes content) {
        find(what, content).ifPresent(found::add);
    }

    Optional<Violation> find(Supplier<String> what, Bytes content) {
        return secrets.find(content)
                .map(secret -> new Violation(secret.invariant(), "%s is in %s".formatted(secret.name(), what.get())));
    }

    @Override
    public void quiet() {
        found.addAll(atRest.get());
    }

    void add(List<Violation> violations) {
        found.addAll(violations);
    }

    List<Violation> found() {
        return new ArrayList<>(found);
    }

    private final class SecretsOfSessions implements KeyLog {
        @Override
        public void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret) {
            secrets.add(SESSION_SECRET, secret.reveal());
        }

        @Override
        public void preSharedKey(long sessionId, Secret key) {
            secrets.add(SESSION_SECRET, key.reveal());
        }
    }
}
