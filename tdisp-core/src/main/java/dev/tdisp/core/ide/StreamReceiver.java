package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.ConfigRead;
import dev.tdisp.core.pcie.ConfigWrite;
import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks packets in the order of the receiver's pipeline, and counts the posted ones. */
final class StreamReceiver {
    private static final int IO_REQUEST = 2;
    private static final int TYPE_MASK = 0x1F;

    private final KeySlots slots;
    private final boolean escorts;
    private final boolean link;
    private int receivedBeforeNonPosted;
    private int receivedBeforeCompletion;
    private int nonPostedEscorts;
    private int completionEscorts;

    StreamReceiver(KeySlots slots, boolean escorts, boolean link) {
        this.link = link;
        this.slots = slots;
        this.escorts = escorts;
    }

    /** A packet, or the check that failed. */
    record Verdict(@Nullable Tlp tlp, String failure) {
        static Verdict failed(String failure) {
            return new Verdict(null, failure);
        }

        static Verdict passed(Tlp tlp) {
            return new Verdict(tlp, "");
        }
    }

    void start() {
        receivedBeforeNonPosted = 0;
        receivedBeforeCompletion = 0;
        nonPostedEscorts = 0;
        completionEscorts = 0;
    }

    Verdict check(LinkFrame.Protected frame, IdeStreamSettings settings) {
        IdePrefix prefix = frame.prefix();
        Optional<SubStream> subStream = subStream(prefix);
        Optional<Tlp> shape = decode(frame.header().plus(frame.ciphertext()));
        if (subStream.isEmpty() || shape.isEmpty()) {
            return Verdict.failed("sub-stream or header cannot be");
        }
        if (shape.get().subStream() != subStream.get() || !link && !mayCarry(shape.get(), settings)) {
            return Verdict.failed("packet does not belong into the sub-stream");
        }
        var slotId = new KeySlotId(prefix.keySet(), KeyDirection.RECEIVE, subStream.get());
        if (!isAccepted(slots.state(slotId)) || slots.slot(slotId).isExhausted()) {
            return Verdict.failed("no started key in the key set");
        }
        if (!prefix.mac() || prefix.pcrc() || frame.mac().size() != LinkFrame.MAC_SIZE) {
            return Verdict.failed("aggregation or PCRC without being enabled");
        }
        Optional<Tlp> opened = open(slotId, frame);
        if (opened.isEmpty()) {
            return Verdict.failed("MAC");
        }
        return count(opened.get(), prefix) ? Verdict.passed(opened.get()) : Verdict.failed("PR counter");
    }

    private Optional<SubStream> subStream(IdePrefix prefix) {
        int flags = escorts ? StreamTransmitter.ESCORTED : 0;
        return SubStream.of(prefix.subStreamCode() & ~flags);
    }

    private static Optional<Tlp> decode(Bytes content) {
        try {
            return Optional.of(Tlp.decode(content));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static boolean mayCarry(Tlp tlp, IdeStreamSettings settings) {
        if (tlp instanceof ConfigRead read) {
            return read.type1() && settings.configRequests();
        }
        if (tlp instanceof ConfigWrite write) {
            return write.type1() && settings.configRequests();
        }
        return (tlp.header().at(0) & TYPE_MASK) != IO_REQUEST;
    }

    private static boolean isAccepted(KeySlotState state) {
        return switch (state) {
            case ACTIVE, RETIRING -> true;
            case EMPTY, PROGRAMMED -> false;
        };
    }

    /** Opens the packet; the first one under a new key ends the old key. */
    private Optional<Tlp> open(KeySlotId slotId, LinkFrame.Protected frame) {
        Bytes authenticated = StreamTransmitter.authenticated(frame.prefix(), frame.header());
        Optional<Bytes> data =
                slots.slot(slotId).open(authenticated, frame.ciphertext().plus(frame.mac()));
        KeySlot old = slots.slot(slotId.otherSet());
        if (data.isPresent() && old.state() == KeySlotState.RETIRING) {
            old.erase();
        }
        return data.flatMap(plaintext -> decode(frame.header().plus(plaintext)));
    }

    private boolean count(Tlp tlp, IdePrefix prefix) {
        boolean isEscorted = (prefix.subStreamCode() & StreamTransmitter.ESCORTED) != 0;
        return switch (tlp.subStream()) {
            case POSTED -> prefix.sentCounter() == 0 && !isEscorted && countPosted(tlp);
            case NON_POSTED -> {
                receivedBeforeNonPosted -= prefix.sentCounter();
                yield receivedBeforeNonPosted >= 0 && (!isEscorted || --nonPostedEscorts >= 0);
            }
            case COMPLETION -> {
                receivedBeforeCompletion -= prefix.sentCounter();
                yield receivedBeforeCompletion >= 0 && (!isEscorted || --completionEscorts >= 0);
            }
        };
    }

    private boolean countPosted(Tlp tlp) {
        receivedBeforeNonPosted++;
        receivedBeforeCompletion++;
        if (tlp instanceof MessageTlp message && IdeMessages.isSync(message)) {
            receivedBeforeNonPosted -= IdeMessages.syncedNonPosted(message);
            receivedBeforeCompletion -= IdeMessages.syncedCompletion(message);
            nonPostedEscorts += IdeMessages.escortsNonPosted(message) ? 1 : 0;
            completionEscorts += IdeMessages.escortsCompletion(message) ? 1 : 0;
        }
        return receivedBeforeNonPosted >= 0 && receivedBeforeCompletion >= 0;
    }
}
