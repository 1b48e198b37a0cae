package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.PeerIdentity;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetDigests;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** GET_DIGESTS and GET_CERTIFICATE, and what must hold for their responses. */
final class Certificates {
    private static final String CLAUSE = "2.4";
    private static final int SMALL_SIZE = 0xFFFF;
    private static final int LARGEST_CHAIN = 0x10_0000;

    private final Requester requester;
    private final Connection connection;
    private final Exchange exchange;
    private final Optional<SpdmSession> session;

    Certificates(Requester requester, Optional<SpdmSession> session) {
        this.session = session;
        this.requester = requester;
        this.connection = requester.connection();
        this.exchange = requester.exchange();
    }

    Map<Integer, Bytes> digests() {
        requester.requireNegotiated();
        Reply<Digests> reply = reply(GetDigests.of(connection.version()), Digests.class);
        Digests response = reply.message();
        PeerIdentity.problem(response).ifPresent(problem -> {
            throw exchange.refuse(problem, "2.3");
        });
        if (session.isEmpty()) {
            connection
                    .transcript()
                    .appendDigests(
                            reply.request(), reply.bytes(), connection.suite().isResponderMultiKey());
            connection.reach(ConnectionState.AFTER_DIGESTS, "DIGESTS");
        }
        requester.peer().learn(response);
        return new TreeMap<>(requester.peer().digests());
    }

    CertificateChain chain(int slot) {
        requester.requireNegotiated();
        Bytes encoded = read(slot);
        var policy = ChainPolicy.responder(connection.version(), connection.suite());
        CertificatePolicy judge = requester.options().policy();
        Instant now = requester.env().clock().instant();
        requester
                .peer()
                .learn(slot, encoded, connection.hash(), judge, policy, now)
                .ifPresent(reason -> {
                    throw exchange.refuse(reason, "2.5");
                });
        return requester.peer().chain(slot).orElseThrow();
    }

    private Bytes read(int slot) {
        Certificate first = portion(slot, 0, longest());
        Bytes encoded = first.portion();
        long size = encoded.size() + first.remainder();
        if (size > LARGEST_CHAIN) {
            throw exchange.refuse("the chain has %d bytes".formatted(size), CLAUSE);
        }
        List<Bytes> portions = new ArrayList<>(List.of(encoded));
        int read = encoded.size();
        while (read < size) {
            Certificate next = portion(slot, read, Math.min(size - read, longest()));
            portions.add(next.portion());
            read += next.portion().size();
            if (read + next.remainder() != size) {
                throw exchange.refuse("the sizes of the portions contradict each other", CLAUSE);
            }
        }
        return Bytes.concat(portions.toArray(Bytes[]::new));
    }

    private Certificate portion(int slot, int offset, long length) {
        GetCertificate request = isLarge()
                ? GetCertificate.large(connection.version(), slot, offset, length)
                : GetCertificate.of(connection.version(), slot, small(offset), (int) length);
        Reply<Certificate> reply = reply(request, Certificate.class);
        Certificate response = reply.message();
        int size = response.portion().size();
        if (response.slot() != slot || response.isLarge() != isLarge() || size == 0 || size > length) {
            throw exchange.refuse("slot %d, PortionLength %d".formatted(response.slot(), size), CLAUSE);
        }
        if (connection.suite().isResponderMultiKey() && !requester.peer().isModelPlausible(response)) {
            throw exchange.refuse("CertModel %d of slot %d".formatted(response.certificateModel(), slot), CLAUSE);
        }
        if (session.isEmpty()) {
            connection.transcript().appendCertificate(reply.request(), reply.bytes());
            connection.reach(ConnectionState.AFTER_CERTIFICATE, "CERTIFICATE");
        }
        return response;
    }

    private boolean isLarge() {
        return connection.version().isAtLeast(SpdmVersion.V1_4)
                && connection.context().responder().has(Capability.LARGE_RESP_CAP);
    }

    private long longest() {
        return isLarge() ? LARGEST_CHAIN : SMALL_SIZE;
    }

    private int small(int offset) {
        if (offset > SMALL_SIZE) {
            throw exchange.refuse("the chain is larger than 64 KiB", CLAUSE);
        }
        return offset;
    }

    private <M extends SpdmResponse> Reply<M> reply(SpdmRequest request, Class<M> type) {
        return session.map(open -> exchange.inSession(request, type, open))
                .orElseGet(() -> exchange.inClear(request, type));
    }
}
