package dev.tdisp.lab.cli;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.render.TraceLevel;
import dev.tdisp.lab.render.TraceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happened in a step, parted into what a newcomer wants to see and what is only counted. */
final class StepEvents {
    private static final Pattern SIZE = Pattern.compile(" \\+(\\d+)");

    private final List<TraceEvent> shown = new ArrayList<>();
    private final Map<String, Packets> packets = new TreeMap<>();
    private int objects;
    private int envelopes;
    private int registers;
    private int keys;
    private int pages;
    private int checks;

    private StepEvents() {}

    /** Shows everything. */
    static StepEvents all(List<TraceEvent> events) {
        var sorted = new StepEvents();
        sorted.shown.addAll(events);
        return sorted;
    }

    /** Shows messages, states and notes; counts what carries messages, and what comes in great numbers. */
    static StepEvents digest(List<TraceEvent> events) {
        var sorted = new StepEvents();
        events.forEach(sorted::sort);
        return sorted;
    }

    private void sort(TraceEvent event) {
        if (event instanceof TraceEvent.Packet packet) {
            packets.computeIfAbsent(Packets.key(packet), Packets::new).add(packet);
        } else if (event instanceof TraceEvent.RegisterWrite) {
            registers++;
        } else if (event instanceof TraceEvent.Key) {
            keys++;
        } else if (event instanceof TraceEvent.Message message
                && message.protocol().equals("DOE")) {
            objects++;
        } else if (event instanceof TraceEvent.Message && !TraceLevel.MESSAGE.shows(event)) {
            envelopes++;
        } else if (event instanceof TraceEvent.StateChange && !TraceLevel.MESSAGE.shows(event)) {
            pages++;
        } else if (event instanceof TraceEvent.Note && !TraceLevel.MESSAGE.shows(event)) {
            checks++;
        } else {
            shown.add(event);
        }
    }

    List<TraceEvent> shown() {
        return shown;
    }

    /** One line for packets alike. */
    List<String> packetLines() {
        return packets.values().stream().map(Packets::line).toList();
    }

    /** What was only counted, in words; empty if nothing was. */
    String counted() {
        var parts = new ArrayList<String>();
        count(parts, checks, "check passed", "checks passed");
        count(parts, registers, "register write", "register writes");
        count(parts, pages, "change of page owner", "changes of page owner");
        count(parts, keys, "key event", "key events");
        count(parts, envelopes, "SPDM envelope", "SPDM envelopes");
        count(parts, objects, "DOE object", "DOE objects");
        return String.join(", ", parts);
    }

    private static void count(List<String> parts, int count, String one, String many) {
        if (count > 0) {
            parts.add("%d %s".formatted(count, count == 1 ? one : many));
        }
    }

    /** Packets of one kind, from one end, with one outcome. */
    private static final class Packets {
        private final String key;
        private int count;
        private long bytes;

        Packets(String key) {
            this.key = key;
        }

        static String key(TraceEvent.Packet packet) {
            String description = packet.description();
            String kind = description.split(" ", 2)[0];
            String trust = description.contains("T=1") ? "T=1" : "T=0";
            return "%s\n%s, %s\n%s".formatted(packet.source(), kind, trust, packet.outcome());
        }

        void add(TraceEvent.Packet packet) {
            count++;
            Matcher size = SIZE.matcher(packet.description());
            if (size.find()) {
                bytes += Long.parseLong(size.group(1));
            }
        }

        String line() {
            String[] parts = key.split("\n", 3);
            String what = "%d %s, %d bytes".formatted(count, parts[1], bytes);
            return TraceText.columns(parts[0], "TLP", what, parts[2]);
        }
    }
}
