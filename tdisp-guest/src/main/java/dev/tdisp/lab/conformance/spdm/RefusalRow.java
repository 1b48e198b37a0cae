package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.List;

/**
 * Requests that are refused in a state.
 *
 * @param state from which they are said
 * @param versions in which they are said
 * @param needs what the subject must have for them
 * @param error what refuses them
 * @param stimuli what is said
 */
record RefusalRow(
        PeerState state, List<SpdmVersion> versions, List<Need> needs, SpdmErrorCode error, Stimulus.Source stimuli) {
    static RefusalRow of(PeerState state, List<SpdmVersion> versions, SpdmErrorCode error, String... templates) {
        return new RefusalRow(state, versions, state.needs(), error, Stimulus.templates(templates));
    }

    static RefusalRow of(PeerState state, List<SpdmVersion> versions, SpdmErrorCode error, Stimulus.Source stimuli) {
        return new RefusalRow(state, versions, state.needs(), error, stimuli);
    }

    RefusalRow needing(Need need) {
        return new RefusalRow(state, versions, state.needs(need), error, stimuli);
    }

    /** Says each of them, and demands the error with all its fields or without a look at Param2. */
    void run(Probe probe, boolean hasData) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        boolean isMeant = versions.contains(probe.version())
                && needs.stream()
                        .allMatch(need -> need.test().test(peer.context().responder()));
        if (!isMeant) {
            return;
        }
        var line = state.reach(peer, probe.version());
        for (Stimulus planned : stimuli.of(peer)) {
            probe.each(planned.name(), () -> {
                var fresh = state.isPerishable() ? state.reach(peer, probe.version()) : line;
                probe.go().refused(error, probe.version().code(), hasData, fresh.apply(planned.request()));
            });
        }
    }
}
