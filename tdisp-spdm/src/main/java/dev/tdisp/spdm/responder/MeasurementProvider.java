package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import java.util.Set;
import java.util.SortedMap;

/** Measures the device. */
public interface MeasurementProvider {
    /**
     * Measures.
     *
     * @param hash the negotiated hash of measurements
     * @param isRaw whether raw bit streams are asked for where there are any
     * @return the complete measurement block of each index (section 2.7), by ascending index
     */
    SortedMap<Integer, Bytes> measure(MeasurementHashAlgorithm hash, boolean isRaw);

    /**
     * Returns which measurements belong to the trusted computing base.
     *
     * @return indices
     */
    Set<Integer> trustedComputingBase();
}
