package dev.tdisp.lab.script;

import java.util.function.Consumer;

/** An exchange of a script: asked and answered, or still to come. */
public final class Answered {
    private final Consumer<String> keeper;

    Answered(Consumer<String> keeper) {
        this.keeper = keeper;
    }

    /**
     * Keeps request and response under a name, for {@code from} and {@code captured}.
     *
     * @param name the name
     * @return this
     */
    public Answered capture(String name) {
        keeper.accept(name);
        return this;
    }
}
