package dev.tdisp.guest.attestation;

/** What a guest asks before it accepts an interface. */
public enum Check {
    /** Is there a session of a version and with algorithms that are good enough? */
    SESSION("session between security manager and device is good enough"),
    /** Is the chain the one that authenticated the session? */
    CHAIN_DIGEST("certificate chain is the one that authenticated the session"),
    /** Does the chain lead to a trusted root? */
    CHAIN_TRUST("certificate chain leads to a trusted root"),
    /** Is the device one of those that are expected? */
    DEVICE_IDENTITY("device is one that is expected"),
    /** Are the measurements those that the security manager got? */
    MEASUREMENTS_DIGEST("measurements are those the security manager got"),
    /** Were they made for this guest, now? */
    MEASUREMENTS_FRESH("measurements carry this guest's nonce"),
    /** Are they good? */
    MEASUREMENTS_GOOD("measurements are among the reference values"),
    /** Is the device closed to debuggers? */
    DEVICE_MODE("device is in normal operation"),
    /** Is the link protected? */
    STREAM_SECURE("stream is secure at both ends"),
    /** Is the interface locked? */
    STATE_LOCKED("interface is in CONFIG_LOCKED"),
    /** Was it locked as the guest wants? */
    LOCK_FLAGS("lock flags are those that are required"),
    /** Is the report the one that the security manager read? */
    REPORT_DIGEST("report is the one the security manager read"),
    /** Does the report agree with itself and with the lock? */
    REPORT_CONSISTENT("report agrees with itself and with the lock"),
    /** Can firmware change while the guest uses the device? */
    FIRMWARE_FROZEN("firmware cannot be updated while locked"),
    /** Does the interface use only what the guest allows? */
    FEATURES_ALLOWED("interface uses only features that are allowed"),
    /** Does every range lie in a window of the guest, in order? */
    RANGES_IN_ORDER("ranges lie in the windows, in order"),
    /** Is all evidence of one lock, measurement and report? */
    ONE_EPOCH("evidence is of one lock, measurement and report");

    private final String sentence;

    Check(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Says what is asked.
     *
     * @return what is the case if the check passes
     */
    public String sentence() {
        return sentence;
    }
}
