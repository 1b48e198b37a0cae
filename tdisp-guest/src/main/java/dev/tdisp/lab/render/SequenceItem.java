package dev.tdisp.lab.render;

import java.util.List;

/** What stands in a sequence diagram, from top to bottom, whatever language the diagram is written in. */
sealed interface SequenceItem {
    /**
     * A step begins.
     *
     * @param text its number, who acts, and its name
     */
    record Divider(String text) implements SequenceItem {}

    /**
     * What happens is said in a platform's words.
     *
     * @param text the words
     */
    record Words(String text) implements SequenceItem {}

    /**
     * Something goes from one lane to another.
     *
     * @param from where from
     * @param to where to
     * @param kind what it is
     * @param text its name
     * @param count how many times it goes in a row
     */
    record Arrow(Lane from, Lane to, Kind kind, String text, int count) implements SequenceItem {
        /** What an arrow stands for. */
        enum Kind {
            /** A request. */
            REQUEST,
            /** A response. */
            RESPONSE,
            /** A request with its response. */
            EXCHANGE,
            /** A response that is an error, or an exchange that ends with one. */
            REFUSAL
        }

        Arrow again() {
            return new Arrow(from, to, kind, text, count + 1);
        }

        boolean isLike(Arrow other) {
            return from.equals(other.from) && to.equals(other.to) && kind == other.kind && text.equals(other.text);
        }

        String label() {
            return count == 1 ? text : "%s (%d times)".formatted(text, count);
        }
    }

    /**
     * Something happens on a lane.
     *
     * @param lane where
     * @param lines what, line by line
     */
    record Remark(Lane lane, List<String> lines) implements SequenceItem {}
}
