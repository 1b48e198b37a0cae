package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.ERROR_STATE;
import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.outcome;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.wire.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What a report must hold, on a lock without flags. */
final class ReportChecks {
    private static final int RANGES = 16;

    private ReportChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new HashMap<>();
        requests(checks);
        checks.put("T-065", p -> {
            Bytes report = locked(p, 0, 0);
            int count = report.at(12);
            int end = RANGES + 16 * count;
            require(end + 4 <= report.size(), "ranges behind the end");
            equal(report.size(), end + 4 + report.at(end));
        });
        checks.put("T-066", p -> {
            Bytes report = locked(p, 0, 0);
            equal(report.at(0) & 0xE0 | report.at(1), 0);
            equal(report.at(RANGES + 12) & 0xF0 | report.at(RANGES + 13), 0);
        });
        checks.put("T-067", p -> {
            equal(locked(p, 0, 0).at(0) & 1, 0);
            p.unlock(1);
            equal(locked(p, 1, 0).at(0) & 1, 1);
        });
        checks.put("T-068", p -> equal(locked(p, 0, 0).at(0) & 0x18, 0));
        checks.put("T-069", p -> equal(locked(p, 0, 0).slice(4, 6), Bytes.filled(0, 2)));
        checks.put("T-070", p -> equal(locked(p, 0, 0).at(RANGES + 12) & 3, 0));
        checks.put(
                "T-071",
                p -> equal(
                        firstPage(locked(p, 0, 0)),
                        p.vf(1).address(p.vf(1).bars().get(0)) >>> 12));
        checks.put("T-072", p -> {
            long before = firstPage(locked(p, 0, 0));
            p.unlock(1);
            equal(firstPage(locked(p, 0, -0x10_0000L)), before - 0x100);
        });
        checks.put("T-073", p -> {
            Bytes report = locked(p, 0, 0);
            int last = -1;
            for (int i = 0; i < report.at(12) && RANGES + 16 * i + 14 < report.size(); i++) {
                int bar = report.at(RANGES + 16 * i + 14);
                require(bar >= last && bar < 6, "BARs out of order");
                last = bar;
            }
            equal(report.at(RANGES + 14), 0);
        });
        return checks;
    }

    private static void requests(Map<String, Consumer<Probe>> checks) {
        checks.put("T-057", p -> {
            String nonce = p.lock(1);
            equal(outcome(p.report(1, 0, 0xFFFF)), "ok");
            p.ask(1, 0x86, nonce);
            equal(outcome(p.report(1, 0, 0xFFFF)), "ok");
        });
        checks.put("T-058", p -> equal(outcome(p.report(1, 0, 0xFFFF)), ERROR_STATE));
        checks.put("T-059", p -> {
            locked(p, 0, 0);
            p.violate(1);
            equal(outcome(p.report(1, 0, 0xFFFF)), ERROR_STATE);
        });
        checks.put("T-060", p -> {
            p.lock(1);
            equal(outcome(p.report(1, 0xFFFF, 4)), "INVALID_REQUEST");
        });
        checks.put("T-061", p -> {
            p.lock(1);
            equal(outcome(p.report(1, 0, 0)), "INVALID_REQUEST");
        });
        checks.put("T-062", p -> {
            p.lock(1);
            equal(p.report(1, 0, 8).size(), 20 + 8);
        });
        checks.put("T-063", p -> {
            p.lock(1);
            equal(total(p.report(1, 0, 16), 0), total(p.report(1, 0, 0xFFFF), 0));
            equal(total(p.report(1, 16, 16), 16), total(p.report(1, 0, 0xFFFF), 0));
        });
        checks.put("T-064", p -> {
            p.lock(1);
            Bytes whole = p.report(1);
            int end = whole.size();
            equal(p.report(1, end - 8, 8).from(20), whole.from(end - 8));
            equal(p.report(1, end - 4, 4).from(20), whole.from(end - 4));
        });
        checks.put("T-075", p -> {
            locked(p, 0, 0);
            p.stop(1);
            equal(outcome(p.report(1, 0, 0xFFFF)), ERROR_STATE);
        });
    }

    private static Bytes locked(Probe p, int flags, long offset) {
        p.lock(1, flags, offset);
        return p.report(1);
    }

    private static int total(Bytes response, int offset) {
        return offset + word(response, 16) + word(response, 18);
    }

    private static int word(Bytes message, int offset) {
        return message.at(offset) | message.at(offset + 1) << 8;
    }

    private static long firstPage(Bytes report) {
        long page = 0;
        for (int i = 7; i >= 0; i--) {
            page = page << 8 | report.at(RANGES + i);
        }
        return page;
    }
}
