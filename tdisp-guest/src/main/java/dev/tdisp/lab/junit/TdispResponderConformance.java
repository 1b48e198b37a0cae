package dev.tdisp.lab.junit;

import dev.tdisp.lab.conformance.suites.Suites;

/**
 * Asks a responder of TDISP all cases of the suite. Whoever has one makes a subclass that says how to reach it:
 *
 * <pre>{@code
 * class OurConformanceTest extends TdispResponderConformance {
 *     @Override
 *     protected Subject subject() {
 *         return SimulatedDevice.of(DeviceProfile.SPEC); // or a SocketResponder, or a Subject of their own
 *     }
 * }
 * }</pre>
 */
public abstract class TdispResponderConformance extends ResponderConformance {
    /** Creates the tests. */
    protected TdispResponderConformance() {
        super(Suites.TDISP);
    }
}
