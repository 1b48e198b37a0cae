package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * DIGESTS: the digests of the certificate chains, one a provisioned slot.
 *
 * @param header version and parameters; Param1 is the mask of supported slots from 1.3 on, Param2 the mask of provisioned ones
 * @param digests the digest of each provisioned slot, by ascending slot
 * @param keys the key of each provisioned slot, if the responder's slots have keys of their own; else none
 */
public record Digests(SpdmHeader header, List<Bytes> digests, List<KeySlotInfo> keys) implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the mask of supported slots from 1.3 on, Param2 the mask of provisioned ones
     * @param digests the digest of each provisioned slot, by ascending slot
     * @param keys the key of each provisioned slot, if the responder's slots have keys of their own; else none
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public Digests {
        digests = List.copyOf(digests);
        keys = List.copyOf(keys);
        int slots = Integer.bitCount(header.param2());
        if (digests.size() != slots || !keys.isEmpty() && keys.size() != slots) {
            throw new IllegalArgumentException(
                    "%d digests, %d keys for %d slots".formatted(digests.size(), keys.size(), slots));
        }
    }

    @Override
    public int code() {
        return SpdmCode.GET_DIGESTS.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_DIGESTS.responseName();
    }

    /**
     * Returns the slots that hold a chain.
     *
     * @return bit n for slot n
     */
    public int provisionedSlots() {
        return header.param2();
    }

    /**
     * Finds the digest of a slot.
     *
     * @param slot 0 to 7
     * @return the digest, if the slot is provisioned
     */
    public Optional<Bytes> digest(int slot) {
        boolean isProvisioned = (header.param2() & 1 << slot) != 0;
        int index = Integer.bitCount(header.param2() & (1 << slot) - 1);
        return isProvisioned ? Optional.of(digests.get(index)) : Optional.empty();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        digests.forEach(digest -> out.bytes("Digest", digest));
        keys.forEach(key -> out.u8("KeyPairID", key.keyPairId()));
        keys.forEach(key -> out.u8("CertificateInfo", key.certificateInfo()));
        keys.forEach(key -> out.u16("KeyUsageMask", key.keyUsage()));
    }

    static Digests read(SpdmHeader header, WireReader in, NegotiatedContext context) {
        int count = Integer.bitCount(header.param2());
        List<Bytes> digests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            digests.add(in.bytes("Digest", context.suite().hashSize()));
        }
        boolean isMultiKey =
                header.isAtLeast(SpdmVersion.V1_3) && context.suite().isResponderMultiKey();
        return new Digests(header, digests, isMultiKey ? readKeys(in, count) : List.of());
    }

    private static List<KeySlotInfo> readKeys(WireReader in, int count) {
        Bytes keyPairIds = in.bytes("KeyPairID", count);
        Bytes infos = in.bytes("CertificateInfo", count);
        List<KeySlotInfo> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(new KeySlotInfo(keyPairIds.at(i), infos.at(i), in.u16("KeyUsageMask")));
        }
        return keys;
    }
}
