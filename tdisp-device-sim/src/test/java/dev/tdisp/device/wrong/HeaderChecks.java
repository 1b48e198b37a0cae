package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.device.Bench;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What configuration space must show and keep: accesses, header, capabilities. */
final class HeaderChecks {
    private static final RequesterId NOBODY = RequesterId.of(1, 5, 0);
    private static final int END = 0x1000;
    private static final int BEHIND_THE_CAPABILITIES = 0x300;
    private static final long ONES = 0xFFFF_FFFFL;

    private HeaderChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new TreeMap<>();
        accesses(checks);
        structure(checks);
        bars(checks);
        virtual(checks);
        return checks;
    }

    private static void accesses(Map<String, Consumer<Probe>> checks) {
        checks.put("P-001", p -> refused(() -> p.bench.read(Bench.PF, END, 4)));
        checks.put("P-002", p -> {
            refused(() -> p.bench.read(Bench.PF, 2, 4));
            refused(() -> p.bench.read(Bench.PF, 1, 2));
        });
        checks.put("P-003", p -> {
            p.bench.write(NOBODY, 0x04, 2, 0xFFFF);
            equal(p.bench.read(NOBODY, 0x04, 2), 0xFFFFL);
            equal(p.bench.read(NOBODY, 0, 4), ONES);
        });
        checks.put("P-004", p -> {
            for (int offset = BEHIND_THE_CAPABILITIES; offset < END; offset += 0x40) {
                p.bench.write(Bench.PF, offset, 4, ONES);
                equal(p.bench.read(Bench.PF, offset, 4), 0L);
            }
        });
        checks.put("P-005", p -> {
            p.bench.write(Bench.PF, 0x05, 1, 0x05);
            equal(p.bench.read(Bench.PF, 0x04, 2), 0x0506L);
        });
        checks.put("P-006", p -> {
            for (int offset : new int[] {0x00, 0x08, 0x2C, 0x34, 0x40, 0x1A4, 0x1C4}) {
                long before = p.bench.read(Bench.PF, offset, 4);
                p.bench.write(Bench.PF, offset, 4, ~before & ONES);
                equal(p.bench.read(Bench.PF, offset, 4), before);
            }
        });
        checks.put("P-007", p -> {
            p.bench.readMemory(Bench.BAR0 - 8, 8);
            equal(p.bench.read(Bench.PF, 0x104, 4), 1L << 20);
            p.bench.write(Bench.PF, 0x104, 4, 0);
            p.bench.write(Bench.PF, 0x7A, 2, 0);
            equal(p.bench.read(Bench.PF, 0x104, 4), 1L << 20);
            equal(p.bench.read(Bench.PF, 0x7A, 2) & 8, 8L);
            p.bench.write(Bench.PF, 0x104, 4, 1 << 20);
            p.bench.write(Bench.PF, 0x7A, 2, 8);
            equal(p.bench.read(Bench.PF, 0x104, 4), 0L);
            equal(p.bench.read(Bench.PF, 0x7A, 2) & 8, 0L);
        });
    }

    private static void structure(Map<String, Consumer<Probe>> checks) {
        checks.put("P-008", p -> {
            equal(walk(p, Bench.PF).keySet().toString(), "[64, 80, 112]");
            require((p.bench.read(Bench.PF, 0x06, 2) & 0x10) != 0, "no Capabilities List");
            equal(walk(p, vf(p)).size(), 2);
        });
        checks.put("P-009", p -> {
            Map<Integer, Integer> found = walkExtended(p);
            require(found.size() > 4, "extended capabilities are missing");
            require(
                    found.keySet().stream().allMatch(offset -> offset >= 0x100 && offset % 4 == 0),
                    "a place that cannot be");
        });
        checks.put("P-010", p -> {
            equal(p.bench.read(Bench.PF, 0x72, 2) & 0xF, 2L);
            equal(p.bench.read(vf(p), 0x72, 2) & 0xF, 2L);
        });
        checks.put("P-011", p -> everyFunctionHas(p, 30));
        checks.put("P-012", p -> everyFunctionHas(p, 28));
        checks.put("P-013", p -> {
            p.bench.write(vf(p), 0x78, 2, 0x8000);
            equal(p.bench.read(vf(p), 0x78, 2) & 0x8000, 0L);
        });
        checks.put("P-014", p -> {
            p.bench.write(Bench.PF, 0x52, 2, 0x07FF);
            equal(p.bench.read(Bench.PF, 0x52, 2) & 0x07FF, 63L);
            equal(p.bench.read(vf(p), 0x52, 2) & 0x07FF, 15L);
        });
        checks.put("P-128", HeaderChecks::findsTheSameAfterAnyWrites);
    }

    private static void everyFunctionHas(Probe p, int bit) {
        require((p.bench.read(Bench.PF, 0x74, 4) >>> bit & 1) == 1, "not function 0");
        require((p.bench.read(vf(p), 0x74, 4) >>> bit & 1) == 1, "not a virtual function");
    }

    private static void findsTheSameAfterAnyWrites(Probe p) {
        String before = walkOnce(p);
        var random = new Random(11);
        for (int i = 0; i < 500; i++) {
            int size = 1 << random.nextInt(3);
            int offset = random.nextInt(0x100 / size) * size;
            p.bench.write(Bench.PF, offset, size, random.nextLong() & (1L << 8 * size) - 1);
        }
        equal(walkOnce(p), before);
    }

    /** The first steps of both chains, however they go on. */
    private static String walkOnce(Probe p) {
        var text = new StringBuilder();
        int at = (int) p.bench.read(Bench.PF, 0x34, 1);
        for (int step = 0; step < 3; step++) {
            text.append("%x ".formatted(at));
            require(at % 4 == 0, "a list that goes on between two registers");
            at = (int) p.bench.read(Bench.PF, at, 4) >>> 8 & 0xFF;
        }
        return text.append("%x".formatted(p.bench.read(Bench.PF, 0x100, 4))).toString();
    }

    private static void bars(Map<String, Consumer<Probe>> checks) {
        checks.put("P-019", p -> {
            p.bench.write(Bench.PF, 0x10, 4, ONES);
            equal(p.bench.read(Bench.PF, 0x10, 4), 0xFF00_000CL);
        });
        checks.put("P-020", p -> {
            p.bench.write(Bench.PF, 0x10, 4, ONES);
            p.bench.write(Bench.PF, 0x14, 4, ONES);
            equal(p.bench.read(Bench.PF, 0x14, 4), ONES);
        });
    }

    private static void virtual(Map<String, Consumer<Probe>> checks) {
        checks.put("P-023", p -> equal(p.bench.read(vf(p), 0, 4), ONES));
        checks.put("P-024", p -> {
            for (int offset = 0x10; offset < 0x28; offset += 4) {
                p.bench.write(vf(p), offset, 4, ONES);
                equal(p.bench.read(vf(p), offset, 4), 0L);
            }
        });
        checks.put("P-025", p -> {
            p.bench.write(vf(p), 0x04, 2, 0xFFFF);
            equal(p.bench.read(vf(p), 0x04, 2), 0x0004L);
        });
    }

    private static RequesterId vf(Probe p) {
        return p.vf(1).requesterId();
    }

    private static void refused(Runnable access) {
        try {
            access.run();
        } catch (IllegalArgumentException e) {
            return;
        }
        throw new AssertionError("an access that cannot be was answered");
    }

    /** Offset to identifier. */
    static Map<Integer, Integer> walk(Probe p, RequesterId function) {
        Map<Integer, Integer> found = new LinkedHashMap<>();
        int at = (int) p.bench.read(function, 0x34, 1);
        while (at != 0) {
            int header = (int) p.bench.read(function, at, 4);
            require(found.put(at, header & 0xFF) == null, "a loop of capabilities");
            require(at >= 0x40 && at % 4 == 0, "a capability at " + at);
            at = header >>> 8 & 0xFF;
        }
        return found;
    }

    /** Offset to identifier. */
    static Map<Integer, Integer> walkExtended(Probe p) {
        Map<Integer, Integer> found = new LinkedHashMap<>();
        int at = 0x100;
        while (at != 0) {
            int header = (int) p.bench.read(Bench.PF, at, 4);
            require(found.put(at, header & 0xFFFF) == null, "a loop of extended capabilities");
            at = header >>> 20;
        }
        return found;
    }
}
