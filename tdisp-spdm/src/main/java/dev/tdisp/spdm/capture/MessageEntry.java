package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.spdm.algorithm.SpdmRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects what is found out about one packet. */
final class MessageEntry {
    private final int packet;
    private final Instant at;
    private final SpdmRole sender;
    private final List<Verification> verifications = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private OptionalLong session = OptionalLong.empty();
    private String protocol = "";
    private String name = "";
    private String detail = "";
    private String carried = "";
    private Bytes bytes = Bytes.EMPTY;
    private FieldMap fields = FieldMap.NONE;

    MessageEntry(int packet, Instant at, SpdmRole sender) {
        this.packet = packet;
        this.at = at;
        this.sender = sender;
    }

    Instant at() {
        return at;
    }

    SpdmRole sender() {
        return sender;
    }

    boolean isRequest() {
        return sender == SpdmRole.REQUESTER;
    }

    void session(long id) {
        session = OptionalLong.of(id);
    }

    void name(String ofProtocol, String ofMessage, String values) {
        protocol = ofProtocol;
        name = ofMessage;
        detail = values;
    }

    /** Says how, or with what in it, the message came; goes behind the values. */
    void carried(String how) {
        carried = carried.isEmpty() ? how : carried + ", " + how;
    }

    void content(Bytes content, FieldMap ofContent) {
        bytes = content;
        fields = ofContent;
    }

    void verify(String subject, boolean isGood) {
        verifications.add(new Verification(subject, isGood));
    }

    void problem(String reason) {
        problems.add(reason);
    }

    /** Compares what was recorded with what its decoded form encodes to. */
    void requireSame(String what, Bytes recorded, Bytes encoded) {
        if (!recorded.equals(encoded)) {
            problem(what + " does not encode to the recorded bytes");
        }
    }

    DecodedMessage build() {
        return new DecodedMessage(
                packet,
                at,
                sender,
                session,
                protocol,
                name,
                Stream.of(detail, carried).filter(part -> !part.isEmpty()).collect(Collectors.joining(", ")),
                bytes,
                fields,
                verifications,
                problems);
    }
}
