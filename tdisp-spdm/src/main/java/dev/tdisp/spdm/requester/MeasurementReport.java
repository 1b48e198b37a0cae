package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import java.util.List;

/**
 * What a responder measured.
 *
 * @param totalCount how many measurements there are, if that was asked for; else 0
 * @param blocks the measurements
 * @param isSigned whether a signature was asked for, and is right
 * @param request GET_MEASUREMENTS
 * @param response MEASUREMENTS
 */
public record MeasurementReport(
        int totalCount, List<MeasurementBlock> blocks, boolean isSigned, Bytes request, Bytes response) {
    /**
     * Copies the list.
     *
     * @param totalCount how many measurements there are, if that was asked for; else 0
     * @param blocks the measurements
     * @param isSigned whether a signature was asked for, and is right
     * @param request GET_MEASUREMENTS
     * @param response MEASUREMENTS
     */
    public MeasurementReport {
        blocks = List.copyOf(blocks);
    }
}
