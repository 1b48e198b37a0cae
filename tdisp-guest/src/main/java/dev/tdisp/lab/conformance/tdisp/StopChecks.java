package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Tdi;

/** STOP_INTERFACE_REQUEST where there is nothing to stop: success in our reading, a refusal for the state in another. */
final class StopChecks {
    private static final int REFUSAL_SIZE = 24;
    private static final int STATE = 5;

    private StopChecks() {}

    static void run(Check check, Tdi tdi, TdiState from) {
        Answer answer = tdi.ask(RequestCode.STOP_INTERFACE_REQUEST);
        var reply = new Reply(check, tdi, answer);
        if (Reply.outcome(answer).equals(TdispErrorCode.INVALID_INTERFACE_STATE.name())) {
            reply.size(1, REFUSAL_SIZE);
            reply.header(2, TdispError.CODE);
            check.on(2)
                    .at(1)
                    .noting("published devices refuse STOP outside RUN")
                    .deviates("MessageType", "STOP_INTERFACE_RESPONSE", "TDISP_ERROR INVALID_INTERFACE_STATE");
            Reply.state(check, STATE, tdi, from);
        } else {
            reply.response(RequestCode.STOP_INTERFACE_REQUEST);
            Reply.state(check, STATE, tdi, TdiState.CONFIG_UNLOCKED);
        }
    }
}
