package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.DmaResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many interfaces of one device, and of two, keep out of each other's way. */
class IsolationTest {
    private static final int MANY = 256;
    private static final long FAR = 0x60;
    private static final long MEMORY = 0x2000;

    private final Bench bench = Bench.enumerated(4).secure();

    /** What the world can see of an interface. */
    private record Snapshot(TdiState state, boolean hasNonce, Bytes report, boolean isClear) {
        static Snapshot of(Bench bench, DeviceFunction function) {
            var machine = bench.tdi(function).machine();
            return new Snapshot(
                    machine.state(),
                    machine.hasNonce(),
                    machine.report(),
                    bench.device().engines().memory(function).isClear());
        }
    }

    private static Bench many() {
        var large = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.accelerator(MANY)));
        large.enumerate(0);
        large.write(large.pf(), "VF BAR2 upper", FAR);
        large.enableVirtualFunctions(MANY);
        return large.secure();
    }

    @Test
    @Tag("GAP-SRI-01")
    @Tag("GAP-SRI-05")
    @Tag("GAP-SRI-06")
    @Tag("P-026")
    @Tag("P-040")
    void manyInterfacesLockAndRunEachForItself() {
        Bench large = many();
        List<DeviceFunction> functions =
                IntStream.rangeClosed(1, MANY).mapToObj(large::vf).toList();
        assertThat(large.vf(MANY).requesterId().value()).isEqualTo(0x0200);

        var nonces = new ArrayList<Nonce>();
        var ranges = new HashSet<Long>();
        int pages = 0;
        for (DeviceFunction function : functions) {
            nonces.add(large.lock(function));
            for (MmioRange range : report(large, function).mmioRanges()) {
                for (long page = 0; page < range.pageCount(); page++) {
                    ranges.add(range.firstPage() + page);
                    pages++;
                }
            }
        }
        assertThat(functions).allMatch(function -> large.state(function) == TdiState.CONFIG_LOCKED);
        assertThat(ranges).as("pages that no two interfaces report").hasSize(pages);
        for (int i = 0; i < MANY; i++) {
            assertThat(large.state(functions.get(MANY - 1))).isEqualTo(TdiState.CONFIG_LOCKED);
            start(large, functions.get(i), nonces.get(i));
        }
        assertThat(functions).allMatch(function -> large.state(function) == TdiState.RUN);
        assertThat(large.state(large.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);

        large.write(large.vf(200), "Command", 0);

        assertThat(functions)
                .filteredOn(function -> large.state(function) == TdiState.ERROR)
                .containsExactly(large.vf(200));
    }

    private static void start(Bench bench, DeviceFunction function, Nonce nonce) {
        TdispRequester requester = bench.tdisp(function);
        requester.version();
        requester.capabilities();
        requester.start(nonce);
    }

    private static DeviceInterfaceReport report(Bench bench, DeviceFunction function) {
        TdispRequester requester = bench.tdisp(function);
        requester.version();
        requester.capabilities();
        return requester.report();
    }

    @Test
    @Tag("GAP-SRI-02")
    @Tag("GAP-SRI-03")
    @Tag("GAP-SRI-04")
    void messagesToOneLeaveTheOthersAsTheyAre() {
        bench.lock(bench.vf(2));
        bench.run(bench.vf(3));
        bench.run(bench.vf(4));
        bench.write(bench.vf(4), "Command", 0);
        bench.writeMemory(Bench.engine(bench.vf(3)) + MEMORY, Bytes.filled(3, 16), Way.TRUSTED);
        List<Snapshot> before = others();

        TdispRequester requester = bench.tdisp(bench.vf(1));
        requester.version();
        assertThat(others()).isEqualTo(before);
        requester.capabilities();
        Nonce nonce = requester.lock(bench.parameters());
        assertThat(others()).isEqualTo(before);
        requester.report();
        requester.state();
        requester.start(nonce);
        assertThat(others()).isEqualTo(before);
        bench.write(bench.vf(1), "Command", 0);
        assertThat(others()).as("after ERROR").isEqualTo(before);
        requester.stop();
        assertThat(others()).as("after STOP").isEqualTo(before);

        assertThat(bench.copy(bench.vf(3), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 64, Way.TRUSTED))
                .isEqualTo(2);
    }

    private List<Snapshot> others() {
        return IntStream.rangeClosed(2, 4)
                .mapToObj(index -> Snapshot.of(bench, bench.vf(index)))
                .toList();
    }

    @Test
    @Tag("GAP-SRI-07")
    void physicalAndVirtualFunctionsLockInAnyOrder() {
        bench.run(bench.vf(1));
        bench.run(bench.pf());
        bench.stop(bench.vf(1));
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.RUN);
        bench.lock(bench.vf(2));

        bench.stop(bench.pf());

        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("GAP-SRI-09")
    @Tag("GAP-NON-03")
    @Tag("GAP-NON-04")
    void nonceOfOneInterfaceIsNothingToAnother() {
        Nonce first = bench.lock(bench.vf(1));
        Nonce second = bench.lock(bench.vf(2));
        assertThat(first.matches(second)).isFalse();

        assertThatThrownBy(() -> start(bench, bench.vf(2), first.copy()))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_NONCE));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.CONFIG_LOCKED);
        start(bench, bench.vf(2), second);
        start(bench, bench.vf(1), first);
    }

    @Test
    @Tag("GAP-SRI-11")
    @Tag("GAP-IDE-20")
    void streamThatFailsEndsAllOnIt() {
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));

        bench.setStreamControl(0, bench.streamControl(0) & ~1L);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(3))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-SRI-15")
    @Tag("P-035")
    void virtualFunctionComesBackWithoutAPast() {
        bench.run(bench.vf(1));
        bench.writeMemory(Bench.engine(bench.vf(1)) + MEMORY, Bytes.filled(1, 16), Way.TRUSTED);

        bench.write(bench.pf(), "SR-IOV Control", 0x38);
        bench.write(bench.pf(), "SR-IOV Control", 0x39);

        Snapshot now = Snapshot.of(bench, bench.vf(1));
        assertThat(now.state()).isEqualTo(TdiState.ERROR);
        assertThat(now.hasNonce()).isFalse();
        assertThat(now.isClear()).isTrue();
        assertThat(bench.read(bench.vf(1), "Command")).isZero();
        assertThat(bench.vf(1)
                        .dma()
                        .write(Bench.HOST_BUFFER, Bytes.filled(1, 4))
                        .status())
                .isEqualTo(DmaResult.Status.BLOCKED);
    }

    @Test
    @Tag("GAP-SRI-16")
    void twoDevicesWithTheSameNumbersDoNotKnowEachOther() {
        Bench other = Bench.enumerated(4).secure();
        Nonce here = bench.lock(bench.vf(1));
        Nonce there = other.lock(other.vf(1));

        start(bench, bench.vf(1), here);
        bench.write(bench.vf(1), "Command", 0);

        assertThat(other.state(other.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
        start(other, other.vf(1), there);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("GAP-SRI-17")
    void oneInterfaceMoreThanThereAreIsRefusedCleanly() {
        TdispRequester requester = new TdispRequester(
                message -> bench.exchange(dev.tdisp.spdm.vendor.VendorProtocol.TDISP, Bench.SESSION, message),
                dev.tdisp.core.message.InterfaceId.of(new dev.tdisp.core.pcie.RequesterId(0x0105)),
                dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                bench.env("tsm"));

        assertThatThrownBy(requester::version)
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_INTERFACE));
        bench.lock(bench.vf(4));
    }
}
