package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Challenge;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmResponse;

/** Answers the responder's CHALLENGE: this end proves that it holds its key. */
final class ChallengeAnswer implements AskedHandler {
    private final Requester requester;

    ChallengeAnswer(Requester requester) {
        this.requester = requester;
    }

    @Override
    public SpdmResponse answer(Asked asked) {
        requester.requireOwn(Capability.CHAL_CAP, asked);
        if (!asked.place().isAfterChallenge()) {
            throw Declined.of(SpdmErrorCode.UNEXPECTED_REQUEST, "CHALLENGE belongs to CHALLENGE_AUTH");
        }
        Challenge request = (Challenge) asked.request();
        if (request.summaryType() != 0) {
            throw Declined.of(SpdmErrorCode.INVALID_REQUEST, "a requester has no measurements");
        }
        Identity identity = requester
                .identity(request.slot(), KeySlotInfo.CHALLENGE)
                .orElseThrow(() -> Declined.of(
                        SpdmErrorCode.INVALID_REQUEST, "slot %d holds no key for this".formatted(request.slot())));
        return signed(asked, identity, unsigned(request, identity));
    }

    private ChallengeAuth unsigned(Challenge request, Identity identity) {
        boolean isRaw = request.slot() == Credentials.RAW_KEY;
        int provisioned = isRaw ? 0 : requester.credentials().provisionedSlots();
        int slot = isRaw ? Credentials.RAW_KEY_NIBBLE : request.slot();
        return new ChallengeAuth(
                SpdmHeader.of(requester.connection().version(), slot, provisioned),
                identity.hash(),
                requester.nonce(),
                Bytes.EMPTY,
                Bytes.EMPTY,
                request.requesterContext(),
                Bytes.EMPTY);
    }

    private ChallengeAuth signed(Asked asked, Identity identity, ChallengeAuth unsigned) {
        Connection connection = requester.connection();
        if (!connection.transcript().isMutualChallengeComplete()) {
            throw Declined.of(SpdmErrorCode.UNSPECIFIED, "too much was asked");
        }
        Bytes transcript =
                connection.transcript().mutualChallenge(connection.version(), asked.bytes(), unsigned.encode());
        Bytes signature = requester.sign(identity, SigningContext.REQUESTER_CHALLENGE_AUTH, transcript);
        connection.transcript().mutualChallengeCompleted();
        return new ChallengeAuth(
                unsigned.header(),
                unsigned.certChainHash(),
                unsigned.nonce(),
                unsigned.measurementSummaryHash(),
                unsigned.opaqueData(),
                unsigned.requesterContext(),
                signature);
    }
}
