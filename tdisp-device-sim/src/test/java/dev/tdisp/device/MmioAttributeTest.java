package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SET_MMIO_ATTRIBUTE at the device, by the bytes of the request. */
class MmioAttributeTest {
    private static final int NON_TEE = 4;
    private static final int ENGINE = 0;
    private static final int MEMORY = 2;
    private static final int TABLE = 3;
    private static final long TEE = Bench.VF_BAR0 + 0x2000;
    private static final Bytes DATA = Bytes.fromHex("f1f2f3f4");

    private final Bench bench = Bench.enumerated(2).secure();

    private static int set(Bench bench, long firstPage, long pages, int attributes, int rangeId) {
        var out = WireWriter.create();
        out.u64("first page", firstPage);
        out.u32("pages", pages & 0xFFFF_FFFFL);
        out.u16("attributes", attributes);
        out.u16("range id", rangeId);
        Bytes header = Bytes.fromHex("10 8a 00 00 01 01 00 00 00000000 00000000");
        Bytes answer = bench.exchange(VendorProtocol.TDISP, Bench.SESSION, header.plus(out.toBytes()));
        return answer.at(1) == 0x0A ? 0 : answer.at(16) | answer.at(17) << 8;
    }

    private List<MmioRange> run() {
        bench.run(bench.vf(1), LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX), Bench.STREAM.value()));
        return Peers.requester(bench, bench.vf(1)).report().mmioRanges();
    }

    private int set(MmioRange range, int attributes) {
        return set(bench, range.firstPage(), range.pageCount(), attributes, range.rangeId());
    }

    private void assertUnchanged() {
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        for (long at : new long[] {TEE, Bench.VF_BAR0 + 0xF_F000, Bench.VF_BAR0}) {
            assertThat(bench.readMemory(at, 4, Way.CLEAR)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUN")
    @Tag("GAP-MIO-01")
    @Tag("T-127")
    void outsideOfRunNothingIsChanged(TdiState state) {
        if (state != TdiState.CONFIG_UNLOCKED) {
            bench.lock(bench.vf(1));
        }
        if (state == TdiState.ERROR) {
            bench.write(bench.vf(1), "Command", 0);
        }

        assertThat(set(bench, TEE >>> 12, 0xFE, NON_TEE, 0)).isEqualTo(4);
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
    }

    @Test
    @Tag("GAP-MIO-02")
    @Tag("GAP-MIO-08")
    @Tag("T-133")
    void rangesThatAreNotUpdatableStayAsTheyAre() {
        List<MmioRange> ranges = run();

        assertThat(set(ranges.get(ENGINE), NON_TEE)).isEqualTo(1);
        assertThat(set(ranges.get(1), 0)).isEqualTo(1);
        assertThat(set(ranges.get(TABLE), NON_TEE)).isEqualTo(1);
        assertThat(set(ranges.get(TABLE + 1), 0)).isEqualTo(1);
        assertUnchanged();
        assertThat(bench.readMemory(Bench.VF_BAR2, 4, Way.CLEAR)).isEmpty();
    }

    /** Only exactly the range that was reported is meant: page, count and id relative to it. */
    @ParameterizedTest
    @CsvSource({
        "1, -1, 0",
        "0, -1, 0",
        "-1, 1, 0",
        "0, 1, 0",
        "-1, 0, 0",
        "0, 0, 1",
        "0, 0, 7",
        "256, 0, 0",
        "-254, 0, 0",
        "0, -254, 0",
        "0, 4294967041, 0",
        "4503599627370495, 0, 0"
    })
    @Tag("GAP-MIO-03")
    @Tag("GAP-MIO-04")
    @Tag("GAP-MIO-05")
    @Tag("GAP-MIO-12")
    @Tag("GAP-MIO-13")
    @Tag("T-133")
    void anythingButTheReportedRangeIsRefusedWhole(long page, long count, int id) {
        bench.run(bench.vf(2));
        MmioRange memory = run().get(MEMORY);

        int error = set(bench, memory.firstPage() + page, memory.pageCount() + count, NON_TEE, memory.rangeId() + id);

        assertThat(error).isEqualTo(1);
        assertUnchanged();
        assertThat(bench.readMemory(TEE + Bench.MIB, 4, Way.CLEAR)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0x1, false", "0x2, false", "0x8, false", "0x10, false", "0x8000, false"})
    @Tag("GAP-MIO-06")
    @Tag("GAP-MIO-07")
    void otherAttributeBitsAreIgnoredUnlessTheProfileChecksThem(int bit, boolean ignored) {
        MmioRange memory = run().get(MEMORY);
        assertThat(set(memory, NON_TEE | bit)).isZero();
        assertThat(bench.readMemory(TEE, 4, Way.CLEAR)).isPresent();

        Bench strict = new Bench(DeviceProfile.SPEC.withTdisp(
                        TdispProfile.SPEC.with(TdispSwitch.MMIO_ATTRIBUTE_RESERVED_CHECKED)))
                .enumerate(1)
                .secure();
        strict.run(strict.vf(1));

        assertThat(set(strict, memory.firstPage(), memory.pageCount(), NON_TEE | bit, 0))
                .isEqualTo(1);
        assertThat(strict.readMemory(TEE, 4, Way.CLEAR).isPresent()).isEqualTo(ignored);
    }

    @Test
    @Tag("GAP-MIO-09")
    @Tag("GAP-MIO-10")
    @Tag("GAP-MIO-11")
    @Tag("T-134")
    void sharedMemoryIsReachedByAllAndPrivateMemoryByItsGuestAgain() {
        MmioRange memory = run().get(MEMORY);
        bench.writeMemory(TEE, DATA, Way.TRUSTED);

        assertThat(set(memory, NON_TEE)).isZero();
        for (Way way : Way.values()) {
            assertThat(bench.readMemory(TEE, 4, way)).isEqualTo(Optional.of(DATA));
        }
        bench.writeMemory(TEE, Bytes.fromHex("01020304"), Way.CLEAR);
        assertThat(set(memory, 0)).isZero();

        assertThat(bench.readMemory(TEE, 4, Way.CLEAR)).isEmpty();
        assertThat(bench.readMemory(TEE, 4, Way.UNTRUSTED)).isEmpty();
        assertThat(bench.readMemory(TEE, 4, Way.TRUSTED)).contains(Bytes.fromHex("01020304"));
    }

    @Test
    @Tag("GAP-MIO-14")
    @Tag("GAP-RPT-20")
    @Tag("T-074")
    @Tag("T-135")
    void nextLockStartsWithTheDefaultAttributes() {
        MmioRange memory = run().get(MEMORY);
        set(memory, NON_TEE);
        assertThat(Peers.requester(bench, bench.vf(1)).report().mmioRanges().get(MEMORY))
                .isEqualTo(memory);
        bench.stop(bench.vf(1));

        assertThat(run().get(MEMORY)).isEqualTo(memory);
        assertUnchanged();
    }

    @Test
    @Tag("GAP-MIO-15")
    void accessSeesTheOldAttributesOrTheNewOnes() {
        MmioRange memory = run().get(MEMORY);

        for (int i = 0; i < 20; i++) {
            boolean isShared = i % 2 == 0;
            set(memory, isShared ? NON_TEE : 0);
            assertThat(bench.readMemory(TEE, 8, Way.CLEAR).isPresent()).isEqualTo(isShared);
            assertThat(bench.readMemory(Bench.VF_BAR0 + 0xF_FFF8, 8, Way.CLEAR).isPresent())
                    .isEqualTo(isShared);
        }
    }
}
