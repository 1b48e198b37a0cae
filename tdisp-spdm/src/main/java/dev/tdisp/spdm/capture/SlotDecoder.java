package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.ChainVerifier;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.NegotiatedContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the slots of one party: their digests, the chains put together from portions, the keys that verify. */
final class SlotDecoder {
    private static final int SLOTS = 8;
    private static final String CHAIN = "certificate chain";
    private static final Instant FIRST_DATE = Instant.parse("2000-01-01T00:00:00Z");

    private final SpdmRole owner;
    private final Map<Integer, Bytes> digests = new HashMap<>();
    private final Map<Integer, Bytes> portions = new HashMap<>();
    private final Map<Integer, CertificateChain> chains = new HashMap<>();

    SlotDecoder(SpdmRole owner) {
        this.owner = owner;
    }

    void clear() {
        digests.clear();
        portions.clear();
        chains.clear();
    }

    void digests(MessageEntry entry, Digests message, Hash hash) {
        for (int slot = 0; slot < SLOTS; slot++) {
            Optional<Bytes> digest = message.digest(slot);
            if (digest.isPresent()) {
                digests.put(slot, digest.get());
                CertificateChain chain = chains.get(slot);
                if (chain != null) {
                    entry.verify("digest of slot " + slot, digest.get().equals(chain.digest(hash)));
                }
            }
        }
    }

    void certificate(MessageEntry entry, GetCertificate request, Certificate response, NegotiatedContext context) {
        int slot = response.slot();
        Bytes before = request.wantedOffset() == 0 ? Bytes.EMPTY : portions.getOrDefault(slot, Bytes.EMPTY);
        if (before.size() != request.wantedOffset()) {
            entry.verify(CHAIN, false);
            return;
        }
        Bytes whole = before.plus(response.portion());
        portions.put(slot, whole);
        if (response.remainder() == 0 && !request.isSlotSizeRequested()) {
            chain(entry, slot, whole, context);
        }
    }

    private void chain(MessageEntry entry, int slot, Bytes encoded, NegotiatedContext context) {
        Optional<CertificateChain> chain = verified(entry, encoded, context);
        chain.ifPresent(decoded -> {
            chains.put(slot, decoded);
            Bytes digest = digests.get(slot);
            if (digest != null) {
                entry.verify(
                        "digest",
                        digest.equals(decoded.digest(Hash.of(context.suite().hash()))));
            }
        });
    }

    /** Decodes and verifies a chain of this owner's, whoever sends it. */
    Optional<CertificateChain> verified(MessageEntry entry, Bytes encoded, NegotiatedContext context) {
        try {
            CertificateChain chain =
                    CertificateChain.decode(encoded, Hash.of(context.suite().hash()));
            entry.requireSame("chain", encoded, chain.encode());
            List<X509Certificate> root = chain.certificates().subList(0, 1);
            Instant at = dateOf(entry.at(), chain);
            entry.verify(
                    CHAIN,
                    ChainVerifier.verify(chain, policy(context), root, at).isTrusted());
            return Optional.of(chain);
        } catch (MalformedMessageException e) {
            entry.problem("certificate chain: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns when a message was recorded; a recorder whose clock did not know the date says nothing of validity. */
    private static Instant dateOf(Instant recorded, CertificateChain chain) {
        return recorded.isBefore(FIRST_DATE)
                ? chain.certificates().stream()
                        .map(X509Certificate::notBefore)
                        .max(Comparator.naturalOrder())
                        .orElse(recorded)
                : recorded;
    }

    /** Returns the hash of a slot's chain, as both ends know it; nothing if neither the chain nor its digest passed. */
    Optional<Bytes> certificateHash(int slot, Hash hash) {
        return Optional.ofNullable(chains.get(slot))
                .map(chain -> chain.digest(hash))
                .or(() -> Optional.ofNullable(digests.get(slot)));
    }

    boolean verify(SigningContext purpose, int slot, NegotiatedContext context, Bytes transcript, Bytes signature) {
        return Optional.ofNullable(chains.get(slot))
                .flatMap(chain -> chain.leaf().verifier(algorithm(context)))
                .filter(verifier -> purpose.verify(
                        verifier, context.version(), Hash.of(context.suite().hash()), transcript, signature))
                .isPresent();
    }

    private ChainPolicy policy(NegotiatedContext context) {
        return switch (owner) {
            case REQUESTER -> ChainPolicy.requester(context.version(), context.suite());
            case RESPONDER -> ChainPolicy.responder(context.version(), context.suite());
        };
    }

    private SignatureAlgorithm algorithm(NegotiatedContext context) {
        return switch (owner) {
            case REQUESTER -> context.suite().requesterSignature();
            case RESPONDER -> context.suite().signature();
        };
    }
}
