package dev.tdisp.spdm.transport;

import dev.tdisp.core.fault.FaultInjector;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * A transport that hurts what it carries.
 *
 * <p>Its hooks: a request passes {@link FaultPoint#SEND}, in the clear or before it is sealed, and its record
 * {@link FaultPoint#SEALED}; a response passes {@link FaultPoint#RECEIVE}, in the clear or as a record, and what was opened of
 * a record {@link FaultPoint#OPENED}. A request that comes several times is answered several times; what comes too much waits,
 * and the next exchange receives it first, as on a stream.
 */
public final class FaultyTransport implements SpdmTransport {
    private final SpdmTransport transport;
    private final FaultInjector injector;
    private final Function<TransportMessage, FaultSubject> describe;
    private final Deque<TransportMessage> waiting = new ArrayDeque<>();

    /**
     * Decorates a transport.
     *
     * @param transport carries the messages
     * @param injector hurts them
     * @param describe tells the name and the fields of a message, as far as the faults need them
     */
    public FaultyTransport(
            SpdmTransport transport, FaultInjector injector, Function<TransportMessage, FaultSubject> describe) {
        this.transport = transport;
        this.injector = injector;
        this.describe = describe;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        FaultPoint point = switch (request.kind()) {
            case SPDM -> FaultPoint.SEND;
            case SECURED -> FaultPoint.SEALED;
        };
        for (Bytes sent : injector.pass(point, describe.apply(request))) {
            receive(transport.exchange(new TransportMessage(request.kind(), sent)));
        }
        if (waiting.isEmpty()) {
            throw new TransportException("no response");
        }
        return waiting.remove();
    }

    @Override
    public TransportBinding binding() {
        return transport.binding();
    }

    @Override
    public RecordHooks hooks() {
        RecordHooks inner = transport.hooks();
        return new RecordHooks() {
            @Override
            public List<Bytes> sending(Bytes message) {
                return pass(FaultPoint.SEND, message).stream()
                        .flatMap(passed -> inner.sending(passed).stream())
                        .toList();
            }

            @Override
            public List<Bytes> opened(Bytes message) {
                return inner.opened(message).stream()
                        .flatMap(passed -> pass(FaultPoint.OPENED, passed).stream())
                        .toList();
            }
        };
    }

    private List<Bytes> pass(FaultPoint point, Bytes message) {
        return injector.pass(point, describe.apply(TransportMessage.spdm(message)));
    }

    private void receive(TransportMessage response) {
        for (Bytes received : injector.pass(FaultPoint.RECEIVE, describe.apply(response))) {
            waiting.add(new TransportMessage(response.kind(), received));
        }
    }
}
