package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.Acceptance;
import dev.tdisp.guest.Completion;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.CheckResult;
import dev.tdisp.guest.dma.DmaWork;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.rootport.LinkCounters;
import dev.tdisp.spdm.transport.DoeObject;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Device, hypervisor, security manager and guest, all real and all honest. */
class AttachAndDetachTest {
    private static final Bytes SECRET =
            Bytes.of("the guest's secret, which nobody else may see".getBytes(StandardCharsets.UTF_8));

    private final Bench bench = new Bench();

    private static long crc(Bytes content) {
        var crc = new CRC32();
        crc.update(content.toArray());
        return crc.getValue();
    }

    @Test
    void unlockedFunctionWorksOnSharedPagesByCopies() {
        EngineDriver driver = bench.guest.sharedDriver(bench.function);
        GuestBuffer source = bench.guest.heap().put(SECRET);
        GuestBuffer destination = bench.guest.heap().allocate(SECRET.size());

        JobResult result = driver.copy(source, destination);

        assertThat(driver.isPresent()).isTrue();
        assertThat(result.isDone()).as(result.toString()).isTrue();
        assertThat(bench.guest.heap().content(destination)).isEqualTo(SECRET);
        assertThat(driver.mapper().work()).isEqualTo(new DmaWork(2, 2, 2L * SECRET.size(), 0, 0));
    }

    @Test
    @Tag("P-122")
    void unlockedFunctionCannotReachPrivateMemory() {
        GuestBuffer secret = bench.guest.heap().put(SECRET);
        EngineDriver hostile = new EngineDriver(bench.space(), bench.window(0), Visibility.SHARED, new PretendDirect());

        JobResult result = hostile.checksum(secret);

        assertThat(result.outcome()).isEqualTo(JobResult.Outcome.FAILED);
    }

    @Test
    void guestAcceptsAndUsesAnInterface() {
        bench.locked();

        Acceptance acceptance = bench.guest.accept(bench.function);

        assertThat(acceptance.verdict().results())
                .filteredOn(result -> result.outcome() != CheckResult.Outcome.NOT_DEMANDED)
                .allSatisfy(result -> assertThat(result.outcome().name())
                        .as(result.toString())
                        .isEqualTo("PASSED"));
        assertThat(acceptance.verdict().undemanded())
                .containsExactly(Check.DEVICE_IDENTITY, Check.DEVICE_PINNED, Check.RANGES_FILL_WINDOWS);
        assertThat(acceptance.isAccepted()).as(acceptance.toString()).isTrue();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);

        EngineDriver driver = bench.guest.privateDriver(bench.function);
        GuestBuffer source = bench.guest.heap().put(SECRET);
        GuestBuffer destination = bench.guest.heap().allocate(SECRET.size());
        JobResult copied = driver.copy(source, destination);
        JobResult sum = driver.checksum(source);

        assertThat(copied.isDone()).as(copied.toString()).isTrue();
        assertThat(bench.guest.heap().content(destination)).isEqualTo(SECRET);
        assertThat(sum.result()).isEqualTo(crc(SECRET));
        assertThat(driver.mapper().work().copies()).isZero();
    }

    @Test
    void encryptionDoneTwiceDecrypts() {
        bench.accepted();
        EngineDriver driver = bench.guest.privateDriver(bench.function);
        GuestBuffer plain = bench.guest.heap().put(SECRET);
        GuestBuffer sealed = bench.guest.heap().allocate(SECRET.size());
        GuestBuffer opened = bench.guest.heap().allocate(SECRET.size());
        Bytes key = Bytes.filled(0x42, 32);
        Bytes counter = Bytes.filled(0, 16);

        driver.encrypt(key, counter, plain, sealed);
        driver.encrypt(key, counter, sealed, opened);

        assertThat(bench.guest.heap().content(sealed)).isNotEqualTo(SECRET);
        assertThat(bench.guest.heap().content(opened)).isEqualTo(SECRET);
    }

    @Test
    void hypervisorSeesCiphertextOnly() {
        bench.accepted();
        int before = bench.trace.size();
        GuestBuffer source = bench.guest.heap().put(SECRET);
        bench.guest.privateDriver(bench.function).checksum(source);

        assertThat(bench.vmm.relay().seen())
                .filteredOn(object -> object.type() == DoeObject.TYPE_SECURED_SPDM)
                .hasSizeGreaterThan(20);
        assertThat(bench.trace.eventsFrom(before))
                .noneSatisfy(event -> assertThat(event.toString()).contains(SECRET.toHex()));
    }

    @Test
    void sameSeedGivesTheSameTrace() {
        bench.accepted();

        Bench again = new Bench().accepted();

        assertThat(again.trace.events()).isEqualTo(bench.trace.events());
    }

    @Test
    void directDmaCostsNoCopiesAndBounceBuffersDo() {
        Bytes content = Bytes.filled(0x77, 10_000);
        bench.accepted();
        EngineDriver direct = bench.guest.privateDriver(bench.function);
        LinkCounters start = bench.port.counters();
        assertThat(direct.checksum(bench.guest.heap().put(content)).isDone()).isTrue();
        LinkCounters directTraffic = bench.port.counters().since(start);

        bench.guest.unlock(bench.function);
        EngineDriver bounced = bench.guest.sharedDriver(bench.function).completion(Completion.POLLING);
        LinkCounters middle = bench.port.counters();
        assertThat(bounced.checksum(bench.guest.heap().put(content)).isDone()).isTrue();
        LinkCounters bouncedTraffic = bench.port.counters().since(middle);

        assertThat(direct.mapper().work()).isEqualTo(new DmaWork(1, 0, 0, 10_000, 0));
        assertThat(bounced.mapper().work()).isEqualTo(new DmaWork(1, 1, 10_000, 0, 0));
        assertThat(directTraffic.bytesFromDevice())
                .isEqualTo(bouncedTraffic.bytesFromDevice())
                .isEqualTo(10_000);
    }

    @Test
    @Tag("T-085")
    @Tag("T-088")
    void nothingIsLeftBehind() {
        bench.accepted();
        bench.guest
                .privateDriver(bench.function)
                .fill(0x5EC2E7, bench.guest.heap().allocate(64));

        bench.guest.unlock(bench.function);
        bench.vmm.disconnect();

        var vf = bench.device.virtualFunction(1);
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.device.engines().engine(vf).isClear()).isTrue();
        assertThat(bench.device.engines().memory(vf).isClear()).isTrue();
        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isFalse();
        assertThat(bench.port.ide().streams()).noneMatch(stream -> stream.isKeyed());
        assertThat(bench.device.idePort().streams()).noneMatch(stream -> stream.isKeyed());
        assertThat(bench.device.dsm().spdm().sessions()).isEmpty();
    }

    @Test
    void interfaceCanBeAttachedAgain() {
        bench.accepted();
        bench.guest.unlock(bench.function);
        bench.vmm.disconnect();

        bench.accepted();

        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @Test
    void sharedWindowIsBackAfterwards() {
        bench.accepted();

        bench.guest.unlock(bench.function);

        assertThat(bench.guest.sharedDriver(bench.function).isPresent()).isTrue();
    }
}
