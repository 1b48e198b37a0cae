package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Items;
import dev.tdisp.guest.token.CborItem.Whole;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.MeasurementType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One measurement in a token.
 *
 * @param component what was measured, 0 to 10
 * @param digestAlgorithm the digest's algorithm in IANA's Named Information registry; nothing for a raw bit stream
 * @param value the digest, or the raw bit stream
 */
public record MeasurementClaim(int component, OptionalInt digestAlgorithm, Bytes value) {
    private static final int LARGEST_ALGORITHM = 255;

    /** The numbers of SHA-256, SHA-384, SHA-512 in the registry, by the size of the digest. */
    private static final List<Integer> BY_SIZE = List.of(32, 1, 48, 7, 64, 8);

    static MeasurementClaim of(MeasurementBlock block) {
        int component = block.type().map(MeasurementType::code).orElse(block.valueType() & 0x7F);
        OptionalInt algorithm = block.isRaw()
                ? OptionalInt.empty()
                : OptionalInt.of(algorithm(block.value().size()));
        return new MeasurementClaim(component, algorithm, block.value());
    }

    private static int algorithm(int size) {
        int at = BY_SIZE.indexOf(size);
        return at >= 0 && at % 2 == 0 ? BY_SIZE.get(at + 1) : 0;
    }

    /**
     * Returns the block.
     *
     * @param index the measurement's index
     * @return the block in SPDM's form
     */
    public MeasurementBlock block(int index) {
        int raw = digestAlgorithm.isEmpty() ? 0x80 : 0;
        return new MeasurementBlock(index, raw | component, value);
    }

    CborItem encode() {
        var map = new ClaimWriter().put(TokenClaim.COMPONENT, component);
        return digestAlgorithm.isPresent()
                ? map.put(TokenClaim.DIGEST, new Items(List.of(new Whole(digestAlgorithm.getAsInt()), new Blob(value))))
                        .toItem()
                : map.put(TokenClaim.RAW, value).toItem();
    }

    static MeasurementClaim decode(CborItem item) {
        ClaimMap in = ClaimMap.of("measurement", item);
        int component = in.number(TokenClaim.COMPONENT, MeasurementType.values().length - 1);
        Optional<CborItem> digest = in.take(TokenClaim.DIGEST);
        Optional<CborItem> raw = in.take(TokenClaim.RAW);
        in.end();
        if (digest.isPresent() == raw.isPresent()) {
            throw new MalformedMessageException("measurement", 0, "either a digest or raw bytes are expected");
        }
        if (raw.isPresent()) {
            return new MeasurementClaim(component, OptionalInt.empty(), in.bytes("raw", raw.get()));
        }
        List<CborItem> parts = in.items("digest", digest.orElseThrow(), 2);
        int algorithm = in.number("digest", parts.get(0), LARGEST_ALGORITHM);
        return new MeasurementClaim(component, OptionalInt.of(algorithm), in.bytes("digest", parts.get(1)));
    }
}
