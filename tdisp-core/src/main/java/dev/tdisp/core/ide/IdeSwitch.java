package dev.tdisp.core.ide;

/** What sources dispute, or what known peers do otherwise. */
public enum IdeSwitch {
    /** Answers KEY_PROG of a wrong size with KP_ACK, status 01. Off: no answer. */
    ACKNOWLEDGE_WRONG_LENGTH,
    /** Refuses key programming, and ignores the rest, for a stream that no block has. Off: acknowledges. */
    CHECK_STREAM_ID,
    /** Refuses sub-streams 3 to 15 and reserved bits. Off: acknowledges. */
    CHECK_SUB_STREAM,
    /** Refuses another initial value than 1. */
    CHECK_INITIAL_VALUE,
    /** Refuses a key that another slot of the stream holds. */
    REFUSE_DUPLICATE_KEY,
    /** Ignores the start of a key that was not programmed. Off: acknowledges. */
    IGNORE_START_WITHOUT_KEY,
    /** Ignores a session that is not the owner. Off: every session may program. */
    CHECK_OWNER,
    /** Answers KEY_PROG of a session that is not the owner with KP_ACK, status 04. Off: no answer. */
    ACKNOWLEDGE_FOREIGN_SESSION,
    /** Keys go when the session that brought them ends. Off: when another session takes over. */
    ERASE_KEYS_AT_SESSION_END,
    /** A function level reset of function 0 makes streams insecure. */
    ERASE_KEYS_AT_FUNCTION_0_RESET,
    /** Rejects packets of functions that are not associated with the stream, as ports with TEE-IO Supported do. */
    CHECK_REQUESTER,
    /** Any port index up to the maximum means the one port that is there. */
    ALIAS_PORTS,
    /** Sends and expects the messages that close the gap behind an IDE Sync message. */
    ESCORT,
    /** The tag of a request that got no completion is not used again before its stream is keyed anew. */
    QUARANTINE_TAGS,
    /** An IDE Fail message of the partner makes the stream insecure. Off: it sets its status bit, and software decides. */
    FAIL_MESSAGE_ENDS_STREAM,
    /** While a secure stream carries configuration requests, those in the clear are refused. Off: tracking compensates. */
    REFUSE_CLEAR_CONFIGURATION,
    /** A root port whose windows change loses its streams: they are registers that it tracks. */
    TRACK_WINDOWS,
    /** A host reads from an interface before it stops it, so that no posted packet is left on the way. */
    FLUSH_BEFORE_STOP
}
