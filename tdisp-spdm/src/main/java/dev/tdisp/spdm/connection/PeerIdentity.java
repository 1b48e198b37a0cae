package dev.tdisp.spdm.connection;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateModel;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.Certificate;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.KeySlotInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one end knows of who the other end is.
 *
 * <p>For one thread at a time.
 */
public final class PeerIdentity {
    private final Map<Integer, Bytes> digests = new TreeMap<>();
    private final Map<Integer, KeySlotInfo> keys = new TreeMap<>();
    private final Map<Integer, CertificateChain> chains = new TreeMap<>();
    private final Map<Integer, List<X509Certificate>> given = new TreeMap<>();
    private @Nullable Bytes rawKey;

    /** Creates an identity of which nothing is known. */
    public PeerIdentity() {}

    /** Forgets what was learned; what was given stays. */
    public void forget() {
        digests.clear();
        keys.clear();
        chains.clear();
    }

    /**
     * Gives the other end's public key, which needs no certificate then.
     *
     * @param publicKey the DER encoding of its SubjectPublicKeyInfo
     */
    public void rawKey(Bytes publicKey) {
        rawKey = publicKey;
    }

    /**
     * Checks DIGESTS: its masks fit together, a slot with a key alone has no digest, and slot 0 holds a device's or an alias
     * certificate that is good for something (section 2.3).
     *
     * @param message the message
     * @return what is wrong; nothing if it can be believed
     */
    public static Optional<String> problem(Digests message) {
        int provisioned = message.provisionedSlots();
        boolean hasSupported = message.header().isAtLeast(SpdmVersion.V1_3);
        if (provisioned == 0 || hasSupported && (provisioned & ~message.header().param1()) != 0) {
            return Optional.of(
                    "slot masks %02xh, %02xh".formatted(message.header().param1(), provisioned));
        }
        int index = 0;
        for (KeySlotInfo key : message.keys()) {
            Bytes digest = message.digests().get(index);
            boolean isEmptied = key.model() == 0 && !digest.equals(Bytes.filled(0, digest.size()));
            boolean isFirst = index == 0 && message.digest(0).isPresent();
            boolean isUseless =
                    key.model() == CertificateModel.GENERIC.code() || (key.keyUsage() & KeySlotInfo.ALL_DMTF) == 0;
            if (key.model() > CertificateModel.GENERIC.code() || isEmptied || isFirst && isUseless) {
                return Optional.of("the key of a slot cannot be: " + key);
            }
            index++;
        }
        return Optional.empty();
    }

    /**
     * Tells whether a chain is of a model that it can be of: the one that DIGESTS said, and not a generic one in slot 0.
     *
     * @param message a part of the chain, in a multi-key connection
     * @return true if it can be believed
     */
    public boolean isModelPlausible(Certificate message) {
        int model = message.certificateModel();
        boolean isPossible = CertificateModel.of(model)
                .filter(is -> is != CertificateModel.GENERIC || message.slot() != 0)
                .isPresent();
        return isPossible
                && key(message.slot()).filter(key -> key.model() != model).isEmpty();
    }

    /**
     * Learns DIGESTS.
     *
     * @param message the message, its masks checked
     */
    public void learn(Digests message) {
        digests.clear();
        keys.clear();
        int index = 0;
        for (int slot = 0; slot < Credentials.SLOTS; slot++) {
            Optional<Bytes> digest = message.digest(slot);
            if (digest.isPresent()) {
                digests.put(slot, digest.get());
                if (!message.keys().isEmpty()) {
                    keys.put(slot, message.keys().get(index));
                }
                index++;
            }
        }
    }

    /**
     * Learns a certificate chain, if it is the one that DIGESTS announced, and is believed.
     *
     * @param slot 0 to 7
     * @param encoded the whole chain
     * @param hash the negotiated base hash
     * @param judge decides about chains
     * @param policy what the chain must fulfil
     * @param now the time
     * @return why the chain is refused; nothing if it is known from now on
     */
    public Optional<String> learn(
            int slot, Bytes encoded, Hash hash, CertificatePolicy judge, ChainPolicy policy, Instant now) {
        Bytes digest = digests.get(slot);
        if (digest != null && !digest.equalsInConstantTime(hash.digest(encoded))) {
            return Optional.of("the chain of slot %d is not that of DIGESTS".formatted(slot));
        }
        CertificateChain chain;
        try {
            chain = CertificateChain.decode(encoded, hash);
        } catch (MalformedMessageException e) {
            return Optional.of("the chain is malformed: " + e.getMessage());
        }
        Optional<String> reason = judge.refuse(chain, policy, now);
        if (reason.isEmpty()) {
            chains.put(slot, chain);
        }
        return reason.map(why -> "the chain of slot %d is not believed: %s".formatted(slot, why));
    }

    /**
     * Gives a certificate chain beforehand.
     *
     * @param slot 0 to 7
     * @param certificates the certificates from the root to the leaf, which are believed
     */
    public void give(int slot, List<X509Certificate> certificates) {
        given.put(slot, List.copyOf(certificates));
    }

    /**
     * Returns the digests of DIGESTS.
     *
     * @return by slot
     */
    public Map<Integer, Bytes> digests() {
        return Map.copyOf(digests);
    }

    /**
     * Finds what DIGESTS said of a slot's key in a multi-key connection.
     *
     * @param slot 0 to 7
     * @return the key's description, if there was one
     */
    public Optional<KeySlotInfo> key(int slot) {
        return Optional.ofNullable(keys.get(slot));
    }

    /**
     * Finds a chain.
     *
     * @param slot 0 to 7
     * @return the chain, if it was learned
     */
    public Optional<CertificateChain> chain(int slot) {
        return Optional.ofNullable(chains.get(slot));
    }

    /**
     * Finds a slot whose chain is known.
     *
     * @return the lowest one
     */
    public Optional<Integer> knownSlot() {
        return Stream.concat(chains.keySet().stream(), given.keySet().stream()).min(Integer::compare);
    }

    /**
     * Tells whether the other end's raw key was given.
     *
     * @return true after {@link #rawKey}
     */
    public boolean hasRawKey() {
        return rawKey != null;
    }

    /**
     * Finds the public key that verifies a slot's signatures.
     *
     * @param slot 0 to 7, or {@link Credentials#RAW_KEY}
     * @return the DER encoding of its SubjectPublicKeyInfo, if it is known
     */
    public Optional<Bytes> publicKey(int slot) {
        return slot == Credentials.RAW_KEY
                ? Optional.ofNullable(rawKey)
                : certificates(slot).map(list -> list.get(list.size() - 1).publicKey());
    }

    /**
     * Finds what transcripts know a slot's key by.
     *
     * @param slot 0 to 7, or {@link Credentials#RAW_KEY}
     * @param hash the negotiated base hash
     * @return the hash of the chain or of the raw key, if it is known
     */
    public Optional<Bytes> hash(int slot, Hash hash) {
        return slot == Credentials.RAW_KEY
                ? Optional.ofNullable(rawKey).map(hash::digest)
                : chain(slot)
                        .or(() -> certificates(slot).map(list -> CertificateChain.of(hash, list)))
                        .map(chain -> chain.digest(hash));
    }

    private Optional<List<X509Certificate>> certificates(int slot) {
        return chain(slot).map(CertificateChain::certificates).or(() -> Optional.ofNullable(given.get(slot)));
    }
}
