package dev.tdisp.lab;

/** What must hold in a lab at any time, whoever does what. */
public enum Invariant {
    /** No byte that the hypervisor can see shows a guest's secret. */
    SECRETS_ARE_HIDDEN("no byte that the hypervisor can see shows a guest's secret"),
    /** No byte that the hypervisor can see shows a key of a session or of a stream. */
    KEYS_ARE_HIDDEN("no byte that the hypervisor can see shows a key"),
    /** An interface in RUN was locked by a session that lives. */
    RUN_HAS_ITS_SESSION("an interface in RUN was locked by a session that lives"),
    /** The stream that an interface in RUN is bound to protects. */
    RUN_HAS_ITS_STREAM("the stream that an interface in RUN is bound to is secure"),
    /** What is tracked of an interface in RUN is as it was when it was locked. */
    RUN_KEEPS_ITS_CONFIGURATION("what is tracked of an interface in RUN is as it was when it was locked"),
    /** A guest's interface that is in RUN runs by the lock and the report that the guest accepted. */
    RUN_IS_ACCEPTED("a guest's interface runs by the lock and the report that the guest accepted"),
    /** An open gate belongs to a bound interface that the guest accepted, behind a secure stream. */
    OPEN_GATE_IS_ACCEPTED("an open gate is that of an accepted interface behind a secure stream"),
    /** A page has one owner, and only the owner has it mapped as private. */
    PAGE_HAS_ONE_OWNER("a page has one owner, and nobody else has it mapped as private");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Returns what must hold.
     *
     * @return a sentence without a full stop
     */
    public String sentence() {
        return sentence;
    }
}
