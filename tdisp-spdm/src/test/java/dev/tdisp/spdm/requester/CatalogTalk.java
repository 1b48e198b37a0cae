package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A conversation whose transcripts are kept by hand, and verified by the JDK instead of our own code. */
final class CatalogTalk {
    static final int HASH_SIZE = 48;
    static final int SIGNATURE_SIZE = 96;
    private static final int PREFIX_SIZE = 100;
    private static final int NEGOTIATION = 6;

    final SpdmVersion version;
    final Bench bench;

    /** GET_VERSION to ALGORITHMS. */
    final Bytes negotiation;

    private final UnaryOperator<Bytes> line;
    private Bytes kept = Bytes.EMPTY;

    CatalogTalk(SpdmVersion version, Bench negotiated, UnaryOperator<Bytes> line) {
        this.version = version;
        this.bench = negotiated;
        this.line = line;
        this.negotiation = messages(negotiated).stream().limit(NEGOTIATION).reduce(Bytes.EMPTY, Bytes::plus);
    }

    static CatalogTalk of(SpdmVersion version) {
        Bench bench = Bench.of(version).negotiated();
        return new CatalogTalk(version, bench, bench::clear);
    }

    static List<Bytes> messages(Bench bench) {
        List<Bytes> all = new ArrayList<>();
        for (TraceEvent event : bench.peers.trace.events()) {
            if (event instanceof TraceEvent.Message message) {
                all.add(message.bytes());
            }
        }
        return all;
    }

    /** Sends a request whose exchange belongs to no transcript that is kept here. */
    Bytes ask(String template) {
        return line.apply(CatalogCase.request(version, template));
    }

    /** Sends a request and keeps the exchange. */
    Bytes keep(String template) {
        Bytes request = CatalogCase.request(version, template);
        Bytes answer = line.apply(request);
        kept = kept.plus(request).plus(answer);
        return answer;
    }

    /** Returns what was kept, and keeps it no longer. */
    Bytes taken() {
        Bytes taken = kept;
        kept = Bytes.EMPTY;
        return taken;
    }

    /** Collects the chain of a slot. */
    Bytes chain(int slot) {
        Bytes chain = Bytes.EMPTY;
        int remainder = 1;
        while (remainder > 0) {
            int offset = chain.size();
            Bytes answer = keep("vv 82 %02x 00 %02x %02x 00 04".formatted(slot, offset & 0xFF, offset >> Byte.SIZE));
            CatalogCase.requireHeader(version, 0x02, answer);
            int portion = u16(answer, 4);
            assertThat(portion).isBetween(1, 0x400);
            assertThat(answer.size()).isEqualTo(8 + portion);
            remainder = u16(answer, 6);
            chain = chain.plus(answer.from(8));
        }
        return chain;
    }

    /** Verifies the signature of the device with the algorithms that this talk negotiates: ECDSA P-384, SHA-384. */
    void requireSigned(String context, Bytes transcript, Bytes signature) {
        assertThat(signature.size()).isEqualTo(SIGNATURE_SIZE);
        try {
            var key = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(
                            bench.peers.identity.leaf().publicKey().toArray()));
            var verifier = Signature.getInstance("SHA384withECDSAinP1363Format");
            verifier.initVerify(key);
            boolean isPrefixed = version.isAtLeast(SpdmVersion.V1_2);
            verifier.update((isPrefixed ? prefix(context).plus(hash(transcript)) : transcript).toArray());
            assertThat(verifier.verify(signature.toArray()))
                    .as("signature of %s", context)
                    .isTrue();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Bytes hash(Bytes content) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-384").digest(content.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static int u16(Bytes bytes, int offset) {
        return bytes.at(offset) | bytes.at(offset + 1) << Byte.SIZE;
    }

    private Bytes prefix(String context) {
        String head = "dmtf-spdm-v%s.*".formatted(version).repeat(4);
        Bytes first = Bytes.of(head.getBytes(StandardCharsets.US_ASCII));
        Bytes last = Bytes.of(context.getBytes(StandardCharsets.US_ASCII));
        return first.plus(Bytes.filled(0, PREFIX_SIZE - first.size() - last.size()))
                .plus(last);
    }
}
