package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** The few kinds of CBOR that tokens are made of. */
sealed interface CborItem {
    /** A whole number. */
    record Whole(long value) implements CborItem {}

    /** A text. */
    record Text(String value) implements CborItem {}

    /** Bytes. */
    record Blob(Bytes value) implements CborItem {}

    /** An array. */
    record Items(List<CborItem> items) implements CborItem {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A map; its keys are in the order of their encodings, each once. */
    record Pairs(List<Pair> pairs) implements CborItem {
        public Pairs {
            pairs = pairs.stream().sorted(Comparator.comparing(Pair::key, KEYS)).toList();
        }
    }

    /** Something with a tag. */
    record Tagged(long tag, CborItem item) implements CborItem {}

    /** A key, which is a number or a text, and its value. */
    record Pair(CborItem key, CborItem value) {}

    /** Shorter encodings come first, so numbers before texts, and short texts before long ones. */
    Comparator<CborItem> KEYS = Comparator.<CborItem>comparingInt(CborItem::majorType)
            .thenComparingLong(CborItem::argument)
            .thenComparing(key -> key instanceof Text text ? text.value() : "");

    private static int majorType(CborItem key) {
        if (key instanceof Whole whole) {
            return whole.value() < 0 ? 1 : 0;
        }
        return 3;
    }

    private static long argument(CborItem key) {
        if (key instanceof Whole whole) {
            return whole.value() < 0 ? -1 - whole.value() : whole.value();
        }
        return key instanceof Text text ? text.value().getBytes(StandardCharsets.UTF_8).length : 0;
    }
}
