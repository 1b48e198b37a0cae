package com.example.vmm;

import static dev.tdisp.core.message.RequestCode.LOCK_INTERFACE_REQUEST;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_DEVICE_CONFIGURATION;
import static dev.tdisp.lab.assertion.TdiMove.LOCKED_TO_RUN;
import static dev.tdisp.lab.assertion.TdiMove.UNLOCKED_TO_LOCKED;
import static dev.tdisp.lab.assertion.TdispAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Tdi;
import dev.tdisp.lab.junit.Simulated;
import dev.tdisp.lab.junit.TdispTest;
import org.junit.jupiter.api.Test;

@TdispTest(seed = 7)
class DriverTest {
    @Simulated
    private SrIovDevice device;

    @Test
    void attaches(Lab lab, Tdi tdi) {
        tdi.attach().run();

        assertThat(tdi).isInState(TdiState.RUN).isAccepted();
        assertThat(lab.events()).containsTransitions(UNLOCKED_TO_LOCKED, LOCKED_TO_RUN);
        assertThat(lab.seed()).isEqualTo(7);
    }

    @Test
    void seesARefusal(Tdi tdi) {
        device.interfaceOf(device.virtualFunction(1)).object("self test failed");

        assertThatThrownBy(tdi.attach()::run).isInstanceOf(TsmException.class);

        assertThat(tdi).refused(LOCK_INTERFACE_REQUEST).with(INVALID_DEVICE_CONFIGURATION);
    }
}
