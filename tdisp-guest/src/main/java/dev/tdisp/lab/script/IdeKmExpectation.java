package dev.tdisp.lab.script;

import dev.tdisp.core.idekm.IdeKmMessage;

/**
 * A request of IDE_KM that a scripted device awaits.
 *
 * @param <M> the request
 */
public final class IdeKmExpectation<M extends IdeKmMessage> extends Expectation<M, IdeKmExpectation<M>> {
    IdeKmExpectation(Script script, Kind kind) {
        super(script, kind);
    }

    @Override
    IdeKmExpectation<M> self() {
        return this;
    }
}
