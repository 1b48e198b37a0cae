package dev.tdisp.lab.assertion;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.lab.TdispExchange;
import java.util.List;
import java.util.Optional;

/** Assertions on a request that was refused. */
public final class RefusalAssert extends TdispAssert<RefusalAssert, TdispExchange> {
    RefusalAssert(Optional<TdispExchange> refused, Surroundings around) {
        super(refused.orElse(null), RefusalAssert.class, around);
    }

    /** Fails unless there is a refusal. */
    RefusalAssert require(RequestCode request, List<TdispExchange> asked) {
        if (actual == null) {
            String found = asked.isEmpty()
                    ? "the request was not sent"
                    : asked.get(asked.size() - 1)
                            .response()
                            .map(response -> response.name())
                            .orElse("no answer");
            throw failure(request + " was not refused", "TDISP_ERROR", found, tdisp(request.clause()));
        }
        return this;
    }

    /**
     * Demands an error code.
     *
     * @param code the ERROR_CODE
     * @return this
     */
    public RefusalAssert with(TdispErrorCode code) {
        String found = actual.refusal().map(TdispError::detail).orElse("");
        return require(
                actual.error().equals(Optional.of(code)),
                actual.request().name() + " was refused for another reason",
                code,
                found,
                clause(actual));
    }

    static String clause(TdispExchange exchange) {
        return RequestCode.of(exchange.request().code())
                .map(code -> tdisp(code.clause()))
                .orElse("");
    }
}
