package dev.tdisp.lab.render;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a run as trees: each below what it was derived from, with the label of the derivation and the digest of the
 * transcript that went into it, so that one sees why TH1 and TH2 exist. Values of keys are in no trace, and so not here.
 *
 * <pre>{@code
 * String text = KeyViews.text(run);
 * String picture = KeyViews.svg(run);
 * }</pre>
 */
public final class KeyViews {
    private static final int MARGIN = 16;
    private static final int ROW = 24;
    private static final int INDENT = 28;
    private static final int DETAIL = 360;
    private static final int WIDTH = 900;
    private static final int TEXT_DROP = 16;
    private static final int NODE = 10;

    private KeyViews() {}

    /**
     * Writes the trees.
     *
     * @param run the run
     * @return a heading and a line a key for each session and stream, each ended by a line feed
     */
    public static String text(RecordedRun run) {
        var text = new StringBuilder();
        for (KeyTree tree : KeyTree.of(run)) {
            text.append(text.isEmpty() ? "" : "\n").append(tree.heading()).append('\n');
            tree.roots().forEach(root -> append(text, root, "", "  "));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, KeyNode node, String branch, String indent) {
        String line = "%-44s  %s".formatted(indent + branch + node.name(), node.detail());
        text.append(line.stripTrailing()).append('\n');
        String below = branch.isEmpty() ? indent : indent + (branch.startsWith("`") ? "   " : "|  ");
        for (int i = 0; i < node.children().size(); i++) {
            boolean isLast = i == node.children().size() - 1;
            append(text, node.children().get(i), isLast ? "`- " : "|- ", below);
        }
    }

    /**
     * Writes the trees of derived keys as a Mermaid flowchart.
     *
     * @param run the run
     * @return the chart's text, without a fence around it
     */
    public static String mermaid(RecordedRun run) {
        var text = new StringBuilder("flowchart LR\n");
        int number = 0;
        for (KeyTree tree : derived(run)) {
            text.append("    subgraph \"%s\"\n".formatted(quoted(tree.heading())));
            for (KeyNode root : tree.roots()) {
                number = mermaid(text, root, number);
            }
            text.append("    end\n");
        }
        return text.toString();
    }

    /** Writes a node and those below it, and returns the number of the last one. */
    private static int mermaid(StringBuilder text, KeyNode node, int before) {
        int own = before + 1;
        int last = own;
        text.append("        k%d[\"%s\"]\n".formatted(own, quoted(node.name())));
        for (KeyNode child : node.children()) {
            int number = last + 1;
            last = mermaid(text, child, last);
            text.append("        k%d -- \"%s\" --> k%d\n".formatted(own, quoted(child.detail()), number));
        }
        return last;
    }

    private static String quoted(String content) {
        return content.replace("#", "#35;").replace("\"", "#quot;").replaceAll("\\R", " ");
    }

    /** A chart shows trees; keys that are not derived are none. */
    private static List<KeyTree> derived(RecordedRun run) {
        return KeyTree.of(run).stream()
                .map(tree -> new KeyTree(
                        tree.title(),
                        tree.holders(),
                        tree.roots().stream()
                                .filter(root -> !root.children().isEmpty())
                                .toList()))
                .filter(tree -> !tree.roots().isEmpty())
                .toList();
    }

    /**
     * Draws the trees.
     *
     * @param run the run
     * @return an SVG picture
     */
    public static String svg(RecordedRun run) {
        List<KeyTree> trees = KeyTree.of(run);
        int rows = trees.stream()
                .mapToInt(tree ->
                        2 + tree.roots().stream().mapToInt(KeyViews::size).sum())
                .sum();
        var svg = new Svg(WIDTH, rows * ROW + 2 * MARGIN);
        int row = 0;
        for (KeyTree tree : trees) {
            svg.text(MARGIN, y(row) + TEXT_DROP, "font-weight=\"bold\"", tree.heading());
            row++;
            for (KeyNode root : tree.roots()) {
                row = draw(svg, root, 0, row);
            }
            row++;
        }
        return svg.finish();
    }

    private static int size(KeyNode node) {
        return 1 + node.children().stream().mapToInt(KeyViews::size).sum();
    }

    /** Draws a node and those below it, and returns the first row that is free. */
    private static int draw(Svg svg, KeyNode node, int depth, int row) {
        int x = MARGIN + depth * INDENT;
        int y = y(row);
        String color = node.origin().context().isEmpty() ? "#dddddd" : "#f0c070";
        svg.area(
                new Svg.Area(x, y + (double) (ROW - NODE) / 2, NODE, NODE),
                "fill=\"%s\" stroke=\"#999999\"".formatted(color),
                String.join(", ", node.actions()));
        svg.text(x + NODE + NODE / 2, y + TEXT_DROP, "", node.name());
        svg.text(DETAIL, y + TEXT_DROP, "fill=\"#333333\"", node.detail());
        int next = row + 1;
        List<Integer> starts = new ArrayList<>();
        for (KeyNode child : node.children()) {
            starts.add(next);
            next = draw(svg, child, depth + 1, next);
        }
        for (int start : starts) {
            double middle = y(start) + (double) ROW / 2;
            double spine = x + (double) NODE / 2;
            svg.stroke(spine, y + (double) (ROW + NODE) / 2, spine, middle);
            svg.stroke(spine, middle, x + INDENT, middle);
        }
        return next;
    }

    private static int y(int row) {
        return MARGIN + row * ROW;
    }
}
