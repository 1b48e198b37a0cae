package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** NUM_REQ_THIS and NUM_REQ_ALL. */
@Tag("T-136")
class FlowControlTest {
    private static final InterfaceId FIRST = new InterfaceId(0x0100_0100, 0);
    private static final InterfaceId SECOND = new InterfaceId(0x0100_0101, 0);

    @Test
    void aBusyInterfaceAnswersBusyAndDoesNothing() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        var tsm = new Tsm(device);
        RequestSlot slot = device.responder.occupy(FIRST).orElseThrow();

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("BUSY");
        assertThat(device.tdi().machine().state()).isEqualTo(TdiState.CONFIG_UNLOCKED);

        slot.close();
        slot.close();
        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("ok");
    }

    @Test
    @Tag("GAP-SRI-18")
    void anotherInterfaceIsNotBusy() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        device.responder.occupy(FIRST).orElseThrow();

        assertThat(Tsm.outcome(new Tsm(device, 1, Tsm.SECOND).send(Tsm.STATE))).isEqualTo("ok");
    }

    @Test
    void theLimitOfAllCountsOverAllInterfaces() {
        var device = new MemoryDevice(TdispProfile.SPEC.withRequests(2, 3));
        device.responder.occupy(FIRST).orElseThrow();
        device.responder.occupy(SECOND).orElseThrow();
        assertThat(Tsm.outcome(new Tsm(device).send(Tsm.STATE))).isEqualTo("ok");
        RequestSlot third = device.responder.occupy(SECOND).orElseThrow();

        assertThat(Tsm.outcome(new Tsm(device).send(Tsm.STATE))).isEqualTo("BUSY");
        assertThat(device.responder.occupy(FIRST)).isEmpty();

        third.close();
        assertThat(Tsm.outcome(new Tsm(device).send(Tsm.STATE))).isEqualTo("ok");
    }

    @Test
    void aRequestWithinARequestIsBusy() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        var tsm = new Tsm(device).reach(TdiState.RUN);
        List<String> outcomes = new ArrayList<>();
        device.tdi().whileStopping = () -> outcomes.add(Tsm.outcome(tsm.send(Tsm.STATE)));

        assertThat(Tsm.outcome(tsm.send(Tsm.STOP))).isEqualTo("ok");

        assertThat(outcomes).containsExactly("BUSY");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void aZeroIsAdvertisedAsZeroAndMeansOne() {
        var device = new MemoryDevice(TdispProfile.SPEC.withRequests(0, 0));

        var capabilities = new Tsm(device).send(Tsm.CAPABILITIES, "00000000");

        assertThat(capabilities.at(42)).isZero();
        assertThat(capabilities.at(43)).isZero();
    }

    @Test
    void aResetFreesAllPlaces() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        RequestSlot slot = device.responder.occupy(FIRST).orElseThrow();

        device.responder.reset();
        assertThat(Tsm.outcome(new Tsm(device).send(Tsm.STATE))).isEqualTo("ok");

        slot.close();
        assertThat(device.responder.occupy(FIRST)).isPresent();
        assertThat(device.responder.occupy(FIRST)).isEmpty();
    }

    @Test
    void aStrangerHasNoPlaces() {
        var device = new MemoryDevice(TdispProfile.SPEC);

        assertThatIllegalArgumentException().isThrownBy(() -> device.responder.occupy(new InterfaceId(0x200, 0)));
    }
}
