package dev.tdisp.lab.assertion;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** Assertions on a TDISP message. */
public final class MessageAssert extends TdispAssert<MessageAssert, TdispMessage> {
    private static final String ANOTHER = "The message is another";

    MessageAssert(TdispMessage actual) {
        super(actual, MessageAssert.class, Surroundings.UNKNOWN);
    }

    /**
     * Demands a request.
     *
     * @param code which
     * @return this
     */
    public MessageAssert isRequest(RequestCode code) {
        return require(actual.code() == code.code(), ANOTHER, code, actual.name(), tdisp(code.clause()));
    }

    /**
     * Demands the response to a request; an error is none.
     *
     * @param code which request
     * @return this
     */
    public MessageAssert answers(RequestCode code) {
        return require(
                actual.code() == code.responseCode(), ANOTHER, code.responseName(), shown(), tdisp(code.clause()));
    }

    /**
     * Demands TDISP_ERROR.
     *
     * @param code the ERROR_CODE
     * @return this
     */
    public MessageAssert isTdispError(TdispErrorCode code) {
        boolean holds = actual instanceof TdispError error && error.error().equals(Optional.of(code));
        return require(holds, ANOTHER, TdispError.NAME + " " + code, shown(), tdisp("11.3.24"));
    }

    /**
     * Demands an interface.
     *
     * @param function the function that hosts it
     * @return this
     */
    public MessageAssert isFor(FunctionId function) {
        return require(
                actual.header().interfaceId().addresses(function),
                actual.name() + " is for another interface",
                function,
                actual.header().interfaceId(),
                tdisp("11.3.3"));
    }

    /**
     * Demands bytes.
     *
     * @param expected the whole message, from the TDISPVersion byte on
     * @return this
     */
    public MessageAssert hasBytes(Bytes expected) {
        Bytes found = actual.toBytes();
        return require(found.equals(expected), actual.name() + " has other bytes", expected, found, tdisp("11.3.3"));
    }

    private String shown() {
        return (actual.name() + " " + actual.detail()).stripTrailing();
    }
}
