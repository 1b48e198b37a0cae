package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.FakeHost;
import dev.tdisp.device.Way;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the registers of IDE streams must show, and what IDE_KM must do. */
final class StreamChecks {
    private static final int CONTROL = 0x1D0;
    private static final int RID_1 = 0x1D8;
    private static final int CAPABILITY = 0x1C4;
    private static final long NOTED = 1L << 31;
    private static final StreamId OTHER = new StreamId(0x20);

    private StreamChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new TreeMap<>();
        capability(checks);
        states(checks);
        envelopes(checks);
        keys(checks);
        return checks;
    }

    private static void capability(Map<String, Consumer<Probe>> checks) {
        checks.put("P-058", p -> {
            long capability = p.bench.read(Bench.PF, CAPABILITY, 4);
            int streams = (int) (capability >>> 16 & 0xFF) + 1;
            int blocks = (int) p.bench.read(Bench.PF, 0x1CC, 4) & 0xF;
            int end = 0x1C0 + 0x0C + streams * (0x14 + 0x0C * blocks);
            int next = (int) (p.bench.read(Bench.PF, 0x1C0, 4) >>> 20);
            require(end <= next, "it reaches into the next capability");
        });
        checks.put("P-059", p -> {
            equal(p.bench.read(Bench.PF, 0x1A0, 4) & 0xFFFF, 0x2EL);
            equal(p.bench.read(Bench.PF, 0x1C0, 4) & 0xFFFF, 0x30L);
        });
        checks.put("P-060", p -> {
            p.bench.write(Bench.PF, RID_1, 4, 0x1200);
            equal(p.bench.read(Bench.PF, RID_1, 4), 0x0800L);
        });
        checks.put("P-102", p -> {
            p.bench.configureStream(1, Bench.STREAM, 0);
            p.bench.setStreamControl(1, p.bench.streamControl(1) | 1);
            equal(p.bench.streamControl(1) & 1, 0L);
        });
    }

    private static void states(Map<String, Consumer<Probe>> checks) {
        checks.put("P-061", p -> {
            p.bench.configureStream(1, OTHER, 0);
            equal(p.bench.streamStatus(1) & 0xF, 0L);
            p.bench.setStreamControl(1, p.bench.streamControl(1) | 1);
            require((p.bench.streamStatus(1) & 0xD) == 0, "a state between");
        });
        checks.put("P-063", p -> {
            p.bench.configureStream(1, OTHER, 0);
            p.bench.setStreamControl(1, p.bench.streamControl(1) | 1);
            equal(p.bench.streamControl(1) & 1, 1L);
            require(!stream(p, 1).isSecure(), "secure without keys");
        });
        checks.put("P-064", p -> equal(p.bench.streamStatus(0) & 0xF, 2L));
        checks.put("P-065", p -> {
            KeySlotId one = KeySlotId.of(KeySet.K0).iterator().next();
            stream(p, 0).stop(one);
            equal(p.bench.streamStatus(0) & 0xF, 0L);
        });
        checks.put("P-066", p -> {
            long control = p.bench.streamControl(0);
            p.bench.setStreamControl(0, control & ~1L);
            equal(p.bench.streamStatus(0) & 0xF, 0L);
            p.bench.setStreamControl(0, control);
            equal(p.bench.streamStatus(0) & 0xF, 0L);
        });
        checks.put("P-088", p -> {
            p.bench.bus().conventionalReset();
            equal(p.bench.read(Bench.PF, CONTROL, 4), 0L);
            require(!stream(p, 0).isKeyed(), "keys after a reset");
        });
        checks.put("P-062", p -> {
            stream(p, 0).failMessageReceived();
            equal(p.bench.streamStatus(0) & NOTED, NOTED);
            p.bench.write(Bench.PF, 0x1D4, 4, 0);
            equal(p.bench.streamStatus(0) & NOTED, NOTED);
            p.bench.write(Bench.PF, 0x1D4, 4, NOTED);
            equal(p.bench.streamStatus(0) & NOTED, 0L);
        });
    }

    private static void envelopes(Map<String, Consumer<Probe>> checks) {
        checks.put("P-068", p -> {
            var foreign = new VendorDefinedBody(3, Bytes.fromHex("0200"), 0, Bytes.fromHex("00000000"));
            var registry = p.bench.device().dsm().protocols().registry();
            require(registry.handle(Bench.SESSION, foreign).isEmpty(), "IDE_KM of another vendor");
        });
        checks.put("P-069", p -> equal(query(p).size(), 7 + 4 * 18));
        checks.put("P-072", p -> {
            Bytes answer = query(p);
            for (int at = 7; at + 4 <= answer.size(); at += 4) {
                long shown = p.bench.read(Bench.PF, CAPABILITY + at - 7, 4);
                long told = answer.at(at)
                        | answer.at(at + 1) << 8
                        | answer.at(at + 2) << 16
                        | (long) answer.at(at + 3) << 24;
                equal(told, shown);
            }
        });
    }

    private static Bytes query(Probe p) {
        return ideKm(p, Bench.SESSION, "000000");
    }

    private static Bytes ideKm(Probe p, long session, String hex) {
        return p.bench.exchange(VendorProtocol.IDE_KM, session, Bytes.fromHex(hex));
    }

    private static void keys(Map<String, Consumer<Probe>> checks) {
        checks.put("P-079", p -> {
            changeKeys(p);
            var frame = p.bench.frame(
                    new MemoryWrite(FakeHost.ROOT_PORT, 0, Bench.VF_BAR0 + 0x2000, Bytes.filled(7, 4)), Way.UNTRUSTED);
            p.bench.bus().receive(frame);
            require(stream(p, 0).isSecure(), "what the host sealed was not opened");
        });
        checks.put("P-081", p -> {
            changeKeys(p);
            require(stream(p, 0).isSecure(), "insecure by a change of keys");
        });
        checks.put("P-083", p -> {
            ideKm(p, Bench.SESSION, "05000010000000");
            require(!stream(p, 0).isSecure(), "secure without a key");
        });
        checks.put("P-085", p -> {
            String key = "5a".repeat(32) + "0000000001000000";
            ideKm(p, Bench.SESSION, "0200001000010000".substring(0, 14) + key);
            p.bench.device().dsm().protocols().sessionEnded(Bench.SESSION);
            Bytes answer = ideKm(p, 7, "02000010000000" + key);
            require(!answer.isEmpty() && answer.at(4) == 0, "no keys of another session");
        });
    }

    /** From set 0 to set 1, by IDE_KM. */
    static void changeKeys(Probe p) {
        IdeKmRequester requester = p.bench.ideKm(Bench.SESSION);
        try {
            requester.programAll(0, p.bench.hostStream(), Bench.SESSION, KeySet.K1);
            requester.startAll(0, p.bench.hostStream(), KeySet.K1);
        } catch (IdeKmException e) {
            throw new AssertionError("the keys cannot be changed", e);
        }
    }

    static IdeStream stream(Probe p, int index) {
        return p.bench.device().idePort().streams().get(index);
    }
}
