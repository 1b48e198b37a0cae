package dev.tdisp.lab.attack;

import dev.tdisp.lab.Lab;

/** Watches an attack step by step. */
@FunctionalInterface
public interface AttackListener {
    /**
     * Takes note that a step is done.
     *
     * @param lab where it was done, to be looked at only
     * @param actor who did it; empty for the way to the attack's beginning
     * @param what what was done
     */
    void done(Lab lab, String actor, String what);
}
