package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The script of a device: a list of steps, how far it is, and what went wrong first.
 *
 * <p>Safe for several threads: one writes the script, another, perhaps a server's, brings the requests.
 */
final class Script {
    private final Frame frame;
    private final Env env;
    private final Transcript transcript;
    private final Captures captures = new Captures();
    private final Guard guard;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> allowed = new HashSet<>();
    private int done;
    private boolean isLockstep;
    private boolean isOver;
    private @Nullable String endOfHost;
    private boolean isSilent;
    private boolean isClosed;
    private @Nullable Step unfinished;
    private @Nullable AssertionError failure;

    Script(Frame frame, Env env, Duration patience) {
        this.frame = frame;
        this.env = env;
        this.transcript = new Transcript(env);
        this.guard = new Guard(patience);
    }

    Captures captures() {
        return captures;
    }

    Guard guard() {
        return guard;
    }

    /** Begins a line that is not complete before it says what is answered. */
    Step begin(Step step) {
        guard.aloneDo(() -> {
            requireComplete();
            boolean isEnded = !steps.isEmpty() && steps.get(steps.size() - 1).isNothing();
            if (isEnded) {
                throw new IllegalStateException("%s: nothing comes behind expectNothing".formatted(step));
            }
            unfinished = step;
        });
        return step;
    }

    /** Completes a line; in lockstep, waits until it has happened. */
    void complete(Step step, Reaction reaction) {
        guard.aloneDo(() -> {
            if (unfinished != step) {
                throw new IllegalStateException("%s: its answer has been said".formatted(step));
            }
            unfinished = null;
            step.react(reaction);
            steps.add(step);
            guard.tell();
            if (isLockstep && !step.isNothing()) {
                happen(step);
            }
        });
    }

    private void happen(Step step) {
        guard.await(() -> failure != null || isDone(step) || endOfHost != null);
        if (failure == null && !isDone(step)) {
            String actual = endOfHost == null ? "nothing within " + guard.patience() : "nothing: " + endOfHost;
            fail(step.expected(), actual + at(), null);
        }
        throwFailure();
    }

    private boolean isDone(Step step) {
        return steps.indexOf(step) < done;
    }

    private void requireComplete() {
        if (unfinished != null) {
            throw new IllegalStateException("%s: say what is answered, for example respond()".formatted(unfinished));
        }
    }

    /** Has requests of a kind answered honestly whenever they come, unless they are awaited. */
    void allow(String name) {
        guard.aloneDo(() -> allowed.add(name));
    }

    /** From now on each line waits until it has happened, and each request for its line. */
    void lockstep() {
        guard.aloneDo(() -> isLockstep = true);
    }

    /** Notes that in lockstep no further request will come, and why. */
    void hostEnded(String how) {
        guard.aloneDo(() -> {
            endOfHost = how;
            guard.tell();
        });
    }

    /** Waits for the end of a host that runs beside; it is a failure if there is none in time. */
    void awaitHost() {
        guard.aloneDo(() -> {
            if (!guard.await(() -> endOfHost != null || failure != null)) {
                fail("that the host ends", "a host that still runs after %s".formatted(guard.patience()) + at(), null);
            }
        });
    }

    /** Notes that no further line will come. */
    void over() {
        guard.aloneDo(() -> {
            requireComplete();
            isOver = true;
            guard.tell();
        });
    }

    /** Throws the failure, if there is one. */
    void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /** If the script has failed, throws that instead of what a host threw. */
    void blame(Throwable thrown) {
        guard.aloneDo(() -> {
            if (failure != null && failure != thrown) {
                failure.addSuppressed(thrown);
            }
            throwFailure();
        });
    }

    boolean hasFailed() {
        return guard.alone(() -> failure != null);
    }

    /** Lets the time of the last line pass, and throws what went wrong, if anything did. */
    void verify(Consumer<Duration> passing) {
        over();
        Optional<Step> next = guard.alone(this::current);
        next.filter(Step::isNothing).filter(step -> !hasFailed()).ifPresent(step -> passing.accept(step.quiet()));
        guard.aloneDo(() -> {
            throwFailure();
            current().filter(Step::isNothing).ifPresent(step -> done++);
            current().ifPresent(step -> fail(step.expected(), "nothing more came" + at(), null));
            throwFailure();
        });
    }

    /** Waits in real time, but not longer than until something goes wrong. */
    void waitFor(Duration time) {
        guard.aloneDo(() -> guard.await(() -> failure != null, time));
    }

    /** Tells, once, whether the answer just given must not go out. */
    boolean takeSilence() {
        return guard.alone(() -> {
            boolean was = isSilent;
            isSilent = false;
            return was;
        });
    }

    /** Forgets what was captured; from now on the honest device answers. */
    void close() {
        guard.aloneDo(() -> isClosed = true);
        captures.forget();
    }

    /** Answers a request as the script says. */
    Optional<Bytes> handle(VendorProtocol protocol, long session, Bytes request, VendorHandler device) {
        return guard.alone(() -> {
            if (isClosed) {
                return device.handle(session, request);
            }
            Message message = Message.request(protocol, request);
            transcript.request(message, session, "");
            Optional<Bytes> answer = answer(new Heard(message, session, device, env, frame.seed()));
            message.forget();
            return answer;
        });
    }

    private Optional<Bytes> answer(Heard heard) {
        if (failure == null && isLockstep && !isAllowed(heard.request())) {
            guard.await(() -> done < steps.size() || isOver || failure != null);
        }
        if (failure != null) {
            return refuse(heard);
        }
        Optional<Step> step = current();
        if (step.filter(next -> next.awaits(heard.request())).isPresent()) {
            return perform(step.get(), heard);
        }
        boolean isBeside = step.filter(Step::isEventual).isPresent() || isAllowed(heard.request());
        if (isBeside) {
            return send(Reaction.HONEST.to(heard), heard);
        }
        String nothing = isOver || !isLockstep ? "nothing: the script is over" : "what the script did not say in time";
        failHere(step.map(Step::expected).orElse(nothing), heard.request().name(), heard, null);
        return refuse(heard);
    }

    private boolean isAllowed(Message request) {
        return allowed.contains(request.name())
                || allowed.contains(request.protocol().name());
    }

    private Optional<Bytes> perform(Step step, Heard heard) {
        try {
            heard.request().require();
            step.examine(heard.request(), captures);
            Reaction.Reply reply = step.reaction().to(heard);
            Optional<Bytes> answer = send(reply, heard);
            step.remember(new Captured(heard.request().bytes(), answer.orElse(Bytes.EMPTY)), captures);
            if (reply.isLast()) {
                done++;
                guard.tell();
            }
            return answer;
        } catch (Mistake e) {
            failHere(step.expected(), e.what(), heard, null);
        } catch (AssertionError | RuntimeException e) {
            String said = e.getMessage() == null ? e.toString() : e.getMessage();
            failHere(step.expected() + ", as the script says", said, heard, e);
        }
        return refuse(heard);
    }

    private Optional<Bytes> send(Reaction.Reply reply, Heard heard) {
        isSilent = reply.isSilent();
        Optional<Message> answer =
                reply.answer().map(bytes -> Message.response(heard.request().protocol(), bytes));
        if (answer.isEmpty()) {
            transcript.silence(reply.remark());
        }
        answer.ifPresent(message -> {
            transcript.response(message, heard.session(), reply.remark());
            if (reply.isOwn()) {
                transcript.traceResponse(message, reply.remark());
            }
            message.forget();
        });
        return reply.answer();
    }

    /** Ends the talk, so that a host does not wait for a script that has failed. */
    private Optional<Bytes> refuse(Heard heard) {
        Optional<Bytes> refusal = heard.request()
                .header()
                .map(header -> TdispError.of(header, TdispErrorCode.UNSPECIFIED).toBytes());
        return send(new Reaction.Reply(refusal, true, false, true, "the script has failed"), heard);
    }

    private Optional<Step> current() {
        return done < steps.size() ? Optional.of(steps.get(done)) : Optional.empty();
    }

    private void failHere(String expected, String actual, Heard heard, @Nullable Throwable cause) {
        transcript.markLast();
        fail(expected, actual + at() + about(heard.request()), cause);
    }

    private void fail(String expected, String actual, @Nullable Throwable cause) {
        if (failure == null) {
            String title = current().map(Step::title).orElse("the end");
            var finding = new Frame.Finding(done + 1, title, expected, actual, cause);
            failure = frame.failure(finding, progress(), transcript.lines());
            guard.tell();
        }
    }

    private String progress() {
        List<Step> pending = steps.subList(done, steps.size());
        String words = pending.stream().map(Step::toString).collect(Collectors.joining(", "));
        return pending.isEmpty()
                ? "%d done, nothing pending".formatted(done)
                : "%d done, %d pending ▶ %s".formatted(done, pending.size(), words);
    }

    private String at() {
        return "   at " + transcript.time();
    }

    private static String about(Message request) {
        return request.interfaceId().map(id -> "  tdi=" + id).orElse("");
    }
}
