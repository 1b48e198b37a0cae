package dev.tdisp.lab.conformance;

/** Something that not every subject has, and that a case needs. */
public interface Capability {
    /**
     * Names it.
     *
     * @return the name, in capitals
     */
    String name();

    /**
     * Looks whether the subject has it.
     *
     * @param scene in which it may be asked
     * @return what was found, with the value that shows it
     * @throws SetupException if it cannot be asked
     */
    Finding look(Scene scene);

    /**
     * What was found.
     *
     * @param isThere whether the subject has it
     * @param field which field or declaration shows it
     * @param value its value
     */
    record Finding(boolean isThere, String field, String value) {}
}
