package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something of a run that is compared with another run: a line of text, and the message behind it if there is one.
 *
 * @param place its number: that of an event, or the step
 * @param text what is compared first
 * @param message what is compared if the texts are the same
 */
record DiffEntry(String place, String text, Optional<TraceEvent.Message> message) {
    private static final int MOST_DIGITS = 32;

    /** Lists what a run shows at a level, with the steps and what the parties have in their books. */
    static List<DiffEntry> of(RecordedRun run, TraceLevel level) {
        List<DiffEntry> entries = new ArrayList<>();
        List<PartyView> before = List.of();
        int event = 0;
        for (int i = 0; i < run.steps().size(); i++) {
            RecordedStep step = run.steps().get(i);
            String place = "step " + (i + 1);
            if (step.isNamed()) {
                entries.add(line(place, "%s: %s".formatted(step.actor(), step.name())));
            }
            for (TraceEvent happened : step.events()) {
                event++;
                if (level.shows(happened)) {
                    entries.add(of(event, happened));
                }
            }
            PartyView.changed(before, step.parties())
                    .forEach(view -> entries.add(line(place, "%s: %s".formatted(view.party(), view.text()))));
            step.milestone().ifPresent(milestone -> entries.add(line(place, "reached " + milestone)));
            step.failure().ifPresent(failure -> entries.add(line(place, "failed: " + failure)));
            before = step.parties();
        }
        return entries;
    }

    private static DiffEntry of(int number, TraceEvent event) {
        Optional<TraceEvent.Message> message =
                event instanceof TraceEvent.Message sent ? Optional.of(sent) : Optional.empty();
        return new DiffEntry(Integer.toString(number), TraceText.line(event), message);
    }

    private static DiffEntry line(String place, String text) {
        return new DiffEntry(place, text, Optional.empty());
    }

    /** Says in which fields two messages differ whose lines are the same. */
    List<String> differences(DiffEntry other) {
        if (message.isEmpty() || other.message.isEmpty()) {
            return List.of();
        }
        Bytes left = message.get().bytes();
        Bytes right = other.message.get().bytes();
        if (left.equals(right)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (Field field : message.get().fields().fields()) {
            String before = digits(left, field);
            String after = other.message.get().fields().fields().stream()
                    .filter(same -> same.name().equals(field.name()) && same.offset() == field.offset())
                    .findFirst()
                    .map(same -> digits(right, same))
                    .orElse("not there");
            if (!before.equals(after)) {
                found.add("%s: %s | %s".formatted(field.name(), cut(before), cut(after)));
            }
        }
        return found.isEmpty() ? List.of("%d bytes | %d bytes".formatted(left.size(), right.size())) : found;
    }

    private static String digits(Bytes bytes, Field field) {
        return bytes.slice(field.offset(), field.offset() + field.length()).toHex();
    }

    private static String cut(String digits) {
        return digits.length() <= MOST_DIGITS ? digits : digits.substring(0, MOST_DIGITS) + "...";
    }
}
