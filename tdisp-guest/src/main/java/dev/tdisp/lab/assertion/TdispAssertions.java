package dev.tdisp.lab.assertion;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.Tdi;
import java.util.List;

/**
 * Assertions in the words of the protocol. Import {@code assertThat} from here, and from AssertJ too if you like: they do not
 * get in each other's way.
 *
 * <pre>{@code
 * assertThat(lab.tdi(1)).isInState(TdiState.RUN);
 * assertThat(lab.events()).containsTransitions(UNLOCKED_TO_LOCKED, LOCKED_TO_RUN);
 * assertThat(lab.events()).refused(LOCK_INTERFACE_REQUEST).with(INVALID_INTERFACE_STATE);
 * }</pre>
 *
 * <p>A failure always shows what is wrong in the same frame: the step that was done last, what was expected, what is, the
 * clause of the specification, the end of the trace, and how to run it again. What it cannot know it leaves out;
 * {@code in(lab)} tells it.
 */
public final class TdispAssertions {
    private TdispAssertions() {}

    /**
     * Starts to assert on a lab.
     *
     * @param actual the lab
     * @return its assertions
     */
    public static LabAssert assertThat(Lab actual) {
        return new LabAssert(actual);
    }

    /**
     * Starts to assert on an interface of a lab.
     *
     * @param actual the interface
     * @return its assertions
     */
    public static TdiAssert assertThat(Tdi actual) {
        return new TdiAssert(actual);
    }

    /**
     * Starts to assert on an interface inside a device.
     *
     * @param actual the interface
     * @return its assertions
     */
    public static InterfaceAssert assertThat(TeeDeviceInterface actual) {
        return new InterfaceAssert(actual, Surroundings.UNKNOWN);
    }

    /**
     * Starts to assert on a device.
     *
     * @param actual the device
     * @return its assertions
     */
    public static DeviceAssert assertThat(SrIovDevice actual) {
        return new DeviceAssert(actual, Surroundings.UNKNOWN);
    }

    /**
     * Starts to assert on what happened.
     *
     * @param actual the events
     * @return their assertions
     */
    public static TraceAssert assertThat(List<TraceEvent> actual) {
        return new TraceAssert(actual, Surroundings.of(actual));
    }

    /**
     * Starts to assert on a procedure of a lab.
     *
     * @param actual the flow
     * @return its assertions
     */
    public static FlowAssert assertThat(Flow<Milestone> actual) {
        return new FlowAssert(actual, Surroundings.UNKNOWN);
    }

    /**
     * Starts to assert on a message.
     *
     * @param actual the message
     * @return its assertions
     */
    public static MessageAssert assertThat(TdispMessage actual) {
        return new MessageAssert(actual);
    }

    /**
     * Starts to assert on the report on an interface.
     *
     * @param actual the report
     * @return its assertions
     */
    public static ReportAssert assertThat(DeviceInterfaceReport actual) {
        return new ReportAssert(actual, Surroundings.UNKNOWN);
    }

    /**
     * Starts to assert on evidence.
     *
     * @param actual the evidence
     * @return its assertions
     */
    public static EvidenceAssert assertThat(Evidence actual) {
        return new EvidenceAssert(actual, Surroundings.UNKNOWN);
    }

    /**
     * Starts to assert on a guest's verdict.
     *
     * @param actual the verdict
     * @return its assertions
     */
    public static VerdictAssert assertThat(Verdict actual) {
        return new VerdictAssert(actual, Surroundings.UNKNOWN);
    }
}
