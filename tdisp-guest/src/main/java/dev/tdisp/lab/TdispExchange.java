package dev.tdisp.lab;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A TDISP request in a trace, and what answered it. Nonces are blank, as in the trace.
 *
 * @param position which event the request is, from 0
 * @param request the request
 * @param response what came back, if something did
 */
public record TdispExchange(int position, TdispRequest request, Optional<TdispResponse> response) {
    /** The smallest code of a request. */
    private static final int FIRST_REQUEST = 0x80;

    /**
     * Finds all exchanges of a trace. What is no TDISP message is passed over.
     *
     * @param events what happened
     * @return the exchanges, in the order of their requests
     */
    public static List<TdispExchange> of(List<TraceEvent> events) {
        List<TdispExchange> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof TraceEvent.Message message
                    && decode(message).orElse(null) instanceof TdispRequest request) {
                found.add(new TdispExchange(i, request, answer(events, i + 1)));
            }
        }
        return List.copyOf(found);
    }

    private static Optional<TdispResponse> answer(List<TraceEvent> events, int from) {
        for (TraceEvent event : events.subList(from, events.size())) {
            if (event instanceof TraceEvent.Message message && isTdisp(message)) {
                return decode(message).map(answer -> answer instanceof TdispResponse response ? response : null);
            }
        }
        return Optional.empty();
    }

    private static boolean isTdisp(TraceEvent.Message message) {
        return message.protocol().equals(TdispMessage.PROTOCOL)
                && message.bytes().size() > 1;
    }

    private static Optional<TdispMessage> decode(TraceEvent.Message message) {
        if (!isTdisp(message)) {
            return Optional.empty();
        }
        try {
            boolean isRequest = message.bytes().at(1) > FIRST_REQUEST;
            return Optional.of(
                    isRequest ? TdispRequest.decode(message.bytes()) : TdispResponse.decode(message.bytes()));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /**
     * Tells whether it is a request of a kind.
     *
     * @param code the kind
     * @return true if so
     */
    public boolean is(RequestCode code) {
        return request.code() == code.code();
    }

    /**
     * Returns the refusal.
     *
     * @return the TDISP_ERROR that came back, if one did
     */
    public Optional<TdispError> refusal() {
        return response.filter(TdispError.class::isInstance).map(TdispError.class::cast);
    }

    /**
     * Returns why it was refused.
     *
     * @return the error, if it was refused with one that is defined
     */
    public Optional<TdispErrorCode> error() {
        return refusal().flatMap(TdispError::error);
    }
}
