package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetDigests;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** GET_DIGESTS and GET_CERTIFICATE, and what must hold for their responses. */
final class Certificates {
    private static final int MAXIMUM_LENGTH = 0xFFFF;

    private final Requester requester;
    private final Connection connection;
    private final Exchange exchange;

    Certificates(Requester requester) {
        this.requester = requester;
        this.connection = requester.connection();
        this.exchange = requester.exchange();
    }

    Map<Integer, Bytes> digests() {
        requester.requireNegotiated();
        Reply<Digests> reply = exchange.inClear(GetDigests.of(connection.version()), Digests.class);
        Digests response = reply.message();
        int provisioned = response.provisionedSlots();
        boolean hasSupported = connection.version().isAtLeast(SpdmVersion.V1_3);
        if (provisioned == 0
                || hasSupported && (provisioned & ~response.header().param1()) != 0) {
            throw exchange.refuse(
                    "slot masks %02xh, %02xh".formatted(response.header().param1(), provisioned), "2.3");
        }
        connection
                .transcript()
                .appendDigests(
                        reply.request(), reply.bytes(), connection.suite().isResponderMultiKey());
        connection.reach(ConnectionState.AFTER_DIGESTS, "DIGESTS");
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
        Certificate first = portion(slot, 0, MAXIMUM_LENGTH);
        Bytes encoded = first.portion();
        long size = encoded.size() + first.remainder();
        while (encoded.size() < size) {
            Certificate next = portion(slot, encoded.size(), (int) Math.min(size - encoded.size(), MAXIMUM_LENGTH));
            encoded = encoded.plus(next.portion());
            if (encoded.size() + next.remainder() != size) {
                throw exchange.refuse("the sizes of the portions contradict each other", "2.4");
            }
        }
        return encoded;
    }

    private Certificate portion(int slot, int offset, int length) {
        if (offset > MAXIMUM_LENGTH) {
            throw exchange.refuse("the chain is larger than 64 KiB", "2.4");
        }
        GetCertificate request = GetCertificate.of(connection.version(), slot, offset, length);
        Reply<Certificate> reply = exchange.inClear(request, Certificate.class);
        Certificate response = reply.message();
        int size = response.portion().size();
        if (response.slot() != slot || size == 0 || size > length) {
            throw exchange.refuse("slot %d, PortionLength %d".formatted(response.slot(), size), "2.4");
        }
        connection.transcript().appendCertificate(reply.request(), reply.bytes());
        connection.reach(ConnectionState.AFTER_CERTIFICATE, "CERTIFICATE");
        return response;
    }
}
