package dev.tdisp.lab;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEffect;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a request or an event would do to an interface: a row of the state table, with its condition looked at.
 *
 * @param trigger the request or event, in the specification's words
 * @param from the state before
 * @param to the state after
 * @param condition on what it depends beside the state, if on anything
 * @param isMet whether that is so; true if there is no condition
 * @param effects what happens beside
 * @param refusal the error of a request that would be refused
 * @param clause where the specification says so
 */
public record ForeseenMove(
        String trigger,
        TdiState from,
        TdiState to,
        Optional<String> condition,
        boolean isMet,
        Set<TdiEffect> effects,
        Optional<String> refusal,
        String clause) {
    /**
     * Copies the effects.
     *
     * @param trigger the request or event
     * @param from the state before
     * @param to the state after
     * @param condition on what it depends beside the state
     * @param isMet whether that is so
     * @param effects what happens beside
     * @param refusal the error of a request that would be refused
     * @param clause where the specification says so
     */
    public ForeseenMove {
        effects = Set.copyOf(effects);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("%s in %s".formatted(trigger, from));
        text.append(refusal.map(" is refused: %s"::formatted).orElseGet(() -> from == to ? "" : " -> " + to));
        condition.ifPresent(what -> text.append("; %s: %s".formatted(what, isMet ? "yes" : "no")));
        if (!effects.isEmpty()) {
            text.append(effects.stream().sorted().map(TdiEffect::words).collect(Collectors.joining(", ", "; ", "")));
        }
        return text.append(" (section %s)".formatted(clause)).toString();
    }
}
