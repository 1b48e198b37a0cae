package dev.tdisp.core.responder;

import static dev.tdisp.core.tdi.TdispSwitch.ERROR_REPLY_MOVES_TO_ERROR;
import static dev.tdisp.core.tdi.TdispSwitch.FUNCTION_BEEF_HOSTED;
import static dev.tdisp.core.tdi.TdispSwitch.INTERFACE_ID_COMPARED_WHOLE;
import static dev.tdisp.core.tdi.TdispSwitch.MMIO_ATTRIBUTE_RESERVED_CHECKED;
import static dev.tdisp.core.tdi.TdispSwitch.SEGMENT_WITHOUT_VALID_UNANSWERED;
import static dev.tdisp.core.tdi.TdispSwitch.UNKNOWN_REQUEST_TO_VENDOR;
import static dev.tdisp.core.tdi.TdispSwitch.VERSION_OPENS_INTERFACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What else the switches change, and what they leave alone. */
class DisputedDetailsTest {
    @Test
    void onlyRequestsGoToTheVendorAndOnlyThoseWhoseResponseIsNoError() {
        var device = MemoryDevice.with(UNKNOWN_REQUEST_TO_VENDOR);
        device.unknownAnswer = Optional.of(Bytes.fromHex("aa"));
        var tsm = new Tsm(device);

        for (String code : List.of("00", "03", "7F", "80", "FF")) {
            assertThat(Tsm.outcome(tsm.send(code))).as(code).isEqualTo("UNSUPPORTED_REQUEST");
        }
        assertThat(tsm.send("FE")).isEqualTo(Bytes.fromHex("10 7E 0000" + Tsm.FIRST + "aa"));
        device.unknownAnswer = Optional.empty();
        assertThat(Tsm.outcome(tsm.send("99"))).isEqualTo("UNSUPPORTED_REQUEST");
    }

    @Test
    void noOtherReplyThanAnErrorMovesToError() {
        var device = MemoryDevice.with(ERROR_REPLY_MOVES_TO_ERROR);
        var tsm = new Tsm(device).reach(TdiState.CONFIG_LOCKED);
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_LOCKED);

        tsm.startWithWrongNonce();

        assertThat(tsm.state()).isEqualTo(TdiState.ERROR);
        assertThat(device.tdi().machine().hasNonce()).isFalse();
    }

    @Test
    void aResetClosesTheInterfacesThatVersionsOpened() {
        var device = MemoryDevice.with(VERSION_OPENS_INTERFACE);
        var tsm = new Tsm(device);
        tsm.send(Tsm.VERSION);
        assertThat(Tsm.outcome(tsm.send(Tsm.STATE))).isEqualTo("ok");

        device.responder.reset();

        assertThat(Tsm.outcome(tsm.send(Tsm.STATE))).isEqualTo("INVALID_INTERFACE");
    }

    @Test
    void aWholeComparisonTakesTheOwnIdAndThatOfTheEmulatorAlone() {
        var device = MemoryDevice.with(INTERFACE_ID_COMPARED_WHOLE, FUNCTION_BEEF_HOSTED);

        for (String id : List.of(Tsm.FIRST, "efbe0000 0000000000000000")) {
            assertThat(Tsm.outcome(new Tsm(device, 1, id).send(Tsm.STATE))).isEqualTo("ok");
        }
        for (String id : List.of("00010000 0000000000000000", "efbe0000 0000000000000001")) {
            assertThat(Tsm.outcome(new Tsm(device, 1, id).send(Tsm.STATE))).isEqualTo("INVALID_INTERFACE");
        }
    }

    @Test
    void aSegmentThatIsValidOrAbsentIsAnswered() {
        var device = MemoryDevice.with(SEGMENT_WITHOUT_VALID_UNANSWERED);

        assertThat(raw(new Tsm(device), "10 85 0000 00010000 0000000000000000")).isEqualTo("1005");
        assertThat(raw(new Tsm(device), "10 85 0000" + Tsm.FIRST)).isEqualTo("1005");
        assertThat(raw(new Tsm(device), "10 85 0000 00010501 0000000000000000")).isEqualTo("107f");
    }

    @Test
    void aCheckedAttributeMayBeIsNonTeeMem() {
        var tsm = new Tsm(MemoryDevice.with(MMIO_ATTRIBUTE_RESERVED_CHECKED)).reach(TdiState.RUN);

        assertThat(Tsm.outcome(tsm.send(Tsm.ATTRIBUTE, "0000010100000000 00010000 0400 0200")))
                .isEqualTo("ok");
        assertThat(Tsm.outcome(tsm.send(Tsm.ATTRIBUTE, "0000010100000000 00010000 0000 0200")))
                .isEqualTo("ok");
    }

    /** Version and code of the answer, or a dash for none. */
    private static String raw(Tsm tsm, String hex) {
        return tsm.sendRaw(hex).map(response -> response.slice(0, 2).toHex()).orElse("-");
    }
}
