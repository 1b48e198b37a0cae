package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Pair;
import dev.tdisp.guest.token.CborItem.Pairs;
import dev.tdisp.guest.token.CborItem.Whole;
import java.util.ArrayList;
import java.util.List;

/** Puts a map of claims together. */
final class ClaimWriter {
    private final List<Pair> pairs = new ArrayList<>();

    ClaimWriter put(CborItem key, CborItem value) {
        pairs.add(new Pair(key, value));
        return this;
    }

    ClaimWriter put(TokenClaim claim, CborItem value) {
        return put(claim.key(), value);
    }

    ClaimWriter put(TokenClaim claim, Bytes value) {
        return put(claim, new Blob(value));
    }

    ClaimWriter put(TokenClaim claim, long value) {
        return put(claim, new Whole(value));
    }

    Pairs toItem() {
        return new Pairs(pairs);
    }
}
