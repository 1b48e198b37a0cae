package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TdiReportTest {
    private final Bench bench = Bench.enumerated(2);

    @Test
    @Tag("T-071")
    @Tag("T-073")
    @Tag("T-069")
    @Tag("T-070")
    @Tag("T-066")
    void reportShowsTheBarsOfAVirtualFunction() {
        bench.secure();

        DeviceInterfaceReport report = report(bench, bench.parameters());

        long first = (Bench.VF_BAR0) >>> 12;
        assertThat(report.mmioRanges())
                .containsExactly(
                        new MmioRange(first, 1, MmioAttributes.NONE, 0),
                        new MmioRange(first + 1, 1, MmioAttributes.of(MmioAttribute.IS_NON_TEE_MEM), 0),
                        new MmioRange(first + 2, 254, MmioAttributes.of(MmioAttribute.IS_MEM_ATTR_UPDATABLE), 0));
        assertThat(report.msixMessageControl()).isZero();
        assertThat(report.interfaceInfo().has(InterfaceFeature.DMA_WITHOUT_PASID))
                .isTrue();
        assertThat(report.interfaceInfo().has(InterfaceFeature.NO_FW_UPDATE)).isFalse();
    }

    private DeviceInterfaceReport report(Bench bench, LockParameters parameters) {
        TdispRequester requester = bench.tdisp(bench.vf(1));
        requester.version();
        requester.capabilities();
        requester.lock(parameters);
        return requester.report();
    }

    @Test
    @Tag("T-070")
    @Tag("T-067")
    void reportShowsLockedMsixAndTheUpdatePolicy() {
        bench.write(bench.vf(1).requesterId(), 0x52, 2, 0x8000);
        bench.secure();

        DeviceInterfaceReport report = report(
                bench,
                LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX, LockFlag.NO_FW_UPDATE), Bench.STREAM.value()));

        assertThat(report.mmioRanges()).hasSize(5);
        assertThat(report.mmioRanges().get(3))
                .isEqualTo(new MmioRange(Bench.VF_BAR2 >>> 12, 1, MmioAttributes.of(MmioAttribute.MSIX_TABLE), 2));
        assertThat(report.mmioRanges().get(4))
                .isEqualTo(new MmioRange(
                        Bench.VF_BAR2 + 0x1_0000 >>> 12, 1, MmioAttributes.of(MmioAttribute.MSIX_PBA), 2));
        assertThat(report.msixMessageControl()).isEqualTo(0x800F);
        assertThat(report.interfaceInfo().has(InterfaceFeature.NO_FW_UPDATE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0xD000_0000L, -0x10_0000_0000L, 0x1000})
    @Tag("T-071")
    @Tag("T-072")
    void reportHidesPhysicalAddresses(long offset) {
        bench.secure();

        DeviceInterfaceReport report = report(bench, bench.parameters().withMmioReportingOffset(offset));

        assertThat(report.mmioRanges().get(0).firstPage()).isEqualTo(Bench.VF_BAR0 + offset >>> 12);
    }

    @Test
    void reportInByteAddressesIfTheProfileSaysSo() {
        TdispProfile profile =
                TdispProfile.SPEC.with(TdispSwitch.REPORT_IN_BYTE_ADDRESSES).with(TdispSwitch.REPORTING_OFFSET_IGNORED);
        Bench other =
                new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(1).secure();
        other.lock(other.vf(1), other.parameters().withMmioReportingOffset(0x1000));
        TdispRequester requester = other.tdisp(other.vf(1));
        requester.version();

        DeviceInterfaceReport report = DeviceInterfaceReport.decode(requester.reportBytes(), MmioAddressUnit.BYTE);

        assertThat(report.mmioRanges().get(0).startAddress()).isEqualTo(Bench.VF_BAR0);
    }

    @Test
    void reportOfThePhysicalFunctionIsItsOwn() {
        bench.secure();
        TdispRequester requester = bench.tdisp(bench.pf());
        requester.version();
        requester.capabilities();
        requester.lock(bench.parameters());

        assertThat(requester.report().mmioRanges())
                .extracting(MmioRange::firstPage, MmioRange::pageCount)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Bench.BAR0 >>> 12, 1L),
                        org.assertj.core.groups.Tuple.tuple((Bench.BAR0 >>> 12) + 1, 1L),
                        org.assertj.core.groups.Tuple.tuple((Bench.BAR0 >>> 12) + 2, 4094L));
    }
}
