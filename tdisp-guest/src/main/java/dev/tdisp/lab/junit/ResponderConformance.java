package dev.tdisp.lab.junit;

import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.suites.Suites;

/** Asks a responder all cases of a protocol. */
public abstract class ResponderConformance extends ProtocolConformance {
    ResponderConformance(Suites suite) {
        super(suite::cases);
    }

    /**
     * Returns who is asked. Called once for each case; each case opens a link of its own.
     *
     * @return the subject
     */
    protected abstract Subject subject();

    @Override
    final Subject asked() {
        return subject();
    }
}
