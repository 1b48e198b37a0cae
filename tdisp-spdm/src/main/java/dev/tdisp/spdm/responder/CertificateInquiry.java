package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import org.jspecify.annotations.Nullable;

/** Asks the requester for its certificate chain, portion by portion. */
final class CertificateInquiry implements Inquiry {
    private static final int MAXIMUM_LENGTH = 0xFFFF;
    private static final int LARGEST_CHAIN = 0x10_0000;

    private final Responder responder;
    private final @Nullable KeyExchangeSession session;
    private final int slot;
    private final Bytes collected;
    private final long announced;

    private CertificateInquiry(
            Responder responder, @Nullable KeyExchangeSession session, int slot, Bytes collected, long announced) {
        this.responder = responder;
        this.session = session;
        this.slot = slot;
        this.collected = collected;
        this.announced = announced;
    }

    /** Asks for the first portion. */
    static CertificateInquiry of(Responder responder, @Nullable KeyExchangeSession session, int slot) {
        return new CertificateInquiry(responder, session, slot, Bytes.EMPTY, 0);
    }

    @Override
    public SpdmRequest request() {
        SpdmVersion version = responder.connection().version();
        return isLarge()
                ? GetCertificate.large(version, slot, collected.size(), LARGEST_CHAIN)
                : GetCertificate.of(version, slot, collected.size(), MAXIMUM_LENGTH);
    }

    private boolean isLarge() {
        Connection connection = responder.connection();
        return connection.version().isAtLeast(SpdmVersion.V1_4)
                && connection.context().requester().has(Capability.LARGE_RESP_CAP);
    }

    @Override
    public Outcome accept(Bytes request, SpdmResponse response, Bytes bytes) {
        Certificate certificate = (Certificate) response;
        Bytes encoded = collected.plus(certificate.portion());
        long size = encoded.size() + certificate.remainder();
        if (certificate.slot() != slot
                || certificate.portion().isEmpty()
                || size > (isLarge() ? LARGEST_CHAIN : MAXIMUM_LENGTH)
                || certificate.isLarge() != isLarge()
                || !collected.isEmpty() && size != announced) {
            throw new InvalidResponse("slot %d, %d bytes of %d"
                    .formatted(certificate.slot(), certificate.portion().size(), size));
        }
        Connection connection = responder.connection();
        if (connection.suite().isRequesterMultiKey() && !responder.requester().isModelPlausible(certificate)) {
            throw new InvalidResponse("CertModel %d of slot %d".formatted(certificate.certificateModel(), slot));
        }
        if (session == null) {
            connection.transcript().appendEncapsulated(request, bytes);
        }
        if (certificate.remainder() != 0) {
            return Outcome.next(new CertificateInquiry(responder, session, slot, encoded, size));
        }
        learn(connection, encoded);
        if (session == null) {
            return Outcome.next(new ChallengeInquiry(responder, slot));
        }
        session.requesterSlot(slot);
        return Outcome.slot(slot);
    }

    private void learn(Connection connection, Bytes encoded) {
        var policy = ChainPolicy.requester(connection.version(), connection.suite());
        responder
                .requester()
                .learn(
                        slot,
                        encoded,
                        connection.hash(),
                        responder.requesterPolicy(),
                        policy,
                        responder.env().clock().instant())
                .ifPresent(reason -> {
                    throw new InvalidResponse(reason);
                });
    }
}
