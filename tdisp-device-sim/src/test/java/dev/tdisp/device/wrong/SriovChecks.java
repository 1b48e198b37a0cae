package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.device.Bench;
import dev.tdisp.device.config.DeviceLayout;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What SR-IOV and ARI must show and keep. */
final class SriovChecks {
    private static final RequesterId FIRST = new RequesterId(0x0101);
    private static final RequesterId SECOND = new RequesterId(0x0102);
    private static final RequesterId THIRD = new RequesterId(0x0103);
    private static final int CONTROL = 0x168;
    private static final int NUM_VFS = 0x170;

    private SriovChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new TreeMap<>();
        registers(checks);
        identifiers(checks);
        resets(checks);
        return checks;
    }

    private static void registers(Map<String, Consumer<Probe>> checks) {
        checks.put("P-029", p -> {
            p.bench.write(Bench.PF, NUM_VFS, 2, 3);
            equal(p.bench.read(Bench.PF, NUM_VFS, 2), 2L);
        });
        checks.put("P-030", p -> {
            p.bench.write(Bench.PF, CONTROL, 2, 0);
            p.bench.write(Bench.PF, NUM_VFS, 2, 9);
            p.bench.write(Bench.PF, CONTROL, 2, 9);
            equal(p.bench.read(Bench.PF, CONTROL, 2) & 1, 0L);
        });
        checks.put("P-031", p -> {
            p.bench.write(Bench.PF, 0x180, 4, 0x10);
            equal(p.bench.read(Bench.PF, 0x180, 4), 1L);
            p.bench.write(Bench.PF, CONTROL, 2, 0);
            p.bench.write(Bench.PF, 0x180, 4, 0x12);
            equal(p.bench.read(Bench.PF, 0x180, 4), 1L);
            p.bench.write(Bench.PF, 0x180, 4, 0x10);
            equal(p.bench.read(Bench.PF, 0x180, 4), 0x10L);
        });
        checks.put("P-032", p -> equal(p.bench.read(Bench.PF, 0x17C, 4) & 0x553, 0x553L));
        checks.put("P-039", p -> equal(p.bench.read(Bench.PF, 0x16C, 2), p.bench.read(Bench.PF, 0x16E, 2)));
        checks.put("P-038", p -> equal(p.bench.read(Bench.PF, 0x154, 2) >>> 8, 0L));
    }

    private static void identifiers(Map<String, Consumer<Probe>> checks) {
        checks.put("P-026", p -> {
            int offset = (int) p.bench.read(Bench.PF, 0x174, 2);
            int stride = (int) p.bench.read(Bench.PF, 0x176, 2);
            for (int index = 1; index <= 2; index++) {
                var id = new RequesterId(Bench.PF.value() + offset + (index - 1) * stride);
                equal(p.bench.read(id, 0x34, 1), 0x50L);
            }
        });
        checks.put("P-027", p -> {
            Bench other = p.fresh(profile -> profile.withLayout(DeviceLayout.complete(8)));
            other.enumerate(0);
            equal(other.read(other.pf(), "First VF Offset"), 0x100L);
            other.write(other.pf(), "SR-IOV Control", 0x10);
            equal(other.read(other.pf(), "First VF Offset"), 4L);
        });
        checks.put("P-028", p -> {
            equal(p.bench.read(THIRD, 0x34, 1), 0xFFL);
            equal(p.bench.read(SECOND, 0x34, 1), 0x50L);
        });
        checks.put("P-040", p -> {
            Bench many = p.fresh(profile -> profile.withLayout(DeviceLayout.accelerator(256)));
            many.enumerate(256);
            equal(many.read(new RequesterId(0x0200), 0x34, 1), 0x50L);
            equal(many.read(Bench.PF, 0, 4), 0x7E10_ABCDL);
        });
    }

    private static void resets(Map<String, Consumer<Probe>> checks) {
        checks.put("P-035", p -> {
            equal(p.bench.read(FIRST, 0x04, 2), 4L);
            p.bench.write(Bench.PF, CONTROL, 2, 0x38);
            p.bench.write(Bench.PF, CONTROL, 2, 0x39);
            equal(p.bench.read(FIRST, 0x04, 2), 0L);
        });
        checks.put("P-036", p -> {
            p.bench.write(Bench.PF, 0x78, 2, 0xA93F);
            equal(p.bench.read(Bench.PF, CONTROL, 2), 0L);
            equal(p.bench.read(Bench.PF, NUM_VFS, 2), 0L);
            equal(p.bench.read(Bench.PF, 0x180, 4), 1L);
            equal(p.bench.read(Bench.PF, 0x188, 4), 0L);
        });
        checks.put("P-037", p -> {
            p.bench.write(SECOND, 0x52, 2, 0x8000);
            p.bench.write(FIRST, 0x78, 2, 0x8000);
            require((p.bench.read(SECOND, 0x52, 2) & 0x8000) != 0, "the neighbour lost its interrupts");
            equal(p.bench.read(SECOND, 0x04, 2), 4L);
            equal(p.bench.read(FIRST, 0x04, 2), 0L);
        });
    }
}
