package dev.tdisp.core.ide;

/** What can happen to a stream. */
public enum IdeStreamEvent {
    /** A key was programmed, and the number of complete key sets is as before. */
    KEY_PROGRAMMED("key programmed"),
    /** The sixth key of a key set was programmed. */
    KEY_SET_COMPLETED("sixth key of a set programmed"),
    /** A key was started, but not the last one that an enabled stream waited for. */
    KEY_STARTED("key started"),
    /** Enable is 1, and the sixth key of a set was started. */
    ALL_KEYS_STARTED("sixth key of a set started"),
    /** A key that does not protect anything was stopped. */
    KEY_STOPPED("key stopped"),
    /** A key was stopped, and no key set is complete any more. */
    KEY_SET_BROKEN("key of the only complete set stopped"),
    /** A key that protects the traffic of a secure stream was stopped. */
    KEY_IN_USE_STOPPED("K_SET_STOP of a key in use"),
    /** Enable became 1, and the keys of no set were all started. */
    ENABLED("Enable set"),
    /** Enable became 1, and the six keys of a set were started before. */
    ENABLED_WITH_KEYS("Enable set, six keys started before"),
    /** Enable became 0. */
    DISABLED("Enable cleared"),
    /** The Stream ID was changed while keys were there. */
    STREAM_ID_CHANGED("Stream ID changed"),
    /** A packet failed a check of the receiver. */
    CHECK_FAILED("IDE Check Failed"),
    /** The partner reported that a packet failed its check. */
    FAIL_MESSAGE_RECEIVED("IDE Fail message received"),
    /** The partner reported that a packet failed its check, and the port gives the stream up for it. */
    PARTNER_FAILED("IDE Fail message received, stream given up"),
    /** A counter would have repeated a value under the same key. */
    KEY_EXPIRED("invocation counter exhausted"),
    /** The device went through a conventional reset. */
    CONVENTIONAL_RESET("conventional reset"),
    /** The link went down. */
    LINK_DOWN("link down"),
    /** Function 0, which holds the IDE registers, was reset. */
    FUNCTION_0_RESET("FLR of function 0"),
    /** The session that brought the keys ended. */
    SESSION_ENDED("owning SPDM session ended"),
    /** A new session took the streams over. */
    OWNER_CHANGED("new owner session"),
    /** The device's own policy: debug access, firmware without run-time update. */
    DEVICE_POLICY("device policy"),
    /** A register that the port tracks for the stream was changed. */
    CONFIGURATION_CHANGED("tracked register changed");

    private final String sentence;

    IdeStreamEvent(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Says what happened.
     *
     * @return a few words
     */
    public String sentence() {
        return sentence;
    }
}
