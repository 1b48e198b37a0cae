package dev.tdisp.lab.script;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.StartInterfaceRequest;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.wire.Bytes;
import java.util.function.Function;

/**
 * A request of TDISP that a scripted device awaits.
 *
 * @param <M> the request
 * @param <E> this kind of expectation
 */
public abstract sealed class TdispExpectation<M extends TdispRequest, E extends TdispExpectation<M, E>>
        extends Expectation<M, E> permits RequestExpectation, ReportExpectation {
    TdispExpectation(Script script, Kind kind) {
        super(script, kind);
    }

    /**
     * Demands that the request is about the interface of an earlier exchange; and a start, that it has the nonce which was
     * sent then.
     *
     * @param capture the name under which that exchange was kept
     * @return this
     */
    public final E from(String capture) {
        step().check((message, captures) -> requireSame(message, capture, captures.require(capture)));
        return self();
    }

    private static void requireSame(Message message, String capture, Captured captured) {
        InterfaceId asked = ((TdispRequest) message.require()).header().interfaceId();
        InterfaceId before = captured.tdispRequest().header().interfaceId();
        if (!asked.normalized().equals(before.normalized())) {
            throw new Mistake("the interface is not that of '%s', %s".formatted(capture, before));
        }
        if (message.content() instanceof StartInterfaceRequest start && !hasNonce(start, captured.response())) {
            throw new Mistake("the nonce is not the one that was sent with '%s'".formatted(capture));
        }
    }

    private static boolean hasNonce(StartInterfaceRequest start, Bytes response) {
        int end = TdispHeader.SIZE + Nonce.SIZE;
        return response.size() >= end
                && response.slice(TdispHeader.SIZE, end)
                        .equalsInConstantTime(start.nonce().toBytes());
    }

    /**
     * Refuses the request. The honest device does not hear of it.
     *
     * @param code why
     * @return the exchange
     */
    public final Answered respondError(TdispErrorCode code) {
        return answer(Reaction.error(code));
    }

    /**
     * Answers with a message that the script makes. The honest device does not hear of the request.
     *
     * @param answer makes the response of the request
     * @return the exchange
     */
    @SuppressWarnings("unchecked")
    public final Answered respondWith(Function<? super M, ? extends TdispResponse> answer) {
        return answer(Reaction.made(request -> answer.apply((M) request)));
    }
}
