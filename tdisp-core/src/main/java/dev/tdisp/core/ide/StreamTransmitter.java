package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** Protects packets, and counts the posted ones so that nothing can overtake them unseen. */
final class StreamTransmitter {
    /** In the prefix, the flag of a packet that a message of its own preceded. */
    static final int ESCORTED = 8;

    /** From this count on, an IDE Sync message comes first; the counters hold 8 bits. */
    private static final int SYNC_THRESHOLD = 250;

    private final KeySlots slots;
    private final boolean escorts;
    private int sentBeforeNonPosted;
    private int sentBeforeCompletion;
    private boolean escortNonPosted;
    private boolean escortCompletion;

    StreamTransmitter(KeySlots slots, boolean escorts) {
        this.slots = slots;
        this.escorts = escorts;
    }

    void start() {
        sentBeforeNonPosted = 0;
        sentBeforeCompletion = 0;
        escortNonPosted = false;
        escortCompletion = false;
    }

    List<LinkFrame.Protected> seal(StreamId id, Tlp tlp, boolean trusted) {
        var frames = new ArrayList<LinkFrame.Protected>();
        switch (tlp.subStream()) {
            case POSTED -> frames.addAll(posted(id, tlp, trusted));
            case NON_POSTED -> frames.addAll(nonPosted(id, tlp, trusted));
            case COMPLETION -> frames.addAll(completion(id, tlp, trusted));
        }
        return List.copyOf(frames);
    }

    private List<LinkFrame.Protected> posted(StreamId id, Tlp tlp, boolean trusted) {
        var frames = new ArrayList<LinkFrame.Protected>();
        if (Math.max(sentBeforeNonPosted, sentBeforeCompletion) >= SYNC_THRESHOLD) {
            Tlp sync = IdeMessages.sync(tlp.requester(), sentBeforeNonPosted + 1, sentBeforeCompletion + 1);
            frames.add(protect(id, sync, 0, 0, false));
            sentBeforeNonPosted = 0;
            sentBeforeCompletion = 0;
            escortNonPosted = escorts;
            escortCompletion = escorts;
        }
        frames.add(sendPosted(id, tlp, trusted));
        return frames;
    }

    private LinkFrame.Protected sendPosted(StreamId id, Tlp tlp, boolean trusted) {
        sentBeforeNonPosted++;
        sentBeforeCompletion++;
        return protect(id, tlp, 0, 0, trusted);
    }

    private List<LinkFrame.Protected> nonPosted(StreamId id, Tlp tlp, boolean trusted) {
        var frames = new ArrayList<LinkFrame.Protected>();
        boolean isEscorted = escortNonPosted;
        if (isEscorted) {
            frames.add(sendPosted(id, IdeMessages.escort(tlp.requester(), false), false));
        }
        frames.add(protect(id, tlp, sentBeforeNonPosted, isEscorted ? ESCORTED : 0, trusted));
        sentBeforeNonPosted = 0;
        escortNonPosted = false;
        return frames;
    }

    private List<LinkFrame.Protected> completion(StreamId id, Tlp tlp, boolean trusted) {
        var frames = new ArrayList<LinkFrame.Protected>();
        boolean isEscorted = escortCompletion;
        if (isEscorted) {
            frames.add(sendPosted(id, IdeMessages.escort(tlp.requester(), true), false));
        }
        frames.add(protect(id, tlp, sentBeforeCompletion, isEscorted ? ESCORTED : 0, trusted));
        sentBeforeCompletion = 0;
        escortCompletion = false;
        return frames;
    }

    private LinkFrame.Protected protect(StreamId id, Tlp tlp, int sentCounter, int flag, boolean trusted) {
        SubStream subStream = tlp.subStream();
        KeySlotId slotId = slots.active(KeyDirection.TRANSMIT, subStream)
                .orElseThrow(() -> new AssertionError("a secure stream without a key for " + subStream));
        var prefix = new IdePrefix(sentCounter, id, subStream.code() | flag, false, true, slotId.keySet(), trusted);
        Bytes header = tlp.header();
        Bytes sealed = slots.slot(slotId).seal(authenticated(prefix, header), tlp.data());
        int macOffset = sealed.size() - LinkFrame.MAC_SIZE;
        return new LinkFrame.Protected(prefix, header, sealed.slice(0, macOffset), sealed.from(macOffset));
    }

    /** Returns what the MAC covers beside the data: the prefix, then the header. */
    static Bytes authenticated(IdePrefix prefix, Bytes header) {
        var out = WireWriter.create();
        prefix.write(out);
        out.bytes("Header", header);
        return out.toBytes();
    }
}
