package dev.tdisp.lab.script;

/** An exchange of a script: asked and answered, or still to come. */
public final class Answered {
    private final Script script;
    private final Step step;

    Answered(Script script, Step step) {
        this.script = script;
        this.step = step;
    }

    /**
     * Keeps request and response under a name, for {@link TdispExpectation#from} and {@link ScriptedDevice#captured}.
     *
     * @param name the name
     * @return this
     */
    public Answered capture(String name) {
        script.guard().aloneDo(() -> step.capture(name, script.captures()));
        return this;
    }
}
