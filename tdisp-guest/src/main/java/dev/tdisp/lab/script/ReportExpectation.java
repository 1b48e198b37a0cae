package dev.tdisp.lab.script;

import dev.tdisp.core.message.GetDeviceInterfaceReport;

/** GET_DEVICE_INTERFACE_REPORT, which a scripted device awaits. */
public final class ReportExpectation extends TdispExpectation<GetDeviceInterfaceReport, ReportExpectation> {
    ReportExpectation(Script script, Kind kind) {
        super(script, kind);
    }

    @Override
    ReportExpectation self() {
        return this;
    }

    /**
     * Answers honestly, but with small portions, and awaits a request for each until nothing of the report remains. Assertions
     * are made about every one of these requests.
     *
     * @param size the most bytes of the report in one answer
     * @return the last exchange
     * @throws IllegalArgumentException if the size is not positive
     */
    public Answered respondInChunksOf(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size: %d".formatted(size));
        }
        return answer(Reaction.chunks(size));
    }
}
