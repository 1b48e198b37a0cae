package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.ChainVerifier;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.NegotiatedContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the responder's slots: their digests, the chains put together from portions, the keys that verify. */
final class SlotDecoder {
    private static final int SLOTS = 8;

    private final Map<Integer, Bytes> digests = new HashMap<>();
    private final Map<Integer, Bytes> portions = new HashMap<>();
    private final Map<Integer, CertificateChain> chains = new HashMap<>();

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
            entry.verify("certificate chain", false);
            return;
        }
        Bytes whole = before.plus(response.portion());
        portions.put(slot, whole);
        if (response.remainder() == 0 && !request.isSlotSizeRequested()) {
            chain(entry, slot, whole, context);
        }
    }

    private void chain(MessageEntry entry, int slot, Bytes encoded, NegotiatedContext context) {
        Hash hash = Hash.of(context.suite().hash());
        try {
            CertificateChain chain = CertificateChain.decode(encoded, hash);
            entry.requireSame("chain", encoded, chain.encode());
            chains.put(slot, chain);
            ChainPolicy policy = ChainPolicy.responder(context.version(), context.suite());
            entry.verify(
                    "certificate chain",
                    ChainVerifier.verify(chain, policy, chain.certificates().subList(0, 1), entry.at())
                            .isTrusted());
            Bytes digest = digests.get(slot);
            if (digest != null) {
                entry.verify("digest", digest.equals(chain.digest(hash)));
            }
        } catch (MalformedMessageException e) {
            entry.problem("certificate chain: " + e.getMessage());
        }
    }

    /** Returns Ct: the hash of a slot's chain, as both ends know it; nothing if neither the chain nor its digest passed. */
    Optional<Bytes> certificateHash(int slot, Hash hash) {
        return Optional.ofNullable(chains.get(slot))
                .map(chain -> chain.digest(hash))
                .or(() -> Optional.ofNullable(digests.get(slot)));
    }

    boolean verify(SigningContext purpose, int slot, NegotiatedContext context, Bytes transcript, Bytes signature) {
        return Optional.ofNullable(chains.get(slot))
                .flatMap(chain -> chain.leaf().verifier(context.suite().signature()))
                .filter(verifier -> purpose.verify(
                        verifier, context.version(), Hash.of(context.suite().hash()), transcript, signature))
                .isPresent();
    }
}
