package dev.tdisp.lab;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiTransition;
import dev.tdisp.core.tdi.TdiTransitions;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.CheckResult;
import dev.tdisp.guest.attestation.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tries a step in a lab that nobody else uses, and tells what happened in it. */
final class Foresight {
    private final Walk walk;
    private final Lab lab;
    private final Set<TdispSwitch> switches;
    private List<TraceEvent> events = List.of();

    /**
     * Creates the foresight.
     *
     * @param walk before the step; behind it afterwards
     */
    Foresight(Walk walk) {
        this.walk = walk;
        this.lab = walk.lab();
        this.switches = lab.settings.profile().tdisp().switches();
    }

    Preview next() {
        Step<Milestone> step = walk.peek().orElseThrow(() -> new NoSuchElementException("no step is left"));
        TdiState state = lab.state(walk.vf());
        int before = lab.events().size();
        Optional<RuntimeException> failure = attempt();
        events = lab.eventsFrom(before);
        return new Preview(step, moves(state), events, failure.map(this::whyNot));
    }

    private Optional<RuntimeException> attempt() {
        try {
            walk.next();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    private List<ForeseenMove> moves(TdiState start) {
        List<TdispExchange> exchanges = TdispExchange.of(events);
        List<ForeseenMove> moves = new ArrayList<>();
        TdiState state = start;
        for (int i = 0; i < events.size(); i++) {
            int position = i;
            TdiState now = state;
            exchanges.stream()
                    .filter(exchange -> exchange.position() == position && isOwn(exchange))
                    .flatMap(exchange -> ofRequest(exchange, now).stream())
                    .forEach(moves::add);
            if (events.get(i) instanceof TraceEvent.StateChange change && isOwn(change)) {
                ofEvent(change, now).ifPresent(moves::add);
                state = TdiState.valueOf(change.to());
            }
        }
        return moves;
    }

    private boolean isOwn(TdispExchange exchange) {
        InterfaceId own = InterfaceId.of(lab.function(walk.vf())).normalized();
        return exchange.request().header().interfaceId().normalized().equals(own);
    }

    private boolean isOwn(TraceEvent.StateChange change) {
        return change.machine().equals("TDI") && change.source().endsWith("/VF" + walk.vf());
    }

    private Optional<ForeseenMove> ofRequest(TdispExchange exchange, TdiState state) {
        boolean isMet = exchange.refusal().isEmpty();
        Optional<String> refusal = exchange.refusal().map(TdispError::detail);
        return RequestCode.of(exchange.request().code())
                .map(code -> move(
                        code.name(),
                        TdiTransitions.of(code, state, isMet, switches),
                        TdiTransitions.condition(code),
                        refusal));
    }

    private Optional<ForeseenMove> ofEvent(TraceEvent.StateChange change, TdiState state) {
        return Arrays.stream(TdiEvent.values())
                .filter(event -> change.cause().startsWith(event.id() + " "))
                .findFirst()
                .map(event -> move(
                        change.cause(), TdiTransitions.of(event, state, switches), Optional.empty(), Optional.empty()));
    }

    private static ForeseenMove move(
            String trigger, TdiTransition<?> row, Optional<String> condition, Optional<String> refusal) {
        return new ForeseenMove(
                trigger, row.from(), row.to(), condition, refusal.isEmpty(), row.effects(), refusal, row.clause());
    }

    private WhyNot whyNot(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof RejectedException rejected) {
            return rejected(rejected.verdict(), message);
        }
        return TdispExchange.of(events).stream()
                .filter(exchange -> exchange.refusal().isPresent())
                .findFirst()
                .map(exchange -> refused(exchange, message))
                .orElseGet(() -> new WhyNot(message, "", message));
    }

    private static WhyNot rejected(Verdict verdict, String message) {
        String reasons = verdict.failures().stream()
                .map(verdict::of)
                .map(CheckResult::reason)
                .collect(Collectors.joining("; "));
        String criteria = verdict.failures().stream()
                .map(Check::criterion)
                .distinct()
                .map(criterion -> "criterion %d, %s".formatted(criterion.number(), criterion.title()))
                .collect(Collectors.joining("; "));
        return new WhyNot(reasons, criteria, message);
    }

    /** The device notes its reason just before it refuses. */
    private WhyNot refused(TdispExchange exchange, String message) {
        String code = exchange.refusal().map(TdispError::detail).orElse("");
        String reason = events.subList(exchange.position(), events.size()).stream()
                .filter(TraceEvent.Note.class::isInstance)
                .map(event -> ((TraceEvent.Note) event).text())
                .filter(text -> text.startsWith(code))
                .findFirst()
                .orElse(code);
        String clause = RequestCode.of(exchange.request().code())
                .map(request -> "section " + request.clause())
                .orElse("");
        return new WhyNot("%s: %s".formatted(exchange.request().name(), reason), clause, message);
    }
}
