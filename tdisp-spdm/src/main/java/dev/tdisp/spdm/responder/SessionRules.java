package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.session.SessionParameters;

/** What KEY_EXCHANGE and PSK_EXCHANGE have in common. */
final class SessionRules {
    static final int MAXIMUM_OPAQUE_SIZE = 1024;

    private final Responder responder;

    SessionRules(Responder responder) {
        this.responder = responder;
    }

    void requireMac(Incoming in) {
        if (!responder.connection().context().both(Capability.MAC_CAP)) {
            int data = SpdmCode.KEY_EXCHANGE.requestCode();
            throw new Refusal(
                    SpdmErrorCode.INVALID_REQUEST, data, Bytes.EMPTY, in.code() + " without MAC_CAP on both sides");
        }
    }

    void requireOpaqueFormat(Incoming in) {
        boolean isNegotiated = in.isAtLeast(SpdmVersion.V1_2);
        if (isNegotiated && responder.connection().suite().opaqueDataFormat() != OpaqueDataFormat.FORMAT_1) {
            throw in.invalid("OpaqueDataFmt1 was not negotiated");
        }
    }

    /** Selects the version of secured messages, and builds the opaque data that says so. */
    Bytes selectVersion(Incoming in, Bytes opaqueData) {
        SpdmVersion version = responder.connection().version();
        if (opaqueData.size() > MAXIMUM_OPAQUE_SIZE) {
            throw in.invalid("%d bytes of opaque data".formatted(opaqueData.size()));
        }
        try {
            int selected = SecuredMessageVersions.latestCommon(
                            responder.profile().securedVersions(), SecuredMessageVersions.offered(version, opaqueData))
                    .orElseThrow(() -> in.invalid("no common version of secured messages"));
            SecuredMessageVersions.aeadLimitExponent(version, selected, opaqueData);
            return SecuredMessageVersions.selection(
                    version, selected, responder.profile().aeadLimitExponent());
        } catch (MalformedMessageException e) {
            throw in.invalid("OpaqueData: " + e.getMessage());
        }
    }

    void requireRoom() {
        if (responder.sessions().isFull()) {
            throw Refusal.of(SpdmErrorCode.SESSION_LIMIT_EXCEEDED, "there are too many sessions");
        }
    }

    int heartbeatPeriod() {
        boolean isUsed = responder.connection().context().both(Capability.HBEAT_CAP);
        return isUsed ? responder.profile().heartbeatPeriod() : 0;
    }

    /** Joins what both ends say of a session's records, the responder's opaque data being {@link #selectVersion}'s. */
    SessionParameters parameters(long id, Bytes requesterData, Bytes responderData) {
        Connection connection = responder.connection();
        SpdmVersion version = connection.version();
        int selected = SecuredMessageVersions.selected(version, responderData);
        int limit = Math.min(
                SecuredMessageVersions.aeadLimitExponent(version, selected, requesterData),
                SecuredMessageVersions.aeadLimitExponent(version, selected, responderData));
        return new SessionParameters(
                id, responder.binding(), connection.context().both(Capability.ENCRYPT_CAP), limit);
    }
}
