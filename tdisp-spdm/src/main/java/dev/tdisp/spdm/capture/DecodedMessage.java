package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.spdm.algorithm.SpdmRole;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one packet of a capture is.
 *
 * @param packet the packet's number, from 1
 * @param at when it was recorded
 * @param sender who sent it
 * @param session the session of a secured record
 * @param protocol the innermost protocol: DOE, SPDM, IDE_KM, TDISP, or VENDOR for one that is not known
 * @param name the specification's name of the innermost message
 * @param detail the values worth a line, perhaps empty
 * @param bytes the SPDM message, or the data object, in the clear; secrets in it are zeros
 * @param fields the fields of these bytes
 * @param verifications what was verified, and what could not be
 * @param problems why it is not decoded; empty if it is
 */
public record DecodedMessage(
        int packet,
        Instant at,
        SpdmRole sender,
        OptionalLong session,
        String protocol,
        String name,
        String detail,
        Bytes bytes,
        FieldMap fields,
        List<Verification> verifications,
        List<String> problems) {
    /**
     * Copies the lists.
     *
     * @param packet the packet's number
     * @param at when it was recorded
     * @param sender who sent it
     * @param session the session of a secured record
     * @param protocol the innermost protocol
     * @param name the name of the innermost message
     * @param detail the values worth a line
     * @param bytes the message
     * @param fields the fields of these bytes
     * @param verifications what was verified
     * @param problems why it is not decoded
     */
    public DecodedMessage {
        verifications = List.copyOf(verifications);
        problems = List.copyOf(problems);
    }

    /**
     * Tells whether the packet was a secured record.
     *
     * @return true if it belongs to a session
     */
    public boolean isRecord() {
        return session.isPresent();
    }

    /**
     * Tells whether all of the packet was understood, and encodes to the same bytes.
     *
     * @return false if there is a problem
     */
    public boolean isDecoded() {
        return problems.isEmpty();
    }

    /**
     * Tells whether nothing about the packet remained unverified.
     *
     * @return false if a verification failed or was not possible
     */
    public boolean isVerified() {
        return verifications.stream().allMatch(Verification::isGood);
    }
}
