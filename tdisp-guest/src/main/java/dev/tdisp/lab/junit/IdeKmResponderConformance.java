package dev.tdisp.lab.junit;

import dev.tdisp.lab.conformance.suites.Suites;

/**
 * Asks a responder of IDE_KM all cases of the suite. Whoever has one makes a subclass that says how to reach it:
 *
 * <pre>{@code
 * class OurConformanceTest extends IdeKmResponderConformance {
 *     @Override
 *     protected Subject subject() {
 *         return SimulatedDevice.of(DeviceProfile.SPEC); // or a SocketResponder, or a Subject of their own
 *     }
 * }
 * }</pre>
 */
public abstract class IdeKmResponderConformance extends ResponderConformance {
    /** Creates the tests. */
    protected IdeKmResponderConformance() {
        super(Suites.IDE_KM);
    }
}
