package dev.tdisp.lab.examples;

import static dev.tdisp.lab.assertion.TdiMove.LOCKED_TO_RUN;
import static dev.tdisp.lab.assertion.TdiMove.UNLOCKED_TO_LOCKED;
import static dev.tdisp.lab.assertion.TdispAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.RejectedException;
import dev.tdisp.lab.Tdi;
import dev.tdisp.lab.junit.LabSetup;
import dev.tdisp.lab.junit.TdispTest;
import dev.tdisp.spdm.measurement.DeviceMode;
import org.junit.jupiter.api.Test;

/** Tests that an annotation gives a lab, as the page about tests shows them. */
class DriverExamplesTest {
    @Test
    void attachesAndRuns() {
        // example: hello
        try (Lab lab = Lab.seeded(42)) {
            lab.attach(1).run();

            assertThat(lab.tdi(1)).isInState(TdiState.RUN);
            assertThat(lab.events()).containsTransitions(UNLOCKED_TO_LOCKED, LOCKED_TO_RUN);
        }
        // end of example
    }

    // example: junit
    @TdispTest(seed = 7, profile = "complete")
    static class MyDriver {
        @Test
        void rejectsADeviceUnderADebugger(SrIovDevice device, Tdi tdi) {
            long debugger = DeviceMode.INVASIVE_DEBUG_ACTIVE;
            device.firmware().authoriseDebug(new DeviceMode(DeviceMode.NORMAL, DeviceMode.NORMAL, debugger, debugger));

            assertThatThrownBy(tdi.attach()::run).isInstanceOf(RejectedException.class);

            assertThat(tdi).isRejectedBecause(Check.DEVICE_MODE).isInState(TdiState.CONFIG_LOCKED);
        }
    }
    // end of example

    @Test
    @TdispTest
    void stepsAreAwaitedAndDisturbed(Lab lab, Tdi tdi) {
        // example: steps
        var attach = tdi.attach();
        attach.runTo(Milestone.LOCKED);
        assertThat(attach).in(lab).hasReached(Milestone.LOCKED).isUpTo("TSM");

        lab.vmm().driver().functionLevelReset(tdi.function());
        assertThat(tdi).as("a reset ends the lock").isInState(TdiState.ERROR);

        assertThatThrownBy(attach::run).isInstanceOf(TsmException.class);
        assertThat(tdi).refused(RequestCode.GET_DEVICE_INTERFACE_REPORT).with(TdispErrorCode.INVALID_INTERFACE_STATE);
        // end of example
    }

    @Test
    @TdispTest(setup = Rough.class)
    void whatGoesWrongIsAList(Lab lab, Tdi tdi) {
        // example: faults-test
        assertThatThrownBy(tdi.attach()::run).hasMessageContaining("65535 bytes wanted");

        assertThat(tdi).isInState(TdiState.CONFIG_LOCKED);
        assertThat(lab.events()).containsMessages("LOCK_INTERFACE_RESPONSE", "DEVICE_INTERFACE_REPORT");
        // end of example
    }

    // example: faults
    static final class Rough implements LabSetup {
        @Override
        public void prepare(LabBuilder lab) {
            lab.faults(FaultPlan.parse("""
                    seed 7
                    response LOCK_INTERFACE_RESPONSE: delay 3000
                    response DEVICE_INTERFACE_REPORT: set PORTION_LENGTH ffff
                    receive *%50: delay 20
                    """));
        }
    }
    // end of example
}
