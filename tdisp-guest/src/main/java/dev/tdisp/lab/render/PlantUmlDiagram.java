package dev.tdisp.lab.render;

import dev.tdisp.lab.render.SequenceItem.Arrow;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A run as a PlantUML sequence diagram.
 *
 * <pre>{@code
 * String text = PlantUmlDiagram.of(run, TraceLevel.MESSAGE);
 * }</pre>
 */
public final class PlantUmlDiagram {
    private static final String MARKUP = "<>&~\"*_/-=\\#|[]{}@$%";
    private static final Pattern LINE_OF_ITS_OWN = Pattern.compile("\\s*(!|'|end ?note).*", Pattern.CASE_INSENSITIVE);

    private final StringBuilder text = new StringBuilder();

    private PlantUmlDiagram() {}

    /**
     * Draws a run.
     *
     * @param run the run, told in the words of its platform if it names one
     * @param level how much to show
     * @return the diagram's text, from {@code @startuml} to {@code @enduml}
     */
    public static String of(RecordedRun run, TraceLevel level) {
        Sequence.Content content = Sequence.of(run, level);
        var diagram = new PlantUmlDiagram();
        diagram.line("@startuml");
        diagram.line("title " + escaped(run.title()));
        diagram.line("autonumber");
        content.lanes()
                .forEach(lane -> diagram.line("participant \"%s\" as %s".formatted(escaped(lane.title()), lane.id())));
        content.items().forEach(item -> diagram.add(item, content.lanes()));
        diagram.line("@enduml");
        return diagram.text.toString();
    }

    private void add(SequenceItem item, List<Lane> lanes) {
        if (item instanceof Arrow arrow) {
            line("%s %s %s : %s"
                    .formatted(arrow.from().id(), shape(arrow), arrow.to().id(), escaped(arrow.label())));
        } else if (item instanceof SequenceItem.Remark remark) {
            line("note over " + remark.lane().id());
            remark.lines().forEach(content -> line("  " + escaped(content)));
            line("end note");
        } else if (item instanceof SequenceItem.Divider divider) {
            line("== %s ==".formatted(escaped(divider.text())));
        } else if (item instanceof SequenceItem.Words words && !lanes.isEmpty()) {
            line("note across : " + escaped(words.text()));
        }
    }

    private static String shape(Arrow arrow) {
        return switch (arrow.kind()) {
            case REQUEST -> "->";
            case RESPONSE -> "-->";
            case EXCHANGE -> "<->";
            case REFUSAL -> "--x";
        };
    }

    /** Writes what means something to PlantUML as a character reference. */
    private static String escaped(String content) {
        var out = new StringBuilder();
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (MARKUP.indexOf(c) >= 0 && isMarkup(content, i) || i == 0 && isLineOfItsOwn(content)) {
                out.append(reference(c));
            } else {
                out.append(c == '\n' || c == '\r' ? ' ' : c);
            }
        }
        return out.toString();
    }

    /** Single dashes, slashes and the like mean nothing; two of them in a row do. */
    private static boolean isMarkup(String content, int i) {
        char c = content.charAt(i);
        boolean isPaired = "*_/-=".indexOf(c) >= 0;
        return !isPaired
                || i > 0 && content.charAt(i - 1) == c
                || i + 1 < content.length() && content.charAt(i + 1) == c;
    }

    /** PlantUML stumbles over references of the two that mean something in its own replacements. */
    private static String reference(char c) {
        return c == '\\' || c == '$' ? "<U+%04X>".formatted((int) c) : "&#%d;".formatted((int) c);
    }

    /** Some beginnings of lines mean something at the beginning alone. */
    private static boolean isLineOfItsOwn(String content) {
        return LINE_OF_ITS_OWN.matcher(content).matches();
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
