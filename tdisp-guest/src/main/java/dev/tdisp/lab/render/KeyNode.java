package dev.tdisp.lab.render;

import dev.tdisp.core.trace.KeyOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A key in a tree of keys; never its value.
 *
 * @param name its name, without that of what it belongs to
 * @param origin how it was derived
 * @param actions what was done with it, in order
 * @param children the keys that were derived from it
 */
record KeyNode(String name, KeyOrigin origin, List<String> actions, List<KeyNode> children) {
    private static final int DIGEST_DIGITS = 16;

    /** The strings by which the specification calls its labels (section 5.2). */
    private static final Map<String, String> STRINGS = Map.of(
            "derived", "bin_str0",
            "req hs data", "bin_str1",
            "rsp hs data", "bin_str2",
            "req app data", "bin_str3",
            "rsp app data", "bin_str4",
            "key", "bin_str5",
            "iv", "bin_str6",
            "finished", "bin_str7",
            "exp master", "bin_str8");

    KeyNode {
        actions = List.copyOf(actions);
        children = List.copyOf(children);
    }

    /** Says how it was derived, and what was done with it. */
    String detail() {
        List<String> parts = new ArrayList<>();
        if (!origin.label().isEmpty()) {
            String string = STRINGS.get(origin.label());
            parts.add(string == null ? origin.label() : "%s \"%s\"".formatted(string, origin.label()));
        }
        if (!origin.context().isEmpty()) {
            String digest = origin.digest().toHex();
            parts.add("%s %s".formatted(origin.context(), shortened(digest)));
        }
        if (origin.size() > 0) {
            parts.add("%d bytes".formatted(origin.size()));
        }
        if (origin.parent().isEmpty()) {
            parts.add(String.join(", ", actions));
        }
        return String.join(", ", parts);
    }

    private static String shortened(String digest) {
        return digest.length() <= DIGEST_DIGITS ? digest : digest.substring(0, DIGEST_DIGITS) + "...";
    }
}
