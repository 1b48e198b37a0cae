package dev.tdisp.core.env;

import dev.tdisp.core.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Block n of the stream is SHA-256(seed, party, n). */
final class SeededRandomSource implements RandomSource {
    private final long seed;
    private final String party;
    private final MessageDigest sha256;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blocks;

    SeededRandomSource(long seed, String party) {
        this.seed = seed;
        this.party = party;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Bytes next(int size) {
        var drawn = new byte[size];
        int filled = 0;
        while (filled < size) {
            if (!block.hasRemaining()) {
                block = nextBlock();
            }
            int part = Math.min(block.remaining(), size - filled);
            block.get(drawn, filled, part);
            filled += part;
        }
        return Bytes.of(drawn);
    }

    @Override
    public RandomSource forParty(String name) {
        return new SeededRandomSource(seed, party + "/" + name);
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }

    private ByteBuffer nextBlock() {
        sha256.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(seed)
                .putLong(blocks++)
                .flip());
        sha256.update(party.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(sha256.digest());
    }
}
