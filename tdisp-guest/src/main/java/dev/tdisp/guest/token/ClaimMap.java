package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Items;
import dev.tdisp.guest.token.CborItem.Pair;
import dev.tdisp.guest.token.CborItem.Pairs;
import dev.tdisp.guest.token.CborItem.Text;
import dev.tdisp.guest.token.CborItem.Whole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a map of claims apart; what nobody takes is refused at the end. */
final class ClaimMap {
    private final String name;
    private final Map<CborItem, CborItem> left = new LinkedHashMap<>();

    private ClaimMap(String name, Pairs pairs) {
        this.name = name;
        for (Pair pair : pairs.pairs()) {
            left.put(pair.key(), pair.value());
        }
    }

    static ClaimMap of(String name, CborItem item) {
        if (item instanceof Pairs pairs) {
            return new ClaimMap(name, pairs);
        }
        throw new MalformedMessageException(name, 0, "not a map");
    }

    Optional<CborItem> take(CborItem key) {
        return Optional.ofNullable(left.remove(key));
    }

    Optional<CborItem> take(TokenClaim claim) {
        return take(claim.key());
    }

    CborItem require(TokenClaim claim) {
        return take(claim).orElseThrow(() -> malformed(claim.title(), "missing"));
    }

    Bytes bytes(TokenClaim claim) {
        return bytes(claim.title(), require(claim));
    }

    Bytes bytes(TokenClaim claim, int size) {
        Bytes value = bytes(claim);
        if (value.size() != size) {
            throw malformed(claim.title(), "%d bytes instead of %d".formatted(value.size(), size));
        }
        return value;
    }

    int number(TokenClaim claim, int most) {
        return number(claim.title(), require(claim), most);
    }

    void requireText(TokenClaim claim, String expected) {
        if (!require(claim).equals(new Text(expected))) {
            throw malformed(claim.title(), "not " + expected);
        }
    }

    /** Returns what is left, for maps whose keys are numbers. */
    Map<Integer, CborItem> numbered(int least, int most) {
        Map<Integer, CborItem> values = new LinkedHashMap<>();
        for (Map.Entry<CborItem, CborItem> entry : left.entrySet()) {
            if (!(entry.getKey() instanceof Whole key) || key.value() < least || key.value() > most) {
                throw malformed("key", "%s is not between %d and %d".formatted(entry.getKey(), least, most));
            }
            values.put((int) key.value(), entry.getValue());
        }
        left.clear();
        return values;
    }

    /** Returns what is left, for maps whose keys are texts. */
    Map<String, CborItem> named() {
        Map<String, CborItem> values = new LinkedHashMap<>();
        for (Map.Entry<CborItem, CborItem> entry : left.entrySet()) {
            if (!(entry.getKey() instanceof Text key)) {
                throw malformed("key", entry.getKey() + " is not a text");
            }
            values.put(key.value(), entry.getValue());
        }
        left.clear();
        return values;
    }

    void end() {
        if (!left.isEmpty()) {
            throw malformed("key", "unknown: " + left.keySet());
        }
    }

    Bytes bytes(String field, CborItem item) {
        if (item instanceof Blob blob) {
            return blob.value();
        }
        throw malformed(field, "not a byte string");
    }

    int number(String field, CborItem item, int most) {
        if (item instanceof Whole whole && whole.value() >= 0 && whole.value() <= most) {
            return (int) whole.value();
        }
        throw malformed(field, "not a number up to " + most);
    }

    List<CborItem> items(String field, CborItem item, int size) {
        if (item instanceof Items items && items.items().size() == size) {
            return items.items();
        }
        throw malformed(field, "not an array of " + size);
    }

    MalformedMessageException malformed(String field, String reason) {
        return new MalformedMessageException(name + "." + field, 0, reason);
    }
}
