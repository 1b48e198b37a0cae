package dev.tdisp.lab.teach;

import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.attack.Attack;
import dev.tdisp.lab.render.DashedName;

/** What is done in a run. */
public sealed interface Story {
    /**
     * Says what is done.
     *
     * @return a title of a few words
     */
    String title();

    /**
     * Returns the name of the flow, as a recipe writes it.
     *
     * @return a word
     */
    String name();

    /** An attach and a detach. */
    record Visit() implements Story {
        /** Its name. */
        static final String NAME = "attach";

        @Override
        public String title() {
            return "attach and detach";
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * An attach, and then what can become of an interface in use.
     *
     * @param what what becomes of it
     */
    record Turn(LifeCycle what) implements Story {
        @Override
        public String title() {
            return what.sentence();
        }

        @Override
        public String name() {
            return DashedName.of(what);
        }
    }

    /**
     * An attach, and then something that disturbs it.
     *
     * @param what what disturbs it
     */
    record Blow(Disturbance what) implements Story {
        @Override
        public String title() {
            return "the %s %s".formatted(what.actor(), what.sentence());
        }

        @Override
        public String name() {
            return DashedName.of(what);
        }
    }

    /**
     * An attack.
     *
     * @param attack which one
     * @param isWeak whether the careless party is there, against whom it succeeds
     */
    record Attempt(Attack attack, boolean isWeak) implements Story {
        @Override
        public String title() {
            return isWeak ? "attack %s, against a careless party".formatted(attack) : "attack %s".formatted(attack);
        }

        @Override
        public String name() {
            return attack.id();
        }
    }
}
