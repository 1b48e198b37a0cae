package dev.tdisp.lab.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One line of a device's script: a request that is awaited, and what becomes of it; or that nothing comes any more. */
final class Step {
    private final @Nullable Kind kind;
    private final List<BiConsumer<Message, Captures>> checks = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private String title;
    private boolean isEventual;
    private Duration quiet = Duration.ZERO;
    private Reaction reaction = Reaction.HONEST;
    private @Nullable Captured last;

    private Step(@Nullable Kind kind, String title) {
        this.kind = kind;
        this.title = title;
    }

    static Step of(Kind kind) {
        return new Step(kind, kind.word());
    }

    static Step nothing() {
        return new Step(null, "expectNothing");
    }

    boolean isNothing() {
        return kind == null;
    }

    String title() {
        return title;
    }

    void name(String newTitle) {
        title = newTitle;
    }

    Duration quiet() {
        return quiet;
    }

    void quiet(Duration duration) {
        quiet = duration;
    }

    boolean isEventual() {
        return isEventual;
    }

    void makeEventual() {
        isEventual = true;
    }

    void check(BiConsumer<Message, Captures> check) {
        checks.add(check);
    }

    Reaction reaction() {
        return reaction;
    }

    void react(Reaction newReaction) {
        reaction = newReaction;
    }

    boolean awaits(Message request) {
        return kind != null && kind.is(request);
    }

    /** Makes the script's assertions about a request. */
    void examine(Message request, Captures captures) {
        checks.forEach(check -> check.accept(request, captures));
    }

    /** Keeps the exchange under all names that were said so far. */
    void remember(Captured exchange, Captures captures) {
        last = exchange;
        names.forEach(name -> captures.put(name, exchange));
    }

    /** Keeps the exchange under a name, at once if it has happened. */
    void capture(String name, Captures captures) {
        names.add(name);
        if (last != null) {
            captures.put(name, last);
        }
    }

    String expected() {
        if (kind == null) {
            return quiet.isZero() ? "nothing" : "nothing for " + seconds();
        }
        return kind + (isEventual ? ", sooner or later" : "");
    }

    private String seconds() {
        return quiet.toMillisPart() == 0 ? quiet.toSeconds() + "s" : quiet.toMillis() + "ms";
    }

    /** The script's words for it. */
    @Override
    public String toString() {
        return kind == null ? "expectNothing(%s)".formatted(seconds()) : kind.word();
    }
}
