package dev.tdisp.spdm.connection;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one end proves itself with: certificate chains in slots, or one raw key that the other end was given beforehand.
 *
 * <pre>{@code
 * var credentials = new Credentials().fill(0, identity);
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class Credentials {
    /** How many slots there are. */
    public static final int SLOTS = 8;

    /** The slot number that means the raw key. */
    public static final int RAW_KEY = 0xFF;

    /** The same in a field of 4 bits. */
    public static final int RAW_KEY_NIBBLE = 0x0F;

    private static final int DEVICE_MODEL = 1;
    private static final int ALL_DMTF_USAGES = 0x000F;

    private final Map<Integer, DeviceIdentity> slots = new TreeMap<>();
    private final Map<Integer, KeySlotInfo> keys = new TreeMap<>();
    private @Nullable Signer rawKey;

    /** Creates credentials of nothing. */
    public Credentials() {}

    /**
     * Fills a slot; its key may be used for everything, and has the slot's number plus 1 as its KeyPairID.
     *
     * @param slot 0 to 7
     * @param identity the chain and the key
     * @return these credentials
     * @throws IllegalArgumentException if there is no such slot
     */
    public Credentials fill(int slot, DeviceIdentity identity) {
        return fill(slot, identity, new KeySlotInfo(slot + 1, DEVICE_MODEL, ALL_DMTF_USAGES));
    }

    /**
     * Fills a slot.
     *
     * @param slot 0 to 7
     * @param identity the chain and the key
     * @param key what DIGESTS says of the key in a multi-key connection
     * @return these credentials
     * @throws IllegalArgumentException if there is no such slot
     */
    public Credentials fill(int slot, DeviceIdentity identity, KeySlotInfo key) {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("slot: %d".formatted(slot));
        }
        slots.put(slot, identity);
        keys.put(slot, key);
        return this;
    }

    /**
     * Empties a slot.
     *
     * @param slot 0 to 7
     */
    public void erase(int slot) {
        slots.remove(slot);
        keys.remove(slot);
    }

    /**
     * Sets the key that the other end was given beforehand.
     *
     * @param signer the private key
     * @return these credentials
     */
    public Credentials rawKey(Signer signer) {
        rawKey = signer;
        return this;
    }

    /**
     * Finds what a slot holds.
     *
     * @param slot any number
     * @return the chain and the key; nothing for an empty slot
     */
    public Optional<DeviceIdentity> slot(int slot) {
        return Optional.ofNullable(slots.get(slot));
    }

    /**
     * Finds what DIGESTS says of a slot's key.
     *
     * @param slot any number
     * @return the key's description; nothing for an empty slot
     */
    public Optional<KeySlotInfo> key(int slot) {
        return Optional.ofNullable(keys.get(slot));
    }

    /**
     * Returns the slots that hold a chain.
     *
     * @return bit n for slot n
     */
    public int provisionedSlots() {
        return slots.keySet().stream().mapToInt(slot -> 1 << slot).sum();
    }

    /**
     * Finds the key of a slot, and what transcripts know it by.
     *
     * @param slot 0 to 7, or {@link #RAW_KEY}
     * @param hash the negotiated base hash
     * @return the identity; nothing for an empty slot
     */
    public Optional<Identity> identity(int slot, Hash hash) {
        if (slot == RAW_KEY) {
            return Optional.ofNullable(rawKey).map(key -> new Identity(key, hash.digest(key.publicKey())));
        }
        return slot(slot)
                .map(held -> new Identity(held.signer(), held.chain(hash).digest(hash)));
    }

    /**
     * Builds DIGESTS.
     *
     * @param version the negotiated version
     * @param hash the negotiated base hash
     * @param isMultiKey whether this end's slots have keys of their own in the connection
     * @return the message
     */
    public Digests digests(SpdmVersion version, Hash hash, boolean isMultiKey) {
        int provisioned = provisionedSlots();
        int supported = version.isAtLeast(SpdmVersion.V1_3) ? provisioned : 0;
        List<Bytes> digests = new ArrayList<>();
        slots.values().forEach(held -> digests.add(held.chain(hash).digest(hash)));
        List<KeySlotInfo> described = isMultiKey ? List.copyOf(keys.values()) : List.of();
        return new Digests(SpdmHeader.of(version, supported, provisioned), digests, described);
    }
}
