package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.session.SessionParameters;

/** What both ways to start a session have in common. */
final class SessionStart {
    private static final int FIRST_HALF = 0xFFFF;
    private static final int HALF_MASK = 0xFFFF;

    private final Requester requester;
    private final String clause;

    SessionStart(Requester requester, String clause) {
        this.requester = requester;
        this.clause = clause;
    }

    /** Chooses a requester's half of a session id that no session has. */
    int freeHalf() {
        int half = FIRST_HALF;
        while (isTaken(half)) {
            half--;
        }
        return half;
    }

    Bytes offer(SessionOptions options) {
        return SecuredMessageVersions.offer(
                requester.connection().version(), requester.options().securedVersions(), options.aeadLimitExponent());
    }

    void requireSelection(Bytes opaqueData) {
        requester.requireOpaqueData(opaqueData, clause);
        try {
            int selected =
                    SecuredMessageVersions.selected(requester.connection().version(), opaqueData);
            boolean isOffered =
                    requester.options().securedVersions().stream().anyMatch(offered -> offered >>> 8 == selected >>> 8);
            if (!isOffered) {
                throw refuse("version %04xh of secured messages was not offered".formatted(selected));
            }
        } catch (MalformedMessageException e) {
            throw refuse("no version of secured messages is selected: " + e.getMessage());
        }
    }

    void requireHeartbeat(int period) {
        if (period != 0 && !requester.connection().context().both(Capability.HBEAT_CAP)) {
            throw refuse("HeartbeatPeriod %d without HBEAT_CAP on both sides".formatted(period));
        }
    }

    SessionParameters parameters(long id, Bytes opaqueData, SessionOptions options) {
        boolean isTaken = requester.sessions().stream().anyMatch(session -> session.id() == id);
        if (id <= HALF_MASK || isTaken) {
            throw refuse("session id %08Xh".formatted(id));
        }
        boolean isEncrypted = requester.connection().context().both(Capability.ENCRYPT_CAP);
        return new SessionParameters(id, requester.binding(), isEncrypted, limit(opaqueData, options));
    }

    private int limit(Bytes opaqueData, SessionOptions options) {
        SpdmVersion version = requester.connection().version();
        try {
            int selected = SecuredMessageVersions.selected(version, opaqueData);
            int theirs = SecuredMessageVersions.aeadLimitExponent(version, selected, opaqueData);
            return SecuredMessageVersions.hasLimit(selected) ? Math.min(theirs, options.aeadLimitExponent()) : theirs;
        } catch (MalformedMessageException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
    }

    SpdmException refuse(String reason) {
        return requester.exchange().refuse(reason, clause);
    }

    private boolean isTaken(int half) {
        return requester.sessions().stream().anyMatch(session -> (session.id() & HALF_MASK) == half);
    }
}
