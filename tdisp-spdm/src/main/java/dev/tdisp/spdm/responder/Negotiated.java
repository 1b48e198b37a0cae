package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The requests of a negotiation with their responses, for requesters that repeat themselves. */
final class Negotiated {
    private final SpdmProfile profile;
    private final Map<Bytes, SpdmResponse> answered = new HashMap<>();

    Negotiated(SpdmProfile profile) {
        this.profile = profile;
    }

    void remember(Bytes request, SpdmResponse response) {
        answered.put(request, response);
    }

    void clear() {
        answered.clear();
    }

    /** Finds the response to a request that came before, if such a request is answered at all. */
    Optional<SpdmResponse> repeated(Incoming in) {
        boolean isAnswered = profile.has(SpdmSwitch.REPEATED_NEGOTIATION_ANSWERED)
                && in.session().isEmpty();
        return isAnswered ? Optional.ofNullable(answered.get(in.received())) : Optional.empty();
    }
}
