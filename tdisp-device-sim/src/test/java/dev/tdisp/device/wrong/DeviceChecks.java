package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.ERROR_STATE;
import static dev.tdisp.device.wrong.Probe.byteAt;
import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.id;
import static dev.tdisp.device.wrong.Probe.outcome;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a device must do and must not, one check a requirement, on a device that is enumerated and has a secure stream. */
final class DeviceChecks {
    private static final String WRONG_NONCE = "00".repeat(32);

    private DeviceChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new TreeMap<>();
        headers(checks);
        capabilities(checks);
        locks(checks);
        starts(checks);
        events(checks);
        checks.putAll(ReportChecks.all());
        checks.putAll(LinkChecks.all());
        checks.putAll(ProtocolChecks.all());
        checks.putAll(TdiChecks.all());
        checks.putAll(PeerChecks.all());
        checks.putAll(SessionChecks.all());
        checks.putAll(HeaderChecks.all());
        checks.putAll(SriovChecks.all());
        checks.putAll(MailboxChecks.all());
        checks.putAll(StreamChecks.all());
        checks.putAll(FrameChecks.all());
        checks.putAll(PacketChecks.all());
        return checks;
    }

    private static void headers(Map<String, Consumer<Probe>> checks) {
        checks.put("T-014", p -> {
            equal(p.ask(2, 0x81, "").slice(4, 16), Bytes.fromHex(id(2)));
            equal(p.ask(2, 0x9D, "").slice(4, 16), Bytes.fromHex(id(2)));
        });
        checks.put("T-015", p -> {
            equal(p.ask(1, 0x81, "").slice(2, 4), Bytes.filled(0, 2));
            equal(p.ask(1, 0x9D, "").slice(2, 4), Bytes.filled(0, 2));
        });
        checks.put("T-016", p -> {
            Bytes response = p.raw(Bench.SESSION, "10820000" + "01010000" + "ff".repeat(8) + "00".repeat(4));
            equal(outcome(response), "ok");
        });
        checks.put("T-019", p -> {
            equal(outcome(p.ask(0x77, 0x84, "00000400")), "INVALID_INTERFACE");
            equal(outcome(p.ask(0x77, 0x82, "00000000")), "INVALID_INTERFACE");
        });
        checks.put("T-020", p -> {
            Bytes response = p.ask(1, 0x9D, "");
            equal(outcome(response), "UNSUPPORTED_REQUEST");
            equal(response.at(20), 0x9D);
        });
        checks.put("T-021", p -> equal(outcome(p.ask(1, 0x05, "")), "UNSUPPORTED_REQUEST"));
        checks.put("T-022", p -> {
            equal(outcome(p.ask(1, 0x85, "00")), "INVALID_REQUEST");
            equal(outcome(p.ask(1, 0x83, "00")), "INVALID_REQUEST");
        });
        checks.put(
                "T-023",
                p -> equal(outcome(p.raw(Bench.SESSION, "20820000" + id(1) + "00000000")), "VERSION_MISMATCH"));
        checks.put("T-024", p -> equal(p.ask(1, 0x81, "").from(16), Bytes.fromHex("0110")));
        checks.put("T-025", p -> {
            p.run(1);
            equal(p.ask(1, 0x81, "").from(16).at(0) > 0, true);
            equal(outcome(p.ask(1, 0x81, "")), "ok");
        });
        checks.put("T-151", p -> equal(outcome(p.ask(1, 0x8C, "00000000")), "UNSUPPORTED_REQUEST"));
        checks.put("T-146", p -> equal(p.ask(1, 0x84, "0000ffff").size(), 24));
        checks.put("T-148", p -> equal(p.ask(1, 0x84, "0000ffff").slice(20, 24), Bytes.filled(0, 4)));
        checks.put("T-149", p -> {
            Bytes response = p.ask(1, 0x8B, "00023412");
            equal(outcome(response), "UNSUPPORTED_REQUEST");
        });
    }

    private static void capabilities(Map<String, Consumer<Probe>> checks) {
        checks.put("T-029", p -> {
            Bytes response = p.ask(1, 0x82, "00000000");
            equal(response.size(), 44);
            equal(response.slice(38, 41), Bytes.filled(0, 3));
        });
        checks.put("T-030", p -> equal(p.ask(1, 0x82, "00000000").slice(16, 20), Bytes.filled(0, 4)));
        checks.put("T-031", p -> equal(p.ask(1, 0x82, "00000000").at(20), 0xFE));
        checks.put("T-032", p -> equal(p.ask(1, 0x82, "00000000").at(21) & 0xF0, 0));
        checks.put("T-034", p -> equal(p.ask(1, 0x82, "00000000").at(37), 0));
        checks.put("T-035", p -> require(p.ask(1, 0x82, "00000000").at(41) >= 52, "DEV_ADDR_WIDTH"));
    }

    private static void locks(Map<String, Consumer<Probe>> checks) {
        checks.put("T-036", p -> {
            equal(p.ask(1, 0x83, Probe.lockPayload(0, 0x10, 0)).size(), 48);
            equal(p.state(1), 1);
        });
        checks.put("T-037", p -> refusedLock(p, () -> p.lock(1)));
        checks.put("T-038", p -> refusedLock(p, () -> p.run(1)));
        checks.put(
                "T-039",
                p -> refusedLock(p, () -> {
                    p.run(1);
                    p.violate(1);
                }));
        checks.put("T-040", p -> {
            p.bench.setStreamControl(0, p.bench.streamControl(0) & ~1L);
            equal(p.lockOutcome(1), "INVALID_REQUEST");
        });
        checks.put("T-041", p -> {
            var stream = p.bench.device().idePort().streams().get(0);
            stream.stop(KeySlotId.all().stream()
                    .filter(slot -> stream.isInUse(slot))
                    .findFirst()
                    .orElseThrow());
            equal(p.lockOutcome(1), "INVALID_REQUEST");
        });
        checks.put("T-053", p -> equal(outcome(p.ask(1, 0x83, "00801000" + "00".repeat(16))), "ok"));
        checks.put("T-042", p -> equal(outcome(p.ask(7, 1, 0x83, Probe.lockPayload(0, 0x10, 0))), "INVALID_REQUEST"));
        checks.put(
                "T-043",
                p -> require(
                        !outcome(p.ask(1, 0x83, Probe.lockPayload(0, 0x22, 0))).equals("ok"),
                        "locked on another stream"));
        checks.put("T-044", p -> {
            p.bench.write(Bench.PF, 0x78, 2, 0x2B3F);
            equal(p.lockOutcome(1), "INVALID_DEVICE_CONFIGURATION");
        });
        checks.put("T-045", p -> {
            p.bench.write(Bench.PF, 0x18, 4, 0);
            equal(p.lockOutcome(1), "INVALID_DEVICE_CONFIGURATION");
        });
        checks.put("T-049", p -> {
            Probe starved = p.with("request LOCK_INTERFACE_REQUEST: no-entropy");
            equal(starved.lockOutcome(1), "INSUFFICIENT_ENTROPY");
        });
        checks.put("T-051", p -> {
            String nonce = p.lock(1);
            p.lockOutcome(1);
            equal(outcome(p.ask(1, 0x86, nonce)), "ok");
        });
        checks.put("T-052", p -> {
            Set<String> nonces = new HashSet<>();
            Set<String> bytes = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                String nonce = p.lock(1);
                require(nonces.add(nonce), "a nonce came twice");
                bytes.add(nonce.substring(62));
                p.unlock(1);
            }
            require(bytes.size() > 1, "a byte of the nonce is always the same");
        });
    }

    private static void refusedLock(Probe p, Runnable before) {
        before.run();
        int state = p.state(1);
        equal(p.lockOutcome(1), ERROR_STATE);
        equal(p.state(1), state);
    }

    private static void starts(Map<String, Consumer<Probe>> checks) {
        checks.put("T-077", p -> {
            equal(p.ask(1, 0x86, p.lock(1)).size(), 16);
            equal(p.state(1), 2);
        });
        checks.put("T-078", p -> {
            p.lock(1);
            equal(outcome(p.ask(1, 0x86, WRONG_NONCE)), "INVALID_NONCE");
            equal(p.state(1), 1);
        });
        checks.put("T-079", p -> {
            String nonce = p.lock(1);
            equal(outcome(p.ask(7, 1, 0x86, nonce)), "INVALID_REQUEST");
            equal(outcome(p.ask(1, 0x86, nonce)), "ok");
        });
        checks.put("T-080", p -> {
            String nonce = p.lock(1);
            p.unlock(1);
            equal(outcome(p.ask(1, 0x86, nonce)), ERROR_STATE);
        });
        checks.put("T-081", p -> {
            String nonce = p.lock(1);
            p.ask(1, 0x86, nonce);
            equal(outcome(p.ask(1, 0x86, nonce)), ERROR_STATE);
        });
        checks.put("T-082", p -> {
            String nonce = p.lock(1);
            p.violate(1);
            equal(outcome(p.ask(1, 0x86, nonce)), ERROR_STATE);
        });
        checks.put("T-083", p -> {
            String old = p.lock(1);
            p.unlock(1);
            p.lock(1);
            equal(outcome(p.ask(1, 0x86, old)), "INVALID_NONCE");
        });
        checks.put("T-084", p -> {
            String others = p.lock(2);
            p.lock(1);
            equal(outcome(p.ask(1, 0x86, others)), "INVALID_NONCE");
        });
        checks.put("T-085", p -> {
            p.lock(1);
            equal(p.ask(1, 0x87, "").size(), 16);
            equal(p.state(1), 0);
        });
        checks.put("T-086", p -> equal(p.stop(1), "ok"));
        checks.put("T-087", p -> {
            p.run(1);
            p.violate(1);
            equal(p.stop(1), "ok");
        });
        checks.put("T-127", p -> {
            equal(outcome(p.ask(1, 0x88, "11")), ERROR_STATE);
            p.lock(1);
            equal(outcome(p.ask(1, 0x88, "11")), ERROR_STATE);
        });
        checks.put("T-138", p -> {
            p.run(1);
            p.violate(1);
            equal(outcome(p.ask(7, 1, 0x87, "")), "ok");
        });
        checks.put("T-089", p -> {
            p.lock(1);
            p.ask(1, 0x84, "ffffffff");
            equal(p.state(1), 1);
        });
    }

    private static void events(Map<String, Consumer<Probe>> checks) {
        checks.put("T-026", p -> {
            p.run(1);
            p.ask(1, 0x81, "");
            equal(p.state(1), 2);
        });
        checks.put("T-076", DeviceChecks::tellsEachState);
        checks.put("T-090", p -> {
            p.run(1);
            p.bench.bus().conventionalReset();
            equal(p.state(1), 0);
        });
        checks.put("T-091", p -> {
            p.run(1);
            p.run(2);
            p.bench.write(p.vf(1).requesterId(), 0x78, 2, 0x8000);
            equal(p.state(1), 3);
            equal(p.state(2), 2);
        });
        checks.put("T-106", p -> {
            p.bench.write(p.vf(1).requesterId(), 0x04, 2, 0);
            equal(p.state(1), 0);
        });
        becomesError(checks, "T-092", 1, 0, p -> p.bench.write(Bench.PF, 0x78, 2, 0x8000));
        becomesError(checks, "T-098", 1, 0, p -> p.bench.write(p.vf(1).requesterId(), 0x04, 2, 0));
        becomesError(checks, "T-099", 0, 0, p -> p.bench.write(Bench.PF, 0x14, 4, 0x50));
        becomesError(checks, "T-100", 0, 0, p -> p.bench.write(Bench.PF, 0x78, 2, 0x213F));
        becomesError(checks, "T-101", 1, 4, p -> p.bench.write(p.vf(1).requesterId(), 0x52, 2, 0x8000));
        becomesError(checks, "T-102", 1, 0, p -> p.bench.write(Bench.PF, 0x184, 4, 0x0300_000CL));
        becomesError(checks, "P-116", 1, 0, p -> p.bench.write(new RequesterId(0x0200), 0x04, 2, 0x0406));
    }

    /** Runs an interface, has something done to it, and expects it in ERROR. */
    private static void becomesError(
            Map<String, Consumer<Probe>> checks, String id, int function, int flags, Consumer<Probe> violation) {
        checks.put(id, p -> {
            equal(outcome(p.ask(function, 0x86, p.lock(function, flags, 0))), "ok");
            violation.accept(p);
            equal(p.state(function), 3);
        });
    }

    private static void tellsEachState(Probe p) {
        int[] states = new int[4];
        states[0] = byteAt(p.ask(1, 0x85, ""), 16);
        p.lock(1);
        states[1] = byteAt(p.ask(1, 0x85, ""), 16);
        p.unlock(1);
        p.run(1);
        states[2] = byteAt(p.ask(1, 0x85, ""), 16);
        p.violate(1);
        Bytes last = p.ask(1, 0x85, "");
        states[3] = byteAt(last, 16);
        equal(last.size(), 17);
        equal(Arrays.toString(states), "[0, 1, 2, 3]");
    }
}
