package dev.tdisp.lab.render;

import dev.tdisp.lab.render.SequenceItem.Arrow;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run as a Mermaid sequence diagram, which GitHub and many editors draw.
 *
 * <pre>{@code
 * String text = MermaidDiagram.of(run, TraceLevel.EXCHANGE);
 * }</pre>
 */
public final class MermaidDiagram {
    private static final String BREAK = "<br/>";

    private final StringBuilder text = new StringBuilder("sequenceDiagram\n");

    private MermaidDiagram() {}

    /**
     * Draws a run.
     *
     * @param run the run, told in the words of its platform if it names one
     * @param level how much to show
     * @return the diagram's text, without a fence around it
     */
    public static String of(RecordedRun run, TraceLevel level) {
        Sequence.Content content = Sequence.of(run, level);
        var diagram = new MermaidDiagram();
        diagram.line("title %s".formatted(escaped(run.title())));
        diagram.line("autonumber");
        content.lanes()
                .forEach(lane -> diagram.line("participant %s as %s".formatted(lane.id(), escaped(lane.title()))));
        content.items().forEach(item -> diagram.add(item, content.lanes()));
        return diagram.text.toString();
    }

    private void add(SequenceItem item, List<Lane> lanes) {
        if (item instanceof Arrow arrow) {
            line("%s%s%s: %s"
                    .formatted(arrow.from().id(), shape(arrow), arrow.to().id(), escaped(arrow.label())));
        } else if (item instanceof SequenceItem.Remark remark) {
            String lines = remark.lines().stream().map(MermaidDiagram::escaped).collect(Collectors.joining(BREAK));
            line("note over %s: %s".formatted(remark.lane().id(), lines));
        } else if (item instanceof SequenceItem.Divider divider) {
            across(divider.text(), lanes);
        } else if (item instanceof SequenceItem.Words words) {
            across(words.text(), lanes);
        }
    }

    private void across(String content, List<Lane> lanes) {
        if (!lanes.isEmpty()) {
            String first = lanes.get(0).id();
            String last = lanes.get(lanes.size() - 1).id();
            line("note over %s: %s".formatted(lanes.size() == 1 ? first : first + "," + last, escaped(content)));
        }
    }

    private static String shape(Arrow arrow) {
        return switch (arrow.kind()) {
            case REQUEST, EXCHANGE -> "->>";
            case RESPONSE -> "-->>";
            case REFUSAL -> "--x";
        };
    }

    /** Writes what means something to Mermaid as an entity. */
    private static String escaped(String content) {
        var out = new StringBuilder();
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '#' -> out.append("#35;");
                case ';' -> out.append("#59;");
                case '%' -> out.append("#37;");
                case '{' -> out.append("#123;");
                case '}' -> out.append("#125;");
                case '<' -> out.append("#lt;");
                case '>' -> out.append("#gt;");
                case '\n', '\r' -> out.append(' ');
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private void line(String content) {
        text.append("    ").append(content).append('\n');
    }
}
