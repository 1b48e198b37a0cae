package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.function.DeviceFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function that asks the host what addresses mean, from the lock to the unlock. */
class AddressTranslationTest {
    private static DeviceProfile profile(boolean isComplete) {
        return isComplete ? DeviceProfile.COMPLETE : DeviceProfile.SPEC;
    }

    private static int refused(Lab lab) {
        return (int) lab.rootPort().counters().refused();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGuestsDataMovesByTranslatedRequests(boolean isComplete) {
        try (Lab lab = Lab.builder()
                .profile(profile(isComplete))
                .addressTranslation()
                .watched()
                .build()) {
            lab.attach(1).runTo(Milestone.DMA_DONE);

            DeviceFunction function = lab.device().virtualFunction(1);
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            assertThat(function.translations().size()).isPositive();
            assertThat(refused(lab)).isZero();

            lab.detach(1).run();

            assertThat(function.translations().size()).isZero();
            assertThat(function.translations().isEnabled()).isFalse();
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    void theDeviceForgetsTranslationsWhenTheGateCloses() {
        try (Lab lab = Lab.builder().addressTranslation().build()) {
            lab.attach(1).runTo(Milestone.DMA_DONE);
            DeviceFunction function = lab.device().virtualFunction(1);
            int before = lab.events().size();

            lab.iommu().gate(lab.function(1).requesterId()).close("test");

            assertThat(function.translations().size()).isZero();
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            assertThat(lab.eventsFrom(before))
                    .filteredOn(TraceEvent.Packet.class::isInstance)
                    .extracting(Object::toString)
                    .anyMatch(text -> text.contains("code 01h") && text.contains("T=1"))
                    .anyMatch(text -> text.contains("code 02h"));
        }
    }

    @Test
    void aFunctionThatIsUnassignedMayNotAskAnyLonger() {
        try (Lab lab = Lab.builder().addressTranslation().build()) {
            lab.attach(1).runTo(Milestone.DMA_DONE);
            FunctionId id = lab.function(1);
            DeviceFunction function = lab.device().virtualFunction(1);
            assertThat(lab.iommu().permitsTranslation(id.requesterId())).isTrue();

            lab.vmm().unassign(id);

            assertThat(lab.iommu().permitsTranslation(id.requesterId())).isFalse();
            assertThat(function.translations().isEnabled()).isFalse();
            assertThat(function.translations().size()).isZero();
            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofAFunctionThatIsGoneTheHostForgetsItAllTheSame(boolean isPulledOut) {
        try (Lab lab = Lab.builder().addressTranslation().build()) {
            lab.attach(1).runTo(Milestone.DMA_DONE);
            FunctionId id = lab.function(1);
            if (isPulledOut) {
                lab.vmm().surpriseRemoval();
            } else {
                lab.vmm().driver().disableVirtualFunctions();
            }

            lab.vmm().unassign(id);

            assertThat(lab.iommu().permitsTranslation(id.requesterId())).isFalse();
        }
    }

    @Test
    void aGuestThatDoesNotAllowItRejectsTheInterface() {
        try (Lab lab = Lab.builder().addressTranslation().policy(usual -> usual).build()) {
            assertThatThrownBy(() -> lab.attach(1).runTo(Milestone.ACCEPTED))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("FEATURES_ALLOWED");
        }
    }
}
