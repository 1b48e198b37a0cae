package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The responder's questions in one channel: those that wait, and the one whose response is due. */
final class Inquiries {
    private static final int ID_MASK = 0xFF;

    private final Deque<Inquiry> waiting = new ArrayDeque<>();
    private @Nullable Due due;
    private @Nullable SpdmSession subject;
    private boolean isDemanding;
    private int lastId;

    /** A question that the requester has fetched. */
    record Due(int id, Inquiry inquiry, SpdmRequest request, Bytes bytes) {}

    /** Asks when the requester polls. */
    void ask(Inquiry inquiry) {
        waiting.addLast(inquiry);
    }

    /**
     * Asks before anything else may come.
     *
     * @param inquiry the first question
     * @param about the session whose handshake waits for the answers; none for CHALLENGE
     */
    void demand(Inquiry inquiry, @Nullable SpdmSession about) {
        waiting.addFirst(inquiry);
        subject = about;
        isDemanding = true;
        lastId = 0;
    }

    /** Asks a question that goes without saying: its response comes with the id 0. */
    void demandAtOnce(Inquiry inquiry, SpdmSession about) {
        demand(inquiry, about);
        fetch(0);
    }

    /** Tells whether a response must come before anything else may. */
    boolean isInFlight() {
        return due != null || isDemanding;
    }

    boolean isEmpty() {
        return due == null && waiting.isEmpty();
    }

    boolean isAbout(SpdmSession session) {
        return session == subject;
    }

    Optional<Due> due() {
        return Optional.ofNullable(due);
    }

    /** Gives the question whose response is due, or the next one that waits. */
    Optional<Due> fetch() {
        if (due == null || due.id() == 0) {
            if (due != null) {
                waiting.addFirst(due.inquiry());
            } else if (!isDemanding) {
                lastId = 0;
            }
            fetch(nextId());
        }
        return due();
    }

    /** Takes the outcome of the question whose response was due, and goes on to the next one it leads to. */
    Optional<Due> proceed(Inquiry.Outcome outcome) {
        due = null;
        outcome.next().ifPresent(waiting::addFirst);
        if (outcome.next().isPresent()) {
            fetch(nextId());
        } else {
            settle();
        }
        return due();
    }

    /** Gives up the question whose response was due, and what depended on it. */
    void abort() {
        if (isDemanding) {
            waiting.clear();
        }
        due = null;
        settle();
    }

    private void settle() {
        isDemanding = false;
        subject = null;
    }

    private void fetch(int id) {
        Inquiry next = waiting.pollFirst();
        if (next == null) {
            due = null;
        } else {
            SpdmRequest request = next.request();
            due = new Due(id, next, request, request.encode());
        }
    }

    private int nextId() {
        lastId = lastId == ID_MASK ? 1 : lastId + 1;
        return lastId;
    }
}
