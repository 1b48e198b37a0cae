package dev.tdisp.core.tdi;

/** What a transition does beside changing the state. */
public enum TdiEffect {
    /** A nonce of 32 fresh random bytes is stored and returned. */
    NONCE_BORN("nonce born"),
    /** The nonce is destroyed, before the new state is entered. */
    NONCE_DESTROYED("nonce destroyed"),
    /** The stored nonce is overwritten with one that nobody knows. */
    NONCE_OVERWRITTEN("nonce overwritten"),
    /** Earlier work is aborted; configuration and default stream are locked and tracked. */
    CONFIGURATION_LOCKED("configuration locked and tracked"),
    /** The device starts to accept and to make requests of the TVM. */
    MADE_OPERATIONAL("made operational"),
    /** TVM data is sealed until it is cleared. */
    DATA_CONTAINED("TVM data contained"),
    /** Work is drained, TVM data is scrubbed. */
    SCRUBBED("drained and scrubbed"),
    /** What the lock bound is released: session and streams. */
    BINDING_RELEASED("binding released"),
    /** The report is no longer readable. */
    REPORT_FORGOTTEN("report forgotten");

    private final String words;

    TdiEffect(String words) {
        this.words = words;
    }

    /**
     * Says what happens.
     *
     * @return a few words
     */
    public String words() {
        return words;
    }
}
