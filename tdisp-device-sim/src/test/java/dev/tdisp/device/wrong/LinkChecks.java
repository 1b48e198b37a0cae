package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.FakeHost;
import dev.tdisp.device.Way;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a device must do and must not with keys and packets. */
final class LinkChecks {
    private static final String KEY = "5a".repeat(32);

    private LinkChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new HashMap<>();
        keys(checks);
        incoming(checks);
        outgoing(checks);
        return checks;
    }

    private static void keys(Map<String, Consumer<Probe>> checks) {
        checks.put("P-070", p -> equal(ideKm(p, "000000").at(2), 0));
        checks.put("P-071", p -> equal(ideKm(p, "000000").at(4), 1));
        checks.put("P-073", p -> {
            Bytes acknowledgement = keyProg(p, Bench.SESSION, "10", "01", "0000000001000000", "");
            equal(status(acknowledgement), 0);
            equal(acknowledgement.at(3), 0x10);
        });
        checks.put("P-075", p -> equal(status(ideKm(p, "020000100001" + "09" + KEY + "0000000001000000")), 2));
        checks.put("P-080", p -> equal(ideKm(p, "04000010000000"), Bytes.fromHex("06000010000000")));
        checks.put("P-074", p -> equal(status(keyProg(p, Bench.SESSION, "10", "01", "0000000001000000", "ff")), 1));
        checks.put("P-076", p -> equal(status(keyProg(p, Bench.SESSION, "10", "31", "0000000001000000", "")), 3));
        checks.put("P-077", p -> equal(status(keyProg(p, Bench.SESSION, "10", "01", "0000000002000000", "")), 3));
        checks.put("P-078", p -> equal(status(keyProg(p, Bench.SESSION, "77", "01", "0000000001000000", "")), 3));
        checks.put("P-084", p -> {
            keyProg(p, Bench.SESSION, "10", "01", "0000000001000000", "");
            require(keyProg(p, 7, "10", "03", "0000000001000000", "").isEmpty(), "a foreign session was answered");
        });
        checks.put("P-086", p -> {
            p.run(1);
            p.bench.device().dsm().protocols().sessionEnded(Bench.SESSION);
            equal(p.bench.streamStatus(0) & 0xF, 0L);
        });
        checks.put("T-095", p -> {
            p.run(1);
            p.bench.device().dsm().protocols().sessionEnded(Bench.SESSION);
            equal(p.state(1), 3);
        });
        checks.put("T-094", p -> {
            p.run(1);
            p.bench.device().idePort().invalidateAll(IdeStreamEvent.CHECK_FAILED);
            equal(p.state(1), 3);
        });
        checks.put("T-104", p -> {
            p.run(1);
            p.bench.setStreamControl(0, p.bench.streamControl(0) & ~1L);
            equal(p.state(1), 3);
        });
        checks.put("P-087", p -> {
            p.bench.write(Bench.PF, 0x78, 2, 0x8000);
            require(!p.bench.device().idePort().streams().get(0).isSecure(), "secure after a reset of function 0");
        });
    }

    private static Bytes ideKm(Probe p, String hex) {
        return p.bench.exchange(VendorProtocol.IDE_KM, Bench.SESSION, Bytes.fromHex(hex));
    }

    static Bytes keyProg(Probe p, long session, String stream, String slot, String value, String more) {
        String hex = "020000%s00%s00%s%s%s".formatted(stream, slot, KEY, value, more);
        return p.bench.exchange(VendorProtocol.IDE_KM, session, Bytes.fromHex(hex));
    }

    static int status(Bytes acknowledgement) {
        require(!acknowledgement.isEmpty(), "no KP_ACK");
        return acknowledgement.at(4);
    }

    private static void incoming(Map<String, Consumer<Probe>> checks) {
        checks.put("T-115", p -> {
            p.lock(1);
            require(!p.reads(1, true, Way.TRUSTED), "T in CONFIG_LOCKED");
            p.violate(1);
            require(!p.reads(1, true, Way.TRUSTED), "T in ERROR");
        });
        checks.put("T-116", p -> {
            p.run(1);
            require(p.reads(1, true, Way.TRUSTED), "T in RUN");
            require(!p.reads(1, true, Way.CLEAR), "in the clear in RUN");
            require(!p.reads(1, true, Way.UNTRUSTED), "without T in RUN");
        });
        checks.put("T-118", p -> {
            equal(Probe.outcome(p.ask(1, 0x86, p.lock(1, 4, 0))), "ok");
            require(p.bench.readMemory(Bench.VF_BAR2, 4, Way.CLEAR).isEmpty(), "a locked table in the clear");
        });
        checks.put("T-126", p -> {
            p.run(1);
            p.reads(1, true, Way.CLEAR);
            equal(p.state(1), 2);
        });
        checks.put("T-117", p -> {
            require(p.reads(1, false, Way.CLEAR), "non-TEE memory in CONFIG_UNLOCKED");
            p.run(1);
            require(p.reads(1, false, Way.CLEAR), "non-TEE memory in RUN");
        });
        checks.put("T-110", p -> {
            p.run(1);
            long register = Bench.engine(p.vf(1)) + 0x28;
            var write = new MemoryWrite(new RequesterId(0x0008), 0, register, Bytes.filled(1, 8));
            var poisoned = new MemoryWrite(
                    write.requester(),
                    write.tag(),
                    write.address(),
                    write.payload(),
                    write.attributes().withPoisoned(true));
            p.bench.send(p.bench.frame(poisoned, Way.TRUSTED));
            equal(p.state(1), 3);
        });
    }

    private static void outgoing(Map<String, Consumer<Probe>> checks) {
        checks.put("T-111", p -> {
            p.run(1);
            p.bench.host().answerReads(read -> Optional.of(CompletionStatus.UNSUPPORTED_REQUEST));
            p.bench.startCopy(p.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 4096, 64, Way.TRUSTED);
            equal(p.state(1), 3);
        });
        checks.put("T-119", p -> {
            p.lock(1);
            p.bench.host().forgetReceived();
            require(!p.vf(1).dma().read(Bench.HOST_BUFFER, 4).isDone(), "memory was read in CONFIG_LOCKED");
            require(p.bench.host().received().isEmpty(), "packets in CONFIG_LOCKED");
        });
        checks.put("T-121", p -> {
            enableInterrupts(p);
            equal(Probe.outcome(p.ask(1, 0x86, p.lock(1, 4, 0))), "ok");
            p.bench.host().forgetReceived();
            p.vf(1).interrupts().raise(0);
            require(p.bench.host().received().stream().allMatch(FakeHost.Received::trusted), "an interrupt without T");
            require(!p.bench.host().received().isEmpty(), "no interrupt");
        });
        checks.put("T-120", p -> {
            p.bench.startCopy(p.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 4096, 64, Way.CLEAR);
            require(p.bench.host().received().stream().noneMatch(FakeHost.Received::trusted), "T outside RUN");
            p.run(1);
            p.bench.host().forgetReceived();
            p.bench.startCopy(p.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 4096, 64, Way.TRUSTED);
            require(!p.bench.host().received().isEmpty(), "no packets in RUN");
            require(p.bench.host().received().stream().allMatch(FakeHost.Received::trusted), "no T in RUN");
        });
        checks.put("P-108", p -> {
            enableInterrupts(p);
            p.run(1);
            p.violate(1);
            equal(p.state(1), 3);
            p.bench.host().forgetReceived();
            require(!p.vf(1).dma().read(Bench.HOST_BUFFER, 4).isDone(), "memory was read in ERROR");
            p.vf(1).interrupts().raise(0);
            require(p.bench.host().received().isEmpty(), "packets in ERROR");
        });
    }

    private static void enableInterrupts(Probe p) {
        long table = Bench.VF_BAR2;
        p.bench.writeMemory(table, Bytes.fromHex("0000e0fe00000000"));
        p.bench.writeMemory(table + 8, Bytes.fromHex("4100000000000000"));
        p.bench.write(p.vf(1).requesterId(), 0x52, 2, 0x8000);
    }
}
