package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.platform.PlatformView;
import dev.tdisp.host.platform.PlatformView.Told;
import dev.tdisp.lab.render.SequenceItem.Arrow;
import dev.tdisp.lab.render.SequenceItem.Arrow.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the content of a sequence diagram out of a run. */
final class Sequence {
    private static final int LONGEST_TEXT = 90;
    private static final int BYTES_A_LINE = 16;
    private static final int MOST_BYTES = 64;
    private static final String DEVICE = "device";

    private final RecordedRun run;
    private final TraceLevel level;
    private final List<SequenceItem> items = new ArrayList<>();
    private Optional<TraceEvent.Message> asked = Optional.empty();
    private int askedAt;

    private Sequence(RecordedRun run, TraceLevel level) {
        this.run = run;
        this.level = level;
    }

    /**
     * The content of a diagram.
     *
     * @param lanes its lanes, from left to right
     * @param items what stands in it, from top to bottom
     */
    record Content(List<Lane> lanes, List<SequenceItem> items) {}

    static Content of(RecordedRun run, TraceLevel level) {
        var sequence = new Sequence(run, level);
        sequence.addSteps();
        return new Content(sequence.lanes(), sequence.items);
    }

    /** An arrow of a packet has an end that is no source of an event. */
    private List<Lane> lanes() {
        List<TraceEvent> shown =
                new ArrayList<>(run.events().stream().filter(level::shows).toList());
        if (level == TraceLevel.BYTES && shown.stream().anyMatch(TraceEvent.Packet.class::isInstance)) {
            shown.add(new TraceEvent.Note(run.start(), Lane.HOST, ""));
            shown.add(new TraceEvent.Note(run.start(), DEVICE, ""));
        }
        return Lane.of(shown);
    }

    private void addSteps() {
        List<List<Told>> told = run.platform()
                .map(platform -> PlatformView.tellEach(platform, run.events()))
                .orElse(List.of());
        int event = 0;
        int number = 0;
        for (RecordedStep step : run.steps()) {
            number++;
            if (step.isNamed()) {
                flush();
                items.add(new SequenceItem.Divider("%d. %s: %s".formatted(number, step.actor(), step.name())));
            }
            for (TraceEvent happened : step.events()) {
                List<Told> words = told.isEmpty() ? List.of() : told.get(event);
                event++;
                add(happened, words);
            }
            flush();
            step.failure().ifPresent(reason -> items.add(new SequenceItem.Words("failed: " + cut(reason))));
        }
    }

    private void add(TraceEvent event, List<Told> words) {
        for (Told told : words) {
            if (told instanceof Told.Verb verb) {
                flush();
                items.add(new SequenceItem.Words(verb.toString()));
            }
        }
        if (!level.shows(event)) {
            return;
        }
        if (event instanceof TraceEvent.Message message) {
            addMessage(message);
        } else if (event instanceof TraceEvent.Packet packet) {
            addPacket(packet);
        } else {
            items.add(new SequenceItem.Remark(Lane.of(event.source()), List.of(remark(event, words))));
        }
    }

    private void addMessage(TraceEvent.Message message) {
        if (level == TraceLevel.EXCHANGE) {
            addToExchange(message);
            return;
        }
        addArrow(
                new Arrow(Lane.of(message.source()), Lane.of(message.destination()), kind(message), label(message), 1));
        if (level == TraceLevel.BYTES) {
            items.add(new SequenceItem.Remark(Lane.of(message.source()), hex(message.bytes())));
        }
    }

    private void addToExchange(TraceEvent.Message message) {
        Optional<TraceEvent.Message> request =
                asked.filter(before -> before.source().equals(message.destination())
                        && before.destination().equals(message.source())
                        && before.protocol().equals(message.protocol()));
        if (request.isEmpty()) {
            flush();
            asked = Optional.of(message);
            askedAt = items.size();
            return;
        }
        asked = Optional.empty();
        Kind kind = isRefusal(message) ? Kind.REFUSAL : Kind.EXCHANGE;
        String answer = kind == Kind.REFUSAL ? label(message) : message.name();
        String text = "%s %s / %s".formatted(message.protocol(), request.get().name(), answer);
        insertArrow(askedAt, new Arrow(Lane.of(message.destination()), Lane.of(message.source()), kind, text, 1));
    }

    /** Lets a request stand alone that nobody answered. */
    private void flush() {
        asked.ifPresent(message -> insertArrow(
                askedAt,
                new Arrow(
                        Lane.of(message.source()), Lane.of(message.destination()), kind(message), label(message), 1)));
        asked = Optional.empty();
    }

    private void addPacket(TraceEvent.Packet packet) {
        Lane from = Lane.of(packet.source());
        Lane to = Lane.of(from.id().equals(DEVICE) ? Lane.HOST : DEVICE);
        String kind = packet.description().split(" ", 2)[0];
        String trust = packet.description().contains("T=1") ? ", T=1" : "";
        addArrow(new Arrow(from, to, Kind.REQUEST, "%s%s: %s".formatted(kind, trust, packet.outcome()), 1));
    }

    private void addArrow(Arrow arrow) {
        insertArrow(items.size(), arrow);
    }

    /** Inserts an arrow, or counts it at one like it that stands just before. */
    private void insertArrow(int place, Arrow arrow) {
        SequenceItem before = place > 0 ? items.get(place - 1) : new SequenceItem.Divider("");
        if (before instanceof Arrow last && last.isLike(arrow)) {
            items.set(place - 1, last.again());
        } else {
            items.add(place, arrow);
        }
    }

    private static Kind kind(TraceEvent.Message message) {
        if (isRefusal(message)) {
            return Kind.REFUSAL;
        }
        return Lane.of(message.source()).id().equals(DEVICE) ? Kind.RESPONSE : Kind.REQUEST;
    }

    private static boolean isRefusal(TraceEvent.Message message) {
        return message.name().equals("ERROR") || message.name().equals("TDISP_ERROR");
    }

    private static String label(TraceEvent.Message message) {
        return cut("%s %s %s"
                .formatted(message.protocol(), message.name(), message.detail())
                .strip());
    }

    private static String remark(TraceEvent event, List<Told> words) {
        String state = words.stream()
                .filter(Told.State.class::isInstance)
                .map(Told::toString)
                .findFirst()
                .orElse("");
        if (event instanceof TraceEvent.StateChange change) {
            return "%s: %s -> %s %s"
                    .formatted(change.machine(), change.from(), change.to(), state)
                    .strip();
        }
        if (event instanceof TraceEvent.Note note) {
            return cut(note.text());
        }
        String text = event.summary();
        return cut(
                text.startsWith(event.source() + " ")
                        ? text.substring(event.source().length() + 1)
                        : text);
    }

    private static List<String> hex(Bytes bytes) {
        List<String> lines = new ArrayList<>();
        int end = Math.min(bytes.size(), MOST_BYTES);
        for (int start = 0; start < end; start += BYTES_A_LINE) {
            Bytes part = bytes.slice(start, Math.min(end, start + BYTES_A_LINE));
            lines.add("%04x  %s".formatted(start, part));
        }
        if (bytes.size() > end) {
            lines.add("and %d bytes more".formatted(bytes.size() - end));
        }
        return lines;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 3) + "...";
    }
}
