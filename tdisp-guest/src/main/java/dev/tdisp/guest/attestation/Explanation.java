package dev.tdisp.guest.attestation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Why a decision came out as it did: a tree from the decision down to what was compared.
 *
 * <pre>
 * accepted: 01:00.1 at lock …
 * ├─ 1 session: passed
 * │  ├─ SESSION: passed, session between security manager and device is good enough
 * │  │  ├─ evidence: negotiation (VCA), by digest from the security manager
 * │  │  ├─ expected: SPDM 1.2 or newer, [AES_256_GCM]
 * │  │  └─ actual: SPDM 1.2, AES_256_GCM
 * </pre>
 *
 * @param text what this node says
 * @param parts what that follows from
 */
public record Explanation(String text, List<Explanation> parts) {
    /**
     * Copies the parts.
     *
     * @param text what this node says
     * @param parts what that follows from
     */
    public Explanation {
        parts = List.copyOf(parts);
    }

    /**
     * Puts several decisions under one.
     *
     * @param text the decision
     * @param results the results of all checks
     * @param what what it is about
     * @return the tree
     */
    public static Explanation of(String what, String text, List<CheckResult> results) {
        List<Explanation> criteria = Arrays.stream(Criterion.values())
                .map(criterion -> of(
                        criterion,
                        results.stream()
                                .filter(result -> result.check().criterion() == criterion)
                                .toList()))
                .filter(node -> !node.parts().isEmpty())
                .toList();
        return new Explanation("%s: %s".formatted(text, what), criteria);
    }

    private static Explanation of(Criterion criterion, List<CheckResult> results) {
        String word = results.stream().allMatch(result -> result.outcome().isAcceptable())
                ? "passed"
                : "failed, so " + criterion.consequence();
        return new Explanation(
                "%d %s: %s".formatted(criterion.number(), criterion.title(), word),
                results.stream().map(Explanation::of).toList());
    }

    private static Explanation of(CheckResult result) {
        Criterion criterion = result.check().criterion();
        return new Explanation(
                "%s: %s, %s".formatted(result.check(), result.outcome().words(), result.reason()),
                List.of(
                        leaf("evidence: %s, by %s".formatted(result.evidence(), criterion.anchor())),
                        leaf("expected: " + result.expected()),
                        leaf("actual: " + result.actual())));
    }

    private static Explanation leaf(String text) {
        return new Explanation(text, List.of());
    }

    /**
     * Draws the tree.
     *
     * @return one line a node
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text);
        draw("", lines);
        return List.copyOf(lines);
    }

    private void draw(String indent, List<String> lines) {
        for (int i = 0; i < parts.size(); i++) {
            boolean isLast = i == parts.size() - 1;
            Explanation part = parts.get(i);
            lines.add(indent + (isLast ? "└─ " : "├─ ") + part.text());
            part.draw(indent + (isLast ? "   " : "│  "), lines);
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
