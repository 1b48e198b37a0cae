package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.algorithm.SpdmRole;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A point on which implementations of SPDM differ, and which the other end can see. Off is our reading; on is the other
 * position. The list with all positions is docs/reference/disputed-spdm.md.
 *
 * <pre>{@code
 * var profile = SpdmProfile.TDISP.with(SpdmSwitch.LARGE_RESPONSE_REPLACES_ACK);
 * }</pre>
 */
public enum SpdmSwitch {
    /** A FINISH or PSK_FINISH that proves nothing leaves the session in its handshake, in which nothing can succeed any more. */
    FAILED_FINISH_KEEPS_SESSION(SpdmRole.RESPONDER, "S1", "the session ends", "the session stays in its handshake"),
    /** A request code without a meaning gets no answer. */
    UNKNOWN_REQUEST_UNANSWERED(SpdmRole.RESPONDER, "S2", "UnsupportedRequest", "no answer"),
    /** TDISP and IDE_KM are answered outside sessions too. */
    PROTOCOLS_OUTSIDE_SESSIONS(SpdmRole.RESPONDER, "S3", "SessionRequired", "the protocol answers"),
    /** TDISP and IDE_KM are answered in the handshake of a session too. */
    PROTOCOLS_IN_HANDSHAKE(SpdmRole.RESPONDER, "S4", "UnexpectedRequest", "the protocol answers"),
    /** A record that cannot be decrypted ends its session without a word. */
    DECRYPT_ERROR_UNSAID(SpdmRole.RESPONDER, "S5", "DecryptError in the session, which ends", "no answer"),
    /** GET_CAPABILITIES and NEGOTIATE_ALGORITHMS that come again as they were are answered again, without effect. */
    REPEATED_NEGOTIATION_ANSWERED(SpdmRole.RESPONDER, "S6", "UnexpectedRequest", "the same answer"),
    /** A request of the responder's that waits lets all other requests of the connection wait. */
    QUESTION_BLOCKS_CONNECTION(
            SpdmRole.RESPONDER,
            "S7",
            "those of the same session wait, once it is fetched",
            "all of the connection wait"),
    /** A large response to a request that came in chunks is announced by ERROR itself. */
    LARGE_RESPONSE_REPLACES_ACK(
            SpdmRole.RESPONDER, "S8", "ERROR LargeResponse inside CHUNK_SEND_ACK", "a bare ERROR LargeResponse"),
    /** A transfer in chunks lets all other requests of the connection wait. */
    TRANSFER_BLOCKS_CONNECTION(
            SpdmRole.RESPONDER, "S9", "those of the same session wait", "all of the connection wait"),
    /** SlotIDParam for a requester with a raw key is 0. */
    RAW_KEY_SLOT_IS_ZERO(SpdmRole.RESPONDER, "S10", "15", "0"),
    /** GET_ENCAPSULATED_REQUEST that finds nothing is unexpected in every version. */
    NO_QUESTION_IS_UNEXPECTED(
            SpdmRole.RESPONDER, "S11", "NoPendingRequests from 1.3 on, UnexpectedRequest before", "UnexpectedRequest"),
    /** SLOT_MANAGEMENT is answered, in a layout of which the sizes of the fields are inferred: an experiment. */
    SLOT_MANAGEMENT(SpdmRole.RESPONDER, "S13", "UnsupportedRequest", "answered, with SLOT_MGMT_CAP"),
    /** A DesiredAssocCertSlotMask of 0 leaves a key pair with the slots it has. */
    ZERO_SLOT_MASK_KEEPS_SLOTS(
            SpdmRole.RESPONDER, "S14", "frees the key pair, if its slots can be changed", "changes no slot"),
    /** A requester waits for a response that is announced with an RDTM of 1 too. */
    RDTM_OF_ONE_ACCEPTED(SpdmRole.REQUESTER, "S12", "the exchange fails", "the requester asks once again");

    private final SpdmRole role;
    private final String topic;
    private final String off;
    private final String on;

    SpdmSwitch(SpdmRole role, String topic, String off, String on) {
        this.role = role;
        this.topic = topic;
        this.off = off;
        this.on = on;
    }

    /**
     * Adds a switch to those that are on.
     *
     * @param on those that are on
     * @param which one more
     * @return the larger set
     */
    public static Set<SpdmSwitch> with(Set<SpdmSwitch> on, SpdmSwitch which) {
        Set<SpdmSwitch> more = EnumSet.of(which);
        more.addAll(on);
        return Collections.unmodifiableSet(more);
    }

    /**
     * Returns whose choice it is.
     *
     * @return the end whose profile or options have the switch
     */
    public SpdmRole role() {
        return role;
    }

    /**
     * Returns the point in question.
     *
     * @return its number in the list, for example {@code S1}
     */
    public String topic() {
        return topic;
    }

    /**
     * Says what happens while the switch is off, which is the default.
     *
     * @return our reading, in a few words
     */
    public String off() {
        return off;
    }

    /**
     * Says what happens while the switch is on.
     *
     * @return the other position, in a few words
     */
    public String on() {
        return on;
    }
}
