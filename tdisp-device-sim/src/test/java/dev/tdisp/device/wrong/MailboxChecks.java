package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.pcie.DoeCapability;
import dev.tdisp.device.Bench;
import dev.tdisp.device.doe.DoeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the DOE mailbox must do, asked by its registers. */
final class MailboxChecks {
    private static final int CONTROL = 0x1A8;
    private static final int STATUS = 0x1AC;
    private static final int WRITE = 0x1B0;
    private static final int READ = 0x1B4;
    private static final long GO = DoeCapability.CONTROL_GO;
    private static final long ABORT = DoeCapability.CONTROL_ABORT;
    private static final long READY = DoeCapability.STATUS_READY;
    private static final long ERROR = DoeCapability.STATUS_ERROR;
    private static final long NOTED = DoeCapability.STATUS_INTERRUPT;
    private static final long ENABLED = DoeCapability.CONTROL_INTERRUPT_ENABLE;
    private static final long[] DISCOVERY = {1, 3, 0};

    private MailboxChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new TreeMap<>();
        control(checks);
        objects(checks);
        answers(checks);
        interrupts(checks);
        return checks;
    }

    private static void control(Map<String, Consumer<Probe>> checks) {
        checks.put("P-041", p -> {
            p.bench.write(Bench.PF, CONTROL, 4, GO | ABORT | ENABLED);
            equal(p.bench.read(Bench.PF, CONTROL, 4), ENABLED);
        });
        checks.put("P-051", p -> {
            go(p.bench, DISCOVERY);
            p.bench.write(Bench.PF, CONTROL, 4, ABORT);
            equal(status(p.bench, READY), false);
            go(p.bench, DISCOVERY);
            equal(status(p.bench, READY), true);
        });
        checks.put("P-052", p -> {
            Bench small = p.fresh(profile -> profile.withDoe(new DoeSettings(3, Duration.ZERO, false)));
            small.enumerate(0);
            go(small, 1, 3, 0, 0);
            require(status(small, ERROR), "no error");
            go(small, DISCOVERY);
            equal(status(small, ERROR), true);
            equal(status(small, READY), false);
        });
        checks.put("P-057", p -> {
            p.run(1);
            p.bench.write(Bench.PF, CONTROL, 4, ABORT);
            equal(p.state(1), 2);
        });
    }

    private static void objects(Map<String, Consumer<Probe>> checks) {
        checks.put("P-042", p -> {
            go(p.bench, 1, 4, 0);
            equal(status(p.bench, READY | ERROR), false);
            go(p.bench, DISCOVERY);
            equal(status(p.bench, READY), true);
        });
        checks.put("P-043", p -> {
            go(p.bench, 1, 0, 0);
            equal(status(p.bench, READY | ERROR), false);
        });
        checks.put("P-044", p -> {
            go(p.bench, 0x00FF_0001, 3, 0);
            equal(status(p.bench, READY | ERROR), false);
        });
        checks.put("P-046", p -> {
            go(p.bench, 1, 3, 0x200);
            equal(status(p.bench, READY), true);
        });
        checks.put("P-047", p -> {
            p.bench.write(Bench.PF, WRITE, 2, 1);
            go(p.bench, DISCOVERY);
            equal(status(p.bench, READY), true);
            equal(p.bench.read(Bench.PF, READ, 2), 0L);
        });
        checks.put("P-055", p -> {
            go(p.bench, 0x0001_0001, 4, 0x0000_8410, 0xFFFF_FFFFL);
            equal(status(p.bench, READY), true);
        });
    }

    private static void answers(Map<String, Consumer<Probe>> checks) {
        checks.put("P-045", p -> {
            long[] named = new long[3];
            for (int index = 0; index < 3; index++) {
                go(p.bench, 1, 3, index);
                named[index] = drain(p.bench).get(2);
            }
            equal(List.of(named[0], named[1], named[2]), List.of(0x0100_0001L, 0x0201_0001L, 0x0002_0001L));
        });
        checks.put("P-048", p -> {
            go(p.bench, DISCOVERY);
            equal(p.bench.read(Bench.PF, READ, 4), 1L);
            equal(p.bench.read(Bench.PF, READ, 4), 1L);
        });
        checks.put("P-049", p -> {
            go(p.bench, DISCOVERY);
            for (int taken = 0; taken < 3; taken++) {
                equal(status(p.bench, READY), true);
                p.bench.write(Bench.PF, READ, 4, 0);
            }
            equal(status(p.bench, READY), false);
        });
        checks.put("P-050", p -> {
            equal(p.bench.read(Bench.PF, READ, 4), 0L);
            p.bench.write(Bench.PF, READ, 4, 0);
            equal(status(p.bench, READY), false);
        });
        checks.put("P-056", p -> {
            go(p.bench, 0x0002_0001, 5, 0x1234_5678, 0, 0);
            equal(status(p.bench, READY), false);
        });
    }

    private static void interrupts(Map<String, Consumer<Probe>> checks) {
        checks.put("P-053", p -> {
            go(p.bench, DISCOVERY);
            equal(status(p.bench, NOTED), false);
            drain(p.bench);
            p.bench.write(Bench.PF, CONTROL, 4, ENABLED);
            go(p.bench, ENABLED, DISCOVERY);
            equal(status(p.bench, NOTED), true);
        });
        checks.put("P-054", p -> {
            p.bench.write(Bench.PF, CONTROL, 4, ENABLED);
            go(p.bench, ENABLED, DISCOVERY);
            p.bench.write(Bench.PF, STATUS, 4, 0);
            equal(status(p.bench, NOTED), true);
            p.bench.write(Bench.PF, STATUS, 4, NOTED);
            equal(status(p.bench, NOTED), false);
        });
    }

    private static void go(Bench bench, long... doubleWords) {
        go(bench, 0L, doubleWords);
    }

    private static void go(Bench bench, Long control, long[] doubleWords) {
        for (long doubleWord : doubleWords) {
            bench.write(Bench.PF, WRITE, 4, doubleWord);
        }
        bench.write(Bench.PF, CONTROL, 4, GO | control);
    }

    private static boolean status(Bench bench, long bits) {
        return (bench.read(Bench.PF, STATUS, 4) & bits) != 0;
    }

    /** Takes as many double words as the second one says, whatever the status. */
    private static List<Long> drain(Bench bench) {
        List<Long> answer = new ArrayList<>();
        long length = 2;
        for (int at = 0; at < length; at++) {
            long value = bench.read(Bench.PF, READ, 4);
            answer.add(value);
            bench.write(Bench.PF, READ, 4, 0);
            length = at == 1 ? value : length;
        }
        return answer;
    }
}
