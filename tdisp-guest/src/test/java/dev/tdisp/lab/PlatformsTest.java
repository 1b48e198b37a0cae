package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.CheckResult.Outcome;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.platform.PlatformStep;
import dev.tdisp.host.platform.PlatformView;
import dev.tdisp.host.platform.PlatformView.Told;
import dev.tdisp.host.platform.Platforms;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.render.PlatformText;
import dev.tdisp.spdm.certificate.DeviceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformsTest {
    static Stream<PlatformProfile> platforms() {
        return Platforms.ALL.stream().filter(PlatformProfile::usesTdisp);
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void everyPlatformTakesADeviceIntoTrustAndOutOfItInItsOwnOrder(PlatformProfile platform) {
        try (Lab lab = Lab.builder().vfs(1).platform(platform).build()) {
            lab.attach(1).run();
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            lab.detach(1).run();

            List<Told> told = PlatformView.tell(platform, lab.events());

            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(told.stream().filter(Told.Verb.class::isInstance).map(Told.Verb.class::cast))
                    .extracting(Told.Verb::step)
                    .filteredOn(platform.acceptance()::contains)
                    .containsSubsequence(platform.acceptance().stream()
                            .filter(step -> platform.word(step).isSpoken())
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void everyPlatformLocksByItsOwnFlagsAndOffset(PlatformProfile platform) {
        try (Lab lab = Lab.builder().vfs(1).platform(platform).build()) {
            lab.attach(1).runTo(Milestone.LOCKED);

            LockParameters parameters = lab.device()
                    .interfaceOf(lab.device().virtualFunction(1))
                    .machine()
                    .binding()
                    .orElseThrow()
                    .parameters();
            assertThat(parameters.flags())
                    .isEqualTo(LockFlags.of(platform.lockFlags().toArray(LockFlag[]::new)));
            assertThat(parameters.mmioReportingOffset() != 0).isEqualTo(platform.hidesAddresses());
        }
    }

    @Test
    void amdStartsBeforeItMaps() {
        try (Lab lab = Lab.builder().vfs(1).platform(Platforms.SEV_TIO).build()) {
            assertThat(lab.attach(1).steps())
                    .extracting(Step::name)
                    .containsSubsequence(
                            "Start the interface",
                            "Accept the MMIO ranges of the report as private",
                            "Open the DMA gate");
        }
    }

    @Test
    void armTellsItsOwnStatesAndVerbs() {
        try (Lab lab = Lab.builder().vfs(1).platform(Platforms.ARM_CCA).build()) {
            lab.attach(1).run();

            assertThat(PlatformText.lines(Platforms.ARM_CCA, lab.events()))
                    .anyMatch(line -> line.contains("RHI set LOCKED -> RMI_VDEV_LOCK"))
                    .anyMatch(line -> line.contains("VDEV LOCKED"))
                    .anyMatch(line -> line.contains("RSI validate mapping"))
                    .anyMatch(line -> line.contains("VDEV STARTED"))
                    .anyMatch(line -> line.contains("RSI DMA enable"));
        }
    }

    @Test
    void everyStepOfATraceHasAWordSomewhere() {
        assertThat(PlatformStep.values())
                .allMatch(step -> Platforms.ALL.stream()
                        .anyMatch(platform -> platform.word(step).isSpoken()));
    }

    @Test
    void deviceWithoutTdispProvesWhoItIsAndWorksBySharedMemoryAlone() {
        try (Lab lab = Lab.builder()
                .vfs(1)
                .profile(DeviceProfile.SPDM_ALONE)
                .platform(Platforms.BOUNCE)
                .build()) {
            lab.attach(1).run();

            assertThat(lab.verdict(1).orElseThrow().failures()).isEmpty();
            assertThat(lab.verdict(1)
                            .orElseThrow()
                            .of(Check.MEASUREMENTS_SIGNED)
                            .outcome())
                    .isEqualTo(Outcome.PASSED);
            assertThat(lab.transfers(1).bounced().bytesCopied()).isPositive();
            assertThat(lab.transfers(1).direct().bytesDirect()).isZero();
            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(PlatformView.tell(Platforms.BOUNCE, lab.events()))
                    .extracting(Told::toString)
                    .containsExactly("connect", "evidence refresh -> guest_req (info)");
            lab.detach(1).run();
            assertThat(lab.tsm().isConnected()).isFalse();
        }
    }

    @Test
    void deviceWithoutTdispIsNotTakenIntoTrustAsIfItHadIt() {
        try (Lab lab = Lab.builder().vfs(1).profile(DeviceProfile.SPDM_ALONE).build()) {
            Flow<Milestone> attach = lab.attach(1);
            attach.runTo(Milestone.CONNECTED);

            assertThat(lab.vmm()
                            .driver()
                            .supportsTeeIo(lab.vmm().driver().functions().get(1).id()))
                    .isFalse();
            assertThatThrownBy(attach::next).isInstanceOf(TsmException.class);
            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }

    @Test
    void deviceWithoutTdispIsRefusedIfItIsNotTheOneThatIsExpected() {
        try (Lab lab = Lab.builder()
                .vfs(1)
                .profile(DeviceProfile.SPDM_ALONE)
                .platform(Platforms.BOUNCE)
                .policy(policy -> policy.withDevices(Set.of(new DeviceName("Other", "Device", "0002"))))
                .build()) {
            Flow<Milestone> attach = lab.attach(1);
            attach.runTo(Milestone.REPORTED);

            assertThatThrownBy(attach::next).isInstanceOf(RejectedException.class);
        }
    }
}
