package dev.tdisp.host.tsm;

import java.util.HexFormat;

/**
 * Which lock, measurement and report evidence belongs to. The numbers are random and say nothing; only equality counts. Any
 * new lock, measurement or report makes what was verified before worth nothing.
 *
 * @param lock changes with every lock
 * @param measurement changes with every measurement; 0 before the first
 * @param report changes with every report; 0 before the first
 */
public record BindEpoch(long lock, long measurement, long report) {
    BindEpoch withMeasurement(long number) {
        return new BindEpoch(lock, number, report);
    }

    BindEpoch withReport(long number) {
        return new BindEpoch(lock, measurement, number);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return "lock " + hex.toHexDigits(lock) + " measurement " + hex.toHexDigits(measurement) + " report "
                + hex.toHexDigits(report);
    }
}
