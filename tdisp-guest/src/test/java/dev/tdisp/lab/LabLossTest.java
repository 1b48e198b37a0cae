package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Attaches into which something breaks, at every point where something can. */
class LabLossTest {
    private enum Loss {
        SESSION_GIVEN_UP(lab -> lab.tsm().abandon("no reason")),
        DEVICE_REMOVED(lab -> lab.vmm().surpriseRemoval()),
        DEVICE_RESET(lab -> lab.vmm().driver().conventionalReset()),
        FUNCTION_RESET(lab -> lab.vmm()
                .driver()
                .functionLevelReset(lab.vmm().driver().functions().get(1).id())),
        FUNCTION_DISABLED(lab -> lab.vmm().driver().disableVirtualFunctions()),
        REQUESTS_DROPPED(lab -> lab.vmm().relay().tapRequests(object -> Bytes.EMPTY)),
        RESPONSES_CHANGED(lab -> lab.vmm()
                .relay()
                .tapResponses(object -> object.slice(0, object.size() - 4).plus(Bytes.filled(7, 4)))),
        RESPONSES_MALFORMED(lab -> lab.vmm().relay().tapResponses(object -> Bytes.filled(7, 5)));

        private final Consumer<Lab> blow;

        Loss(Consumer<Lab> blow) {
            this.blow = blow;
        }
    }

    static Stream<Arguments> losses() {
        return Stream.of(Milestone.STREAM_SECURE, Milestone.LOCKED, Milestone.ACCEPTED, Milestone.RUNNING)
                .flatMap(milestone -> Arrays.stream(Loss.values()).map(loss -> Arguments.of(milestone, loss)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void detachCleansUpWhateverIsLost(Milestone milestone, Loss loss) {
        try (Lab lab = Lab.seeded(3)) {
            Flow<Milestone> attach = lab.attach(1);
            attach.runTo(milestone);

            loss.blow.accept(lab);

            goOn(attach);

            assertThatCode(() -> lab.detach(1).run()).doesNotThrowAnyException();
            assertThat(lab.tsm().isConnected()).isFalse();
        }
    }

    private static void goOn(Flow<Milestone> attach) {
        try {
            attach.run();
        } catch (RuntimeException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Test
    void functionThatIsGoneIsNotAttachedInTheBooksEither() {
        try (Lab lab = Lab.seeded(3)) {
            Flow<Milestone> attach = lab.attach(1);
            attach.runTo(Milestone.STREAM_SECURE);
            lab.vmm().driver().disableVirtualFunctions();

            assertThatThrownBy(attach::run).hasMessageContaining("no function");

            assertThatCode(() -> lab.detach(1).run()).doesNotThrowAnyException();
        }
    }

    @Test
    void aLabDoesNotWearOut() {
        try (Lab lab = Lab.builder().untraced().build()) {
            for (int vf : List.of(1, 2, 3, 4, 1, 2, 3, 4)) {
                lab.attach(vf).run();
                lab.detach(vf).run();

                assertThat(lab.state(vf)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            }
        }
    }
}
