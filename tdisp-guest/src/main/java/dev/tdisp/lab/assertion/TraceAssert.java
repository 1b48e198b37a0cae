package dev.tdisp.lab.assertion;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.TdispExchange;
import dev.tdisp.lab.render.TraceText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Assertions on what happened. */
public final class TraceAssert extends TdispAssert<TraceAssert, List<TraceEvent>> {
    private static final String NOTHING = "nothing";

    TraceAssert(List<TraceEvent> actual, Surroundings around) {
        super(actual, TraceAssert.class, around);
    }

    /**
     * Demands moves of interfaces, in this order; others may lie between them.
     *
     * @param moves the moves
     * @return this
     */
    public TraceAssert containsTransitions(TdiMove... moves) {
        return requireMoves(this, "The trace", TdiMove.in(actual, source -> true), List.of(moves));
    }

    /**
     * Demands moves of interfaces, in this order and no others.
     *
     * @param moves the moves
     * @return this
     */
    public TraceAssert containsExactlyTransitions(TdiMove... moves) {
        List<TdiMove> found = TdiMove.in(actual, source -> true);
        return require(
                found.equals(List.of(moves)), "The trace has other transitions", List.of(moves), found, tdisp("11.2"));
    }

    static <S extends TdispAssert<S, A>, A> S requireMoves(
            TdispAssert<S, A> asserted, String name, List<TdiMove> found, List<TdiMove> expected) {
        int next = 0;
        for (TdiMove move : found) {
            if (next < expected.size() && move.equals(expected.get(next))) {
                next++;
            }
        }
        boolean holds = next == expected.size();
        String clause = holds ? "" : expected.get(next).clause();
        String what = holds ? "" : "%s lacks the transition %s".formatted(name, expected.get(next));
        return asserted.require(holds, what, expected, found, clause);
    }

    /**
     * Demands messages of any protocol, in this order; others may lie between them.
     *
     * @param names the specification's names
     * @return this
     */
    public TraceAssert containsMessages(String... names) {
        List<String> missing = new ArrayList<>(List.of(names));
        for (TraceEvent event : actual) {
            boolean isNext = event instanceof TraceEvent.Message message
                    && !missing.isEmpty()
                    && message.name().equals(missing.get(0));
            if (isNext) {
                missing.remove(0);
            }
        }
        String what = missing.isEmpty() ? "" : "The trace lacks the message " + missing.get(0);
        return require(missing.isEmpty(), what, String.join(", ", names), names(), "");
    }

    /**
     * Demands that messages are absent.
     *
     * @param names the specification's names
     * @return this
     */
    public TraceAssert containsNoMessage(String... names) {
        List<String> found = messages().filter(Arrays.asList(names)::contains).toList();
        return require(found.isEmpty(), "The trace has such messages", "no " + String.join(", no ", names), found, "");
    }

    private Stream<String> messages() {
        return actual.stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(event -> ((TraceEvent.Message) event).name());
    }

    private String names() {
        List<String> names = messages().distinct().toList();
        return names.isEmpty() ? NOTHING : String.join(", ", names);
    }

    /**
     * Demands that a request was refused.
     *
     * @param request the request
     * @return assertions on the last such refusal
     */
    public RefusalAssert refused(RequestCode request) {
        isNotNull();
        return refusal(new Surroundings(around().step(), actual, around().seed()), request, exchange -> true);
    }

    static RefusalAssert refusal(Surroundings around, RequestCode request, Predicate<TdispExchange> which) {
        List<TdispExchange> asked = TdispExchange.of(around.events()).stream()
                .filter(exchange -> exchange.is(request))
                .filter(which)
                .toList();
        Optional<TdispExchange> refused = asked.stream()
                .filter(exchange -> exchange.refusal().isPresent())
                .reduce((earlier, later) -> later);
        return new RefusalAssert(refused, around).require(request, asked);
    }

    /**
     * Demands that no TDISP request was refused.
     *
     * @return this
     */
    public TraceAssert refusesNothing() {
        Optional<TdispExchange> refused = TdispExchange.of(actual).stream()
                .filter(exchange -> exchange.refusal().isPresent())
                .findFirst();
        return require(
                refused.isEmpty(),
                refused.map(exchange -> exchange.request().name()).orElse("") + " was refused",
                "no TDISP_ERROR",
                refused.flatMap(TdispExchange::refusal)
                        .map(error -> "TDISP_ERROR " + error.detail())
                        .orElse(NOTHING),
                refused.map(RefusalAssert::clause).orElse(""));
    }

    /**
     * Demands the same events as of another run, and shows the first that differs.
     *
     * @param expected the other run
     * @return this
     */
    public TraceAssert happensAs(List<TraceEvent> expected) {
        int same = 0;
        while (same < Math.min(actual.size(), expected.size())
                && actual.get(same).equals(expected.get(same))) {
            same++;
        }
        boolean isSame = same == actual.size() && same == expected.size();
        return require(
                isSame,
                "The traces part at event #%d".formatted(same + 1),
                line(expected, same),
                line(actual, same),
                "");
    }

    private static String line(List<TraceEvent> events, int index) {
        return index < events.size() ? TraceText.line(events.get(index)) : "the end of the trace";
    }

    /**
     * Demands that no message shows a secret.
     *
     * @param secrets what must not be seen; each of at least 4 bytes
     * @return this
     */
    public TraceAssert leakedNoSecret(Bytes... secrets) {
        for (TraceEvent event : actual) {
            if (event instanceof TraceEvent.Message message) {
                boolean isSeen = Arrays.stream(secrets).anyMatch(secret -> contains(message.bytes(), secret));
                require(!isSeen, "A message shows a secret", "no secret", TraceText.line(event), "");
            }
        }
        return this;
    }

    private static boolean contains(Bytes content, Bytes secret) {
        if (secret.size() < Integer.BYTES) {
            throw new IllegalArgumentException("secret: %d bytes are everywhere".formatted(secret.size()));
        }
        return Collections.indexOfSubList(list(content), list(secret)) >= 0;
    }

    private static List<Integer> list(Bytes bytes) {
        return IntStream.range(0, bytes.size()).mapToObj(bytes::at).toList();
    }
}
