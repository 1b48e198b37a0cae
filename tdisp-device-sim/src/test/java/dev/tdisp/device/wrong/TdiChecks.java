package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.FakeHost;
import dev.tdisp.device.Way;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.RegionKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What an interface must do and must not when something happens to it. */
final class TdiChecks {
    private static final long FROM = 0x7000_0000L;
    private static final int MEMORY = 0x2000;
    private static final Bytes SECRET = Bytes.filled(0xA5, 64);
    private static final StreamId STRANGE = new StreamId(0x33);

    private TdiChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new HashMap<>();
        work(checks);
        data(checks);
        events(checks);
        packets(checks);
        return checks;
    }

    private static void work(Map<String, Consumer<Probe>> checks) {
        checks.put("T-054", p -> {
            translate(p);
            p.vf(1).translatedDma().read(FROM, 4);
            equal(p.vf(1).translations().size(), 1);
            p.lock(1);
            equal(p.vf(1).translations().size(), 0);
        });
        checks.put("T-122", p -> {
            p.run(1);
            p.bench.host().beforeAnswer(() -> p.violate(1));
            require(!p.vf(1).dma().read(Bench.HOST_BUFFER, 4).isDone(), "a late completion was taken");
        });
        checks.put("T-124", p -> {
            p.run(1);
            p.bench.host().answerUntrusted();
            require(p.vf(1).dma().read(Bench.HOST_BUFFER, 4).isDone(), "a completion without T was not taken");
            equal(p.state(1), 2);
        });
        checks.put("T-125", p -> {
            translate(p);
            p.run(1);
            p.bench.host().answerUntrusted();
            p.vf(1).translatedDma().read(FROM, 4);
            equal(p.state(1), 3);
        });
    }

    private static void translate(Probe p) {
        p.bench.enableTranslation(p.vf(1));
        p.bench.host().translate(FROM, Bench.HOST_BUFFER, TranslationEntry.READ | TranslationEntry.WRITE);
        p.unlock(1);
    }

    private static void data(Map<String, Consumer<Probe>> checks) {
        checks.put("T-088", p -> {
            long address = hide(p);
            p.stop(1);
            require(!isRead(p, address), "the guest's data after a stop");
        });
        checks.put("T-109", p -> {
            long address = hide(p);
            p.bench.tdi(p.vf(1)).machine().on(TdiEvent.INTERNAL_DATA_ERROR);
            require(!isRead(p, address), "the guest's data outside RUN");
        });
    }

    private static long hide(Probe p) {
        p.run(1);
        long address = Bench.engine(p.vf(1)) + MEMORY;
        p.bench.writeMemory(address, SECRET, Way.TRUSTED);
        return address;
    }

    private static boolean isRead(Probe p, long address) {
        return p.bench.readMemory(address, SECRET.size(), Way.CLEAR).equals(Optional.of(SECRET));
    }

    private static void events(Map<String, Consumer<Probe>> checks) {
        checks.put("T-096", p -> {
            LinkChecks.keyProg(p, Bench.SESSION, "10", "01", "0000000001000000", "");
            p.run(1);
            Bytes answer = LinkChecks.keyProg(p, 7, "10", "03", "0000000001000000", "");
            require(answer.isEmpty() || LinkChecks.status(answer) != 0, "a foreign session's key was taken");
            equal(p.state(1), 2);
        });
        checks.put("T-097", p -> {
            p.run(1);
            Bytes answer = LinkChecks.keyProg(p, Bench.SESSION, "10", "01", "0000000001000000", "");
            equal(LinkChecks.status(answer), 0);
            equal(p.state(1), 2);
        });
        checks.put("T-103", p -> {
            p.run(0);
            p.bench.write(p.bench.pf(), "Uncorrectable Error Mask", 0x1000);
            p.bench.write(p.bench.pf(), "Link Control", 0x40);
            equal(p.state(0), 2);
        });
        checks.put("T-105", p -> {
            Probe complete = p.built(profile -> profile.withLayout(DeviceProfile.COMPLETE.layout()));
            complete.run(1);
            complete.bench.write(complete.vf(1), "Power Management Control/Status", 3);
            complete.bench.write(complete.vf(1), "Power Management Control/Status", 0);
            equal(complete.state(1), 3);
        });
    }

    private static void packets(Map<String, Consumer<Probe>> checks) {
        checks.put("T-114", p -> {
            p.run(1);
            BarRegion memory = p.vf(1).bars().get(0).regions().stream()
                    .filter(region -> region.kind() == RegionKind.TEE_MEMORY)
                    .findFirst()
                    .orElseThrow();
            require(p.vf(1).policy().accepts(memory, LinkContext.trusted(Bench.STREAM)), "T on the bound stream");
            require(!p.vf(1).policy().accepts(memory, LinkContext.trusted(STRANGE)), "T on another stream");
        });
        checks.put("T-123", p -> {
            p.run(1);
            require(completion(p, Way.TRUSTED).trusted(), "a completion without the T of its request");
        });
    }

    private static IdeOutcome.Delivered completion(Probe p, Way way) {
        var read = new MemoryRead(FakeHost.ROOT_PORT, 1, Bench.engine(p.vf(1)), 4);
        LinkFrame answer = p.bench.device().receive(p.bench.frame(read, way)).orElseThrow();
        return p.bench.host().opened((LinkFrame.Protected) answer);
    }
}
