package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.host.vmm.ConfigAccess;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A device with everything at other places: who walks the chains gets along with it as well. */
class CompleteLayoutTest {
    @Test
    @Tag("P-009")
    @Tag("P-059")
    void hostFindsItsWayInAnotherLayout() {
        try (Lab lab = Lab.builder().profile(DeviceProfile.COMPLETE).build()) {
            lab.attach(2).runTo(Milestone.RUNNING);
            assertThat(lab.state(2)).isEqualTo(TdiState.RUN);

            lab.detach(2).run();
            assertThat(lab.state(2)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }

    @Test
    void hostAsksTheMailboxesForTheOneWithSpdm() {
        try (Lab lab = Lab.builder().profile(DeviceProfile.COMPLETE).build()) {
            lab.attach(1).runTo(Milestone.CONNECTED);

            var config =
                    new ConfigAccess(lab.device(), lab.vmm().driver().function().id());
            List<Integer> mailboxes = config.extendedCapabilities(CapabilityId.EXTENDED_DOE);
            assertThat(mailboxes).hasSize(2);
            assertThat(lab.events())
                    .filteredOn(TraceEvent.Message.class::isInstance)
                    .extracting(event -> ((TraceEvent.Message) event).protocol())
                    .contains("SPDM");
        }
    }
}
