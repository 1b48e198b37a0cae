package dev.tdisp.lab.script;

import dev.tdisp.core.wire.Bytes;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A request that a scripted device awaits. It is complete once the script has said what is answered.
 *
 * @param <M> the request
 * @param <E> this kind of expectation
 */
public abstract sealed class Expectation<M, E extends Expectation<M, E>> permits TdispExpectation, IdeKmExpectation {
    private final Script script;
    private final Step step;

    Expectation(Script script, Kind kind) {
        this.script = script;
        this.step = script.begin(Step.of(kind));
    }

    abstract E self();

    final Step step() {
        return step;
    }

    /**
     * Names the step, for the text of a failure.
     *
     * @param title what the step is about
     * @return this
     */
    public final E as(String title) {
        step.name(title);
        return self();
    }

    /**
     * Makes assertions about the request when it comes.
     *
     * @param assertions throw an {@link AssertionError}, or any exception, if the request is not as it should be
     * @return this
     */
    public final E with(Consumer<? super M> assertions) {
        step.check((message, captures) -> assertions.accept(content(message)));
        return self();
    }

    @SuppressWarnings("unchecked")
    private M content(Message message) {
        return (M) message.require();
    }

    /**
     * Lets other requests come before this one; they get the answers of an honest device.
     *
     * @return this
     */
    public final E eventually() {
        step.makeEventual();
        return self();
    }

    /**
     * Answers as an honest device does.
     *
     * @return the exchange
     */
    public final Answered respond() {
        return respond(Bend.NONE);
    }

    /**
     * Answers as an honest device does, but for what is bent.
     *
     * @param change bends the honest answer
     * @return the exchange
     */
    public final Answered respond(UnaryOperator<Bend> change) {
        return respond(change.apply(Bend.NONE));
    }

    private Answered respond(Bend bend) {
        return answer(Reaction.bent(bend));
    }

    /**
     * Answers with any bytes. The honest device does not hear of the request.
     *
     * @param answer the whole message
     * @return the exchange
     */
    public final Answered respondRaw(Bytes answer) {
        return answer(Reaction.raw(answer));
    }

    /**
     * Lets the honest device do what is asked, and loses its answer. Behind a device's own mailbox SPDM refuses the request
     * in its stead; elsewhere nothing at all goes back.
     *
     * @return the exchange
     */
    public final Answered dropAnswer() {
        return answer(Reaction.dropped());
    }

    final Answered answer(Reaction reaction) {
        script.complete(step, reaction);
        return new Answered(name -> script.guard().aloneDo(() -> step.capture(name, script.captures())));
    }
}
