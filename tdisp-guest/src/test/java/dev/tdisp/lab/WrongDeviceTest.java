package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.EnumerationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host and a guest make of wrong devices: they work with them or refuse them, and nothing else comes of it. */
class WrongDeviceTest {
    @ParameterizedTest
    @MethodSource("dev.tdisp.device.wrong.WrongDevices#all")
    void anAttachIsDoneOrRefused(WrongDevice device) {
        assertThat(outcome(device)).isIn("done", "refused", "rejected", "failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SILENT",
                "SAYS_RUN_WHEN_LOCKED",
                "TELLS_THE_STATE_IN_FOUR_BYTES",
                "FORGETS_THE_INTERFACE_ID",
                "LOCKS_WITH_A_LONG_ANSWER",
                "STARTS_WITH_A_PAYLOAD",
                "PROMISES_A_RANGE_MORE",
                "SHIFTS_ADDRESSES",
                "GROWS",
                "REPORTS_ATS",
                "RANDOMISES_ONE_BYTE",
                "SPEAKS_VERSION_1_1",
                "REPEATS_THE_REQUEST_CODE",
                "ANSWERS_AS_ANOTHER_VENDOR",
                "FORGETS_THE_PROTOCOL_BYTE"
            })
    void aHostRefusesADeviceWhoseAnswersCannotBe(String name) {
        assertThat(outcome(WrongDevices.named(name).orElseThrow())).isIn("refused", "rejected");
    }

    private static String outcome(WrongDevice device) {
        try (Lab lab = Lab.builder().vfs(1).wrong(device).untraced().build()) {
            try {
                lab.attach(1).run();
                assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
                return "done";
            } catch (TsmException | EnumerationException e) {
                return "refused";
            } catch (RejectedException e) {
                return "rejected";
            } catch (IllegalStateException e) {
                return "failed";
            }
        }
    }
}
