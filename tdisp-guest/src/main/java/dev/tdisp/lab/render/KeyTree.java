package dev.tdisp.lab.render;

import dev.tdisp.core.trace.KeyOrigin;
import dev.tdisp.core.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys of a session, or of a stream, as a tree: each below what it was derived from, with the label of the derivation and
 * the digest of the transcript that went into it. The values of keys are in no trace, and so not here.
 *
 * @param title what the keys belong to
 * @param holders who has them, in order of appearance
 * @param roots the keys that were derived from none of the others
 */
record KeyTree(String title, List<String> holders, List<KeyNode> roots) {
    KeyTree {
        holders = List.copyOf(holders);
        roots = List.copyOf(roots);
    }

    /** What is above the tree. */
    String heading() {
        return "%s: %s".formatted(title, String.join(" and ", holders));
    }

    /** Collects the keys of a run; ends that hold the same keys share a tree. */
    static List<KeyTree> of(RecordedRun run) {
        Map<String, Map<String, List<TraceEvent.Key>>> books = new LinkedHashMap<>();
        for (TraceEvent event : run.events()) {
            if (event instanceof TraceEvent.Key key) {
                books.computeIfAbsent(group(key.key()), title -> new LinkedHashMap<>())
                        .computeIfAbsent(key.source(), source -> new ArrayList<>())
                        .add(key);
            }
        }
        List<KeyTree> trees = new ArrayList<>();
        books.forEach((title, holders) -> trees.addAll(trees(title, holders)));
        return trees;
    }

    private static List<KeyTree> trees(String title, Map<String, List<TraceEvent.Key>> holders) {
        Map<List<KeyNode>, List<String>> same = new LinkedHashMap<>();
        holders.forEach((holder, keys) ->
                same.computeIfAbsent(roots(keys), roots -> new ArrayList<>()).add(holder));
        return same.entrySet().stream()
                .map(entry -> new KeyTree(title, entry.getValue(), entry.getKey()))
                .toList();
    }

    private static List<KeyNode> roots(List<TraceEvent.Key> events) {
        Map<String, List<TraceEvent.Key>> keys = events.stream()
                .collect(Collectors.groupingBy(TraceEvent.Key::key, LinkedHashMap::new, Collectors.toList()));
        return keys.keySet().stream()
                .filter(key -> !keys.containsKey(origin(keys.get(key)).parent()))
                .map(key -> node(key, keys))
                .toList();
    }

    private static KeyNode node(String key, Map<String, List<TraceEvent.Key>> keys) {
        List<TraceEvent.Key> own = keys.get(key);
        List<KeyNode> children = keys.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(key)
                        && origin(entry.getValue()).parent().equals(key))
                .map(entry -> node(entry.getKey(), keys))
                .toList();
        List<String> actions = own.stream().map(TraceEvent.Key::action).toList();
        return new KeyNode(rest(key), shortParent(origin(own)), actions, children);
    }

    private static KeyOrigin origin(List<TraceEvent.Key> events) {
        return events.get(0).origin();
    }

    private static KeyOrigin shortParent(KeyOrigin origin) {
        return new KeyOrigin(rest(origin.parent()), origin.label(), origin.context(), origin.digest(), origin.size());
    }

    /** What a key belongs to: a session, or the set of a stream. */
    private static String group(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    private static String rest(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
