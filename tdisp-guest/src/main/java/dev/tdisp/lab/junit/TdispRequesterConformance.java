package dev.tdisp.lab.junit;

import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.requester.RequesterCases;
import dev.tdisp.lab.conformance.requester.RequesterStand;
import dev.tdisp.lab.conformance.requester.RequesterSubject;

/**
 * Lets a host or guest attach to devices of the suite's, honest and hostile ones, and judges what it does. Whoever has one
 * makes a subclass that says how to let it attach:
 *
 * <pre>{@code
 * class OurHostConformanceTest extends TdispRequesterConformance {
 *     @Override
 *     protected RequesterSubject requester() {
 *         return new LabRequester(); // or a RequesterSubject of their own
 *     }
 * }
 * }</pre>
 */
public abstract class TdispRequesterConformance extends ProtocolConformance {
    /** Creates the tests. */
    protected TdispRequesterConformance() {
        super(RequesterCases::all);
    }

    /**
     * Returns who is asked. Called once for each case.
     *
     * @return the requester
     */
    protected abstract RequesterSubject requester();

    @Override
    final Subject asked() {
        return new RequesterStand(requester());
    }
}
