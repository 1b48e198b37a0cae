/**
 * Measurements: what a device says of its own state.
 *
 * <p>{@link dev.tdisp.spdm.measurement.DeviceMeasurements} is what a device measured;
 * {@link dev.tdisp.spdm.measurement.MeasurementBlock} is one of them on the wire,
 * {@link dev.tdisp.spdm.measurement.MeasurementLog} tells what was extended into a hash-extend measurement.
 * {@link dev.tdisp.spdm.measurement.ReferenceValues} are what a verifier expects.
 */
@NullMarked
package dev.tdisp.spdm.measurement;

import org.jspecify.annotations.NullMarked;
