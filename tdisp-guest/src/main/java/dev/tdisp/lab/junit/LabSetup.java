package dev.tdisp.lab.junit;

import dev.tdisp.lab.LabBuilder;

/** Changes the lab of a {@link TdispTest} beyond what the annotation can say. */
@FunctionalInterface
public interface LabSetup {
    /**
     * Changes the lab before it is built.
     *
     * @param lab has what the annotation says
     */
    void prepare(LabBuilder lab);

    /** Changes nothing. */
    final class Usual implements LabSetup {
        /** Creates a setup without effect. */
        public Usual() {}

        @Override
        public void prepare(LabBuilder lab) {
            // the annotation says it all
        }
    }
}
