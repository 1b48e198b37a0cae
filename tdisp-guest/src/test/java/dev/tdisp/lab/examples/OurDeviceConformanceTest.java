package dev.tdisp.lab.examples;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import dev.tdisp.lab.junit.TdispResponderConformance;
import java.util.List;

/** The conformance suite inside somebody's own tests, as the page about tests shows it. */
// example: conformance
class OurDeviceConformanceTest extends TdispResponderConformance {
    @Override
    protected Subject subject() {
        return SimulatedDevice.of(
                DeviceProfile.SPEC); // or new SocketResponder(address, framing, patience), or your own
    }

    @Override
    protected List<String> only() {
        return List.of("TDISP-VER", "TDISP-LOCK"); // without this, all cases
    }
}
// end of example
