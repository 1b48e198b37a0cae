package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.session.SessionParameters;

/** What KEY_EXCHANGE and PSK_EXCHANGE have in common. */
final class SessionRules {
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
        try {
            int selected = SecuredMessageVersions.latestCommon(
                            responder.profile().securedVersions(), SecuredMessageVersions.offered(version, opaqueData))
                    .orElseThrow(() -> in.invalid("no common version of secured messages"));
            SecuredMessageVersions.aeadLimitExponent(version, opaqueData);
            return SecuredMessageVersions.selection(version, selected);
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

    SessionParameters parameters(int requesterHalf, int responderHalf, Bytes opaqueData) {
        Connection connection = responder.connection();
        NegotiatedContext context = connection.context();
        return new SessionParameters(
                SessionParameters.sessionId(requesterHalf, responderHalf),
                responder.binding(),
                context.both(Capability.ENCRYPT_CAP),
                SecuredMessageVersions.aeadLimitExponent(connection.version(), opaqueData));
    }
}
