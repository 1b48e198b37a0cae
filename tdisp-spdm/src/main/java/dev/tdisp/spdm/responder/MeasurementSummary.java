package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import java.util.Map;

/** Checks and computes MeasurementSummaryHash (section 2.7). */
final class MeasurementSummary {
    private static final int NONE = 0;
    private static final int TRUSTED_COMPUTING_BASE = 1;
    private static final int ALL = 0xFF;

    private final Responder responder;

    MeasurementSummary(Responder responder) {
        this.responder = responder;
    }

    void requirePossible(Incoming in, int type) {
        Connection connection = responder.connection();
        boolean isMeasuring = connection.context().responder().has(Capability.MEAS_CAP)
                && connection
                        .suite()
                        .selected(AlgorithmCategory.MEASUREMENT_HASH)
                        .isPresent();
        if (type != NONE && !isMeasuring) {
            throw in.invalid("a summary is asked for, but there are no measurements");
        }
    }

    void requireKnownType(Incoming in, int type) {
        if (type != NONE && type != TRUSTED_COMPUTING_BASE && type != ALL) {
            throw in.invalid("MeasurementSummaryHashType %02xh is reserved".formatted(type));
        }
    }

    Bytes compute(int type) {
        if (type == NONE) {
            return Bytes.EMPTY;
        }
        MeasurementProvider provider = responder.measurements();
        Connection connection = responder.connection();
        Bytes[] blocks = provider.measure(connection.suite().measurementHash(), false).entrySet().stream()
                .filter(block -> type == ALL || provider.trustedComputingBase().contains(block.getKey()))
                .map(Map.Entry::getValue)
                .toArray(Bytes[]::new);
        return connection.hash().digest(blocks);
    }
}
