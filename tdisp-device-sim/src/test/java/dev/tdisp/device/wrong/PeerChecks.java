package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.outcome;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.Peers;
import dev.tdisp.device.Way;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What must hold of peer-to-peer streams and of the attributes of memory. */
final class PeerChecks {
    private static final int RANGES = 16;
    private static final int UPDATABLE = 8;
    private static final int NON_TEE = 4;
    private static final int BIND_P2P = 8;
    private static final String PEER = "20";

    private PeerChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new HashMap<>();
        streams(checks);
        attributes(checks);
        return checks;
    }

    private static void streams(Map<String, Consumer<Probe>> checks) {
        checks.put("T-128", p -> {
            run(p, BIND_P2P);
            equal(outcome(p.ask(1, 0x88, "10")), "INVALID_REQUEST");
        });
        checks.put("T-129", p -> {
            run(p, 0);
            equal(outcome(p.ask(1, 0x88, PEER)), "INVALID_REQUEST");
        });
        checks.put("T-130", p -> {
            run(p, BIND_P2P);
            equal(outcome(p.ask(1, 0x89, PEER)), "INVALID_REQUEST");
        });
        checks.put("T-131", p -> {
            run(p, BIND_P2P);
            equal(outcome(p.ask(1, 0x88, PEER)), "ok");
            equal(outcome(p.ask(1, 0x89, PEER)), "ok");
            p.bench.setStreamControl(Peers.BLOCK, p.bench.streamControl(Peers.BLOCK) & ~1L);
            equal(p.state(1), 2);
        });
        checks.put("T-132", p -> {
            run(p, BIND_P2P);
            equal(outcome(p.ask(1, 0x88, PEER)), "ok");
            stream(p).invalidate(IdeStreamEvent.CHECK_FAILED);
            equal(p.state(1), 3);
        });
    }

    /** Runs an interface beside a secure stream for a peer. */
    private static void run(Probe p, int flags) {
        p.bench.enableTranslation(p.vf(1));
        Peers.configure(p.bench, Peers.settings(Peers.PEER_STREAM, 0x0201, Bench.VF_BAR0 + Peers.SHIFT));
        IdeStream stream = stream(p);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            stream.program(Bench.SESSION, slot, IdeKey.of(Bytes.filled(slot.code() + 1, IdeKey.SIZE)), 1);
        }
        KeySlotId.of(KeySet.K0).forEach(stream::start);
        Peers.enable(p.bench);
        p.unlock(1);
        equal(outcome(p.ask(1, 0x86, p.lock(1, flags, 0))), "ok");
    }

    private static IdeStream stream(Probe p) {
        return p.bench.device().idePort().streams().get(Peers.BLOCK);
    }

    private static void attributes(Map<String, Consumer<Probe>> checks) {
        checks.put("T-133", p -> {
            Bytes range = run(p);
            equal(set(p, range.with(0, range.at(0) ^ 1), NON_TEE), "INVALID_REQUEST");
            equal(p.state(1), 2);
        });
        checks.put("T-134", p -> {
            Bytes range = run(p);
            equal(set(p, range, NON_TEE), "ok");
            require(p.bench.readMemory(address(range), 4, Way.CLEAR).isPresent(), "closed though it is public");
            equal(set(p, range, 0), "ok");
            require(p.bench.readMemory(address(range), 4, Way.CLEAR).isEmpty(), "open though it is private");
        });
        checks.put("T-135", p -> {
            Bytes range = run(p);
            set(p, range, NON_TEE);
            p.unlock(1);
            p.run(1);
            require(p.bench.readMemory(address(range), 4, Way.CLEAR).isEmpty(), "open as the guest before left it");
        });
        checks.put("T-074", p -> {
            p.run(1);
            Bytes before = p.report(1);
            equal(set(p, updatable(p), NON_TEE), "ok");
            equal(p.report(1), before);
        });
    }

    /** Runs an interface; returns its updatable range. */
    private static Bytes run(Probe p) {
        String nonce = p.lock(1);
        Bytes range = updatable(p);
        equal(outcome(p.ask(1, 0x86, nonce)), "ok");
        return range;
    }

    /** The first range of the report that is updatable, as it stands there. */
    private static Bytes updatable(Probe p) {
        Bytes report = p.report(1);
        for (int at = RANGES; at < RANGES + 16 * report.at(12); at += 16) {
            if ((report.at(at + 12) & UPDATABLE) != 0) {
                return report.slice(at, at + 16);
            }
        }
        throw new AssertionError("no updatable range");
    }

    private static String set(Probe p, Bytes range, int attributes) {
        return outcome(p.ask(1, 0x8A, range.with(12, attributes).with(13, 0).toHex()));
    }

    private static long address(Bytes range) {
        long page = 0;
        for (int i = 7; i >= 0; i--) {
            page = page << 8 | range.at(i);
        }
        return page << 12;
    }
}
