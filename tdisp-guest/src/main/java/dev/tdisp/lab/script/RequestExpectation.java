package dev.tdisp.lab.script;

import dev.tdisp.core.message.TdispRequest;

/**
 * A request of TDISP, apart from GET_DEVICE_INTERFACE_REPORT, that a scripted device awaits.
 *
 * @param <M> the request
 */
public final class RequestExpectation<M extends TdispRequest> extends TdispExpectation<M, RequestExpectation<M>> {
    RequestExpectation(Script script, Kind kind) {
        super(script, kind);
    }

    @Override
    RequestExpectation<M> self() {
        return this;
    }
}
