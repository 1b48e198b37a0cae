package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.measurement.MeasurementSummary;

/** Checks and computes MeasurementSummaryHash (section 2.7). */
final class SummaryRules {
    private final Responder responder;

    SummaryRules(Responder responder) {
        this.responder = responder;
    }

    void requirePossible(Incoming in, int type) {
        Connection connection = responder.connection();
        boolean isMeasuring = connection.context().responder().has(Capability.MEAS_CAP)
                && connection
                        .suite()
                        .selected(AlgorithmCategory.MEASUREMENT_HASH)
                        .isPresent();
        if (type != MeasurementSummary.NONE.code() && !isMeasuring) {
            throw in.invalid("a summary is asked for, but there are no measurements");
        }
    }

    MeasurementSummary requireKnownType(Incoming in, int type) {
        return MeasurementSummary.of(type)
                .orElseThrow(() -> in.invalid("MeasurementSummaryHashType %02xh is reserved".formatted(type)));
    }

    Bytes compute(MeasurementSummary summary) {
        Connection connection = responder.connection();
        return summary == MeasurementSummary.NONE
                ? Bytes.EMPTY
                : responder
                        .measure()
                        .summaryHash(connection.hash(), connection.suite().measurementHash(), summary);
    }
}
