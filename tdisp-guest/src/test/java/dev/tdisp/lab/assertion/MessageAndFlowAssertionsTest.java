package dev.tdisp.lab.assertion;

import static dev.tdisp.core.message.RequestCode.START_INTERFACE_REQUEST;
import static dev.tdisp.lab.assertion.TdispAssertions.assertThat;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import org.junit.jupiter.api.Test;

/** What assertions about messages and flows say when they fail. */
class MessageAndFlowAssertionsTest {
    private static final FunctionId FUNCTION = new FunctionId(0, RequesterId.of(1, 0, 1));

    @Test
    void aMessageShowsWhatItIs() {
        var header = TdispHeader.of(InterfaceId.of(FUNCTION));
        TdispMessage error = TdispError.of(header, TdispErrorCode.INVALID_NONCE);

        assertThat(error)
                .isTdispError(TdispErrorCode.INVALID_NONCE)
                .isFor(FUNCTION)
                .hasBytes(error.toBytes());
        FailureText.expect(() -> assertThat(error).answers(START_INTERFACE_REQUEST), """
                The message is another
                  expected : START_INTERFACE_RESPONSE
                  but was  : TDISP_ERROR INVALID_NONCE
                  clause   : TDISP 11.3.14
                """);
        FailureText.expect(() -> assertThat(error).isTdispError(TdispErrorCode.BUSY), """
                The message is another
                  expected : TDISP_ERROR BUSY
                  but was  : TDISP_ERROR INVALID_NONCE
                  clause   : TDISP 11.3.24
                """);
        FailureText.expect(() -> assertThat(error).isFor(new FunctionId(0, RequesterId.of(1, 0, 2))), """
                TDISP_ERROR is for another interface
                  expected : 0000:01:00.2
                  but was  : 0000:01:00.1
                  clause   : TDISP 11.3.3
                """);
    }

    @Test
    void aFlowShowsWhereItIs() {
        try (Lab lab = Lab.seeded(3)) {
            var attach = lab.attach(1);
            attach.runTo(Milestone.CONNECTED);

            assertThat(attach)
                    .hasReached(Milestone.CONNECTED)
                    .hasNotReached(Milestone.LOCKED)
                    .isUpTo("TSM");
            FailureText.expect(() -> assertThat(attach).in(lab).hasReached(Milestone.LOCKED), """
                    Flow attach has not reached LOCKED
                      step     : TSM: Authenticate the device and open an SPDM session
                      expected : LOCKED
                      but was  : CONNECTED
                      run again: -Dtdisp.seed=3
                    """);
            FailureText.expect(() -> assertThat(attach).isDone(), """
                    Flow attach is not done
                      expected : the end of the flow
                      but was  : before TSM: Program the keys of an IDE stream and enable it
                    """);
            FailureText.expect(() -> assertThat(attach).isUpTo("TVM"), """
                    Another party is next in flow attach
                      expected : TVM
                      but was  : before TSM: Program the keys of an IDE stream and enable it
                    """);
        }
    }
}
