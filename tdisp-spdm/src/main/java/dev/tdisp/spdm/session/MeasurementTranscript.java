package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/** The L part of one scope: the measurement exchanges since the last signed one. */
final class MeasurementTranscript {
    private final TranscriptPart pairs = new TranscriptPart();

    void append(Bytes request, Bytes response) {
        pairs.append(request, response);
    }

    void clear() {
        pairs.clear();
    }

    boolean isComplete() {
        return pairs.isComplete();
    }

    /** Returns L1: from version 1.2 on with the A part in front. */
    Bytes signed(SpdmVersion version, Bytes a, Bytes request, Bytes response) {
        Bytes prefix = version.isAtLeast(SpdmVersion.V1_2) ? a : Bytes.EMPTY;
        return pairs.within(prefix, request, response);
    }
}
