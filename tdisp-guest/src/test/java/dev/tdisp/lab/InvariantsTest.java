package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.dma.GuestBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InvariantsTest {
    private static final Bytes PLAN = Bytes.of("the plan that nobody else may see".getBytes(StandardCharsets.UTF_8));

    @Test
    void holdFromTheFirstStepToTheLast() {
        try (Lab lab = Lab.builder().seed(5).watched().build()) {
            lab.attach(1).run();
            lab.attach(2).run();
            lab.detach(1).run();
            lab.detach(2).run();

            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    void watchedLabDoesWhatAnUnwatchedOneDoes() {
        try (Lab watched = Lab.builder().seed(5).watched().build();
                Lab other = Lab.builder().seed(5).build()) {
            watched.attach(1).run();
            other.attach(1).run();

            assertThat(watched.events()).isEqualTo(other.events());
        }
    }

    @Test
    void secretThatIsBouncedIsSeen() {
        try (Lab lab = Lab.builder().watched().build()) {
            lab.attach(1).runTo(Milestone.STREAM_SECURE);
            lab.attach(1).runTo(Milestone.LOCKED);
            lab.secret("the plan", PLAN);
            lab.detach(1).runTo(Milestone.STOPPED);
            lab.vmm()
                    .assign(
                            lab.vmm().driver().functions().get(2).id(),
                            lab.guest().id());
            GuestBuffer buffer = lab.guest().heap().put(PLAN);

            lab.guest().sharedDriver(lab.vmm().driver().functions().get(2).id()).checksum(buffer);

            assertThat(lab.violations()).extracting(Violation::invariant).containsOnly(Invariant.SECRETS_ARE_HIDDEN);
            assertThat(lab.violations())
                    .anySatisfy(violation -> assertThat(violation.detail()).startsWith("the plan is in shared memory"));
        }
    }

    @Test
    void deafDeviceIsFoundOut() {
        try (Lab lab = Lab.builder().watched().build()) {
            lab.attach(1).run();
            lab.device().interfaceOf(lab.device().virtualFunction(1)).machine().ignore(TdiEvent.COMMAND_ENABLE_CLEARED);

            lab.vmm()
                    .driver()
                    .config(lab.vmm().driver().functions().get(1).id())
                    .clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);

            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            assertThat(lab.violations())
                    .extracting(Violation::invariant)
                    .containsExactly(Invariant.RUN_KEEPS_ITS_CONFIGURATION);
        }
    }
}
