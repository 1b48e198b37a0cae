package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.outcome;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.FakeHost;
import dev.tdisp.device.Way;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What must become of memory requests, interrupts and tracked registers. */
final class PacketChecks {
    private static final long PENDING = Bench.VF_BAR2 + 0x1_0000;
    private static final long MEMORY = 0x2000;
    private static final Bytes DATA = Bytes.fromHex("0102030405060708");

    private PacketChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new TreeMap<>();
        interrupts(checks);
        windows(checks);
        incoming(checks);
        outgoing(checks);
        tracking(checks);
        locks(checks);
        return checks;
    }

    private static void interrupts(Map<String, Consumer<Probe>> checks) {
        checks.put("P-015", p -> {
            p.bench.setStreamControl(0, 0);
            equal(p.bench.readMemory(Bench.VF_BAR2 + 12, 4).orElseThrow().at(0), 1);
            control(p, 0x8000);
            p.bench.host().forgetReceived();
            p.vf(1).interrupts().raise(0);
            require(p.bench.host().received().isEmpty(), "a masked vector was sent");
            equal(p.bench.readMemory(PENDING, 8).orElseThrow().at(0), 1);
            unmask(p);
            equal(clearInterrupts(p), 1L);
            equal(p.vf(1).interrupts().isPending(0), false);
        });
        checks.put("P-016", p -> {
            unmask(p);
            control(p, 0xC000);
            p.vf(1).interrupts().raise(0);
            equal(clearInterrupts(p), 0L);
            control(p, 0x8000);
            require(clearInterrupts(p) > 0, "not sent when unmasked");
        });
        checks.put("P-017", p -> {
            unmask(p);
            control(p, 0x8000);
            command(p, 0);
            p.vf(1).interrupts().raise(0);
            equal(clearInterrupts(p), 0L);
            equal(p.vf(1).interrupts().isPending(0), true);
            command(p, 4);
            require(clearInterrupts(p) > 0, "not sent as bus master");
        });
        checks.put("P-018", p -> {
            p.vf(1).interrupts().raise(2);
            p.bench.writeMemory(PENDING, Bytes.filled(0xFF, 8));
            equal(p.bench.readMemory(PENDING, 4).orElseThrow(), Bytes.fromHex("04000000"));
        });
    }

    private static void unmask(Probe p) {
        p.bench.host().forgetReceived();
        p.bench.writeMemory(Bench.VF_BAR2, Bytes.fromHex("0000e0fe00000000"));
        p.bench.writeMemory(Bench.VF_BAR2 + 8, Bytes.fromHex("4100000000000000"));
    }

    private static void control(Probe p, int value) {
        p.bench.write(p.vf(1).requesterId(), 0x52, 2, value);
    }

    private static void command(Probe p, int value) {
        p.bench.write(p.vf(1).requesterId(), 0x04, 2, value);
    }

    private static long clearInterrupts(Probe p) {
        return p.bench.host().writes().stream()
                .filter(write -> write.address() == 0xFEE0_0000L)
                .count();
    }

    private static void windows(Map<String, Consumer<Probe>> checks) {
        checks.put("P-021", p -> {
            require(p.bench.readMemory(Bench.BAR0 + MEMORY, 8).isPresent(), "its window");
            require(p.bench.readMemory(Bench.BAR0 - 8, 8).isEmpty(), "before its window");
            require(p.bench.readMemory(Bench.BAR2 + Bench.MSIX_BAR, 8).isEmpty(), "behind its window");
            p.bench.write(Bench.PF, 0x04, 2, 0x0404);
            require(p.bench.readMemory(Bench.BAR0 + MEMORY, 8).isEmpty(), "without Memory Space Enable");
        });
        checks.put("P-022", p -> {
            p.bench.writeMemory(Bench.BAR0 + MEMORY, DATA);
            p.bench.write(Bench.PF, 0x14, 4, 0x41);
            require(p.bench.readMemory(Bench.BAR0 + MEMORY, 8).isEmpty(), "at its old place");
            equal(p.bench.readMemory(0x41_0000_0000L + MEMORY, 8), Optional.of(DATA));
        });
        checks.put("P-033", p -> {
            p.bench.writeMemory(Bench.VF_BAR0 + MEMORY, DATA);
            p.bench.writeMemory(Bench.VF_BAR0 + Bench.MIB + MEMORY, Bytes.filled(9, 8));
            equal(p.bench.readMemory(Bench.VF_BAR0 + MEMORY, 8), Optional.of(DATA));
            equal(p.bench.readMemory(Bench.VF_BAR0 + Bench.MIB + MEMORY, 8), Optional.of(Bytes.filled(9, 8)));
        });
        checks.put("P-034", p -> {
            p.bench.write(Bench.PF, 0x04, 2, 0x0404);
            require(p.bench.readMemory(Bench.VF_BAR0 + MEMORY, 8).isPresent(), "by the command of function 0");
            p.bench.write(Bench.PF, 0x168, 2, 0x31);
            require(p.bench.readMemory(Bench.VF_BAR0 + MEMORY, 8).isEmpty(), "without VF MSE");
        });
    }

    private static void incoming(Map<String, Consumer<Probe>> checks) {
        checks.put("P-103", p -> {
            p.run(1);
            require(p.reads(1, true, Way.TRUSTED), "T on its stream");
            require(!p.reads(1, true, Way.CLEAR), "in the clear");
            equal(p.state(1), 2);
        });
        checks.put("P-104", p -> {
            require(p.reads(1, false, Way.CLEAR), "unlocked");
            p.lock(1);
            require(p.reads(1, false, Way.CLEAR), "locked");
            p.unlock(1);
            p.run(1);
            require(p.reads(1, false, Way.CLEAR), "running");
            p.violate(1);
            require(p.reads(1, false, Way.CLEAR), "in error");
        });
    }

    private static void outgoing(Map<String, Consumer<Probe>> checks) {
        checks.put("P-105", p -> {
            unmask(p);
            control(p, 0x8000);
            p.lock(1);
            p.bench.host().forgetReceived();
            p.vf(1).interrupts().raise(0);
            require(!p.bench.host().received().isEmpty(), "no interrupt");
            require(p.bench.host().received().stream().noneMatch(FakeHost.Received::trusted), "T while locked");
        });
        checks.put("P-106", p -> {
            p.run(1);
            p.bench.host().forgetReceived();
            p.vf(1).dma().read(Bench.HOST_BUFFER, 4);
            List<FakeHost.Received> sent = p.bench.host().received();
            require(!sent.isEmpty(), "nothing was sent");
            require(
                    sent.stream().allMatch(r -> r.trusted() && r.stream().equals(Optional.of(Bench.STREAM))),
                    "no T in RUN");
        });
        checks.put("P-107", p -> {
            unmask(p);
            control(p, 0x8000);
            equal(outcome(p.ask(1, 0x86, p.lock(1, 4, 0))), "ok");
            p.bench.host().forgetReceived();
            p.vf(1).interrupts().raise(0);
            require(p.bench.host().received().stream().allMatch(FakeHost.Received::trusted), "an interrupt without T");
        });
        checks.put("P-109", p -> {
            p.run(1);
            p.bench.host().beforeAnswer(() -> p.bench.tdi(p.vf(1)).machine().stop(p.bench.tdi(p.vf(1))::stop));
            p.bench.startCopy(p.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 4096, 64, Way.TRUSTED);
            require(p.bench.host().writes().isEmpty(), "written after RUN");
        });
        checks.put("P-110", p -> failed(p, CompletionStatus.COMPLETER_ABORT));
        checks.put("P-123", p -> failed(p, CompletionStatus.UNSUPPORTED_REQUEST));
        checks.put("P-124", PacketChecks::keepsToItsSizes);
        checks.put("P-125", p -> {
            p.bench.setStreamControl(0, 0);
            p.bench.write(Bench.PF, 0x98, 2, 0);
            p.bench.host().answerReads(read -> Optional.empty());
            p.vf(1).dma().read(Bench.HOST_BUFFER, 4);
            int lost = lastTag(p);
            p.bench.host().answerReads(read -> Optional.of(CompletionStatus.SUCCESSFUL));
            p.bench.host().forgetReceived();
            for (int i = 0; i < 260; i++) {
                p.vf(1).dma().read(Bench.HOST_BUFFER, 4);
            }
            require(p.bench.host().reads().stream().noneMatch(read -> read.tag() == lost), "a lost tag was used again");
        });
        checks.put("P-127", p -> {
            sendsNothingTrusted(p);
            p.lock(1);
            sendsNothingTrusted(p);
            p.violate(1);
            sendsNothingTrusted(p);
        });
    }

    private static int lastTag(Probe p) {
        List<MemoryRead> reads = p.bench.host().reads();
        require(!reads.isEmpty(), "nothing was read");
        return reads.get(reads.size() - 1).tag();
    }

    private static void failed(Probe p, CompletionStatus status) {
        p.run(1);
        p.bench.host().answerReads(read -> Optional.of(status));
        p.vf(1).dma().read(Bench.HOST_BUFFER, 4);
        equal(p.state(1), 3);
    }

    private static void keepsToItsSizes(Probe p) {
        p.bench.write(Bench.PF, 0x78, 2, 0x201F);
        p.bench.startCopy(p.vf(1), Bench.HOST_BUFFER + 0xF01, Bench.HOST_BUFFER + 0x1_0FFD, 2000, Way.CLEAR);
        require(!p.bench.host().writes().isEmpty(), "nothing was written");
        for (MemoryWrite write : p.bench.host().writes()) {
            require((write.address() & 3) + write.payload().size() <= 128, "more than Max Payload Size");
            require((write.address() & 0xFFF) + write.payload().size() <= 4096, "over a page");
        }
    }

    private static void sendsNothingTrusted(Probe p) {
        p.bench.host().forgetReceived();
        p.vf(1).dma().read(Bench.HOST_BUFFER, 4);
        require(p.bench.host().received().stream().noneMatch(FakeHost.Received::trusted), "T outside RUN");
    }

    private static void tracking(Map<String, Consumer<Probe>> checks) {
        checks.put("P-111", p -> {
            p.run(1);
            command(p, 0);
            equal(p.state(1), 3);
            equal(p.bench.read(p.vf(1).requesterId(), 0x04, 2), 0L);
        });
        checks.put("P-112", p -> {
            p.run(1);
            command(p, 4);
            equal(p.state(1), 2);
        });
        checks.put("P-113", p -> {
            command(p, 0);
            equal(p.state(1), 0);
            command(p, 4);
            p.run(1);
            p.violate(1);
            command(p, 0);
            equal(p.state(1), 3);
        });
        checks.put("P-114", p -> {
            p.run(1);
            p.bench.setStreamControl(1, 0x2000_0000L);
            equal(p.state(1), 2);
        });
        checks.put("P-115", p -> {
            p.run(1);
            p.lock(2);
            p.bench.write(Bench.PF, 0x184, 4, 0x0300_000CL);
            equal(p.state(1), 3);
            equal(p.state(2), 3);
        });
    }

    private static void locks(Map<String, Consumer<Probe>> checks) {
        checks.put("P-117", p -> {
            var stream = StreamChecks.stream(p, 0);
            stream.stop(KeySlotId.of(KeySet.K0).iterator().next());
            equal(p.lockOutcome(1), "INVALID_REQUEST");
        });
        checks.put("P-118", p -> {
            require(!outcome(p.ask(1, 0x83, Probe.lockPayload(0, 0x22, 0))).equals("ok"), "locked on another stream");
            p.bench.write(Bench.PF, 0x78, 2, 0x2B3F);
            equal(p.lockOutcome(1), "INVALID_DEVICE_CONFIGURATION");
            p.bench.write(Bench.PF, 0x78, 2, 0x293F);
            p.bench.write(Bench.PF, 0x18, 4, 0);
            equal(p.lockOutcome(1), "INVALID_DEVICE_CONFIGURATION");
        });
    }
}
