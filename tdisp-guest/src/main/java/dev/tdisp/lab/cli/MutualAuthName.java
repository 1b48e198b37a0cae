package dev.tdisp.lab.cli;

import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.responder.MutualAuthentication;
import java.util.List;
import java.util.Optional;

/** What a device wants to know of a host, by its name on the command line. */
enum MutualAuthName {
    /** Nothing. */
    NONE,
    /** CHALLENGE is answered by a CHALLENGE of the device's own. */
    BASIC,
    /** In sessions, a signature by a chain that the device was given beforehand. */
    SIGNATURE(SessionAuthentication.SIGNATURE),
    /** In sessions, the chain by encapsulated requests, and a signature. */
    ENCAP(SessionAuthentication.ENCAPSULATED),
    /** The same, but the first of them goes without saying. */
    DIGESTS(SessionAuthentication.DIGESTS),
    /** No session without. */
    REQUIRED;

    private final Optional<SessionAuthentication> inSessions;

    MutualAuthName() {
        this.inSessions = Optional.empty();
    }

    MutualAuthName(SessionAuthentication inSessions) {
        this.inSessions = Optional.of(inSessions);
    }

    /**
     * Puts names together.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    static MutualAuthentication of(List<MutualAuthName> names) {
        if (names.equals(List.of(NONE))) {
            return MutualAuthentication.NONE;
        }
        List<SessionAuthentication> forms = names.stream()
                .flatMap(name -> name.inSessions.stream())
                .distinct()
                .toList();
        if (names.contains(NONE) || forms.size() > 1) {
            throw new IllegalArgumentException("none, or basic, or one of signature, encap and digests, or both");
        }
        if (names.contains(REQUIRED) && forms.isEmpty()) {
            throw new IllegalArgumentException("required goes with one of signature, encap and digests");
        }
        MutualAuthentication wish =
                MutualAuthentication.inSessions(forms.isEmpty() ? SessionAuthentication.NONE : forms.get(0));
        wish = names.contains(BASIC) ? wish.challenging() : wish;
        return names.contains(REQUIRED) ? wish.required() : wish;
    }
}
