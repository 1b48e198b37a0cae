package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.List;
import java.util.Optional;

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

    /** How an answer is judged. */
    @FunctionalInterface
    interface Judge {
        void judge(Probe probe, Optional<Bytes> answer);
    }

    /** Says each of them, and demands the error with all its fields or without a look at Param2. */
    void run(Probe probe, boolean hasData) {
        run(probe, (asked, answer) -> asked.refused(error, asked.version().code(), hasData, answer));
    }

    /** Says each of them, and has their answers judged. */
    void run(Probe probe, Judge judge) {
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
                judge.judge(probe.go(), fresh.apply(planned.request()));
            });
        }
    }
}
