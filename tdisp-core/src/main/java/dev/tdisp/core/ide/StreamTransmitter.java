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
    private boolean damagesNext;

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

    /** Lets the data of the next packet be damaged between checksum and encryption. */
    void damageNext() {
        damagesNext = true;
    }

    List<LinkFrame.Protected> seal(StreamId id, IdeForm form, List<Tlp> tlps, boolean trusted) {
        var items = new ArrayList<Item>();
        for (Tlp tlp : tlps) {
            switch (tlp.subStream()) {
                case POSTED -> addPosted(items, new Item(tlp, 0, 0, trusted));
                case NON_POSTED -> addNonPosted(items, tlp, trusted);
                case COMPLETION -> addCompletion(items, tlp, trusted);
            }
        }
        var frames = new ArrayList<LinkFrame.Protected>();
        for (int from = 0; from < items.size() && !slots.isAnyExhausted(); ) {
            int to = endOfUnit(items, from, form);
            frames.addAll(protect(id, form, items.subList(from, to)));
            from = to;
        }
        return List.copyOf(frames);
    }

    private static int endOfUnit(List<Item> items, int from, IdeForm form) {
        SubStream subStream = items.get(from).tlp.subStream();
        int to = from + 1;
        while (to < items.size()
                && to - from < form.unit(subStream)
                && items.get(to).tlp.subStream() == subStream) {
            to++;
        }
        return to;
    }

    private void addPosted(List<Item> items, Item item) {
        if (Math.max(sentBeforeNonPosted, sentBeforeCompletion) >= SYNC_THRESHOLD) {
            Tlp sync = IdeMessages.sync(item.tlp.requester(), sentBeforeNonPosted + 1, sentBeforeCompletion + 1);
            items.add(new Item(sync, 0, 0, false));
            sentBeforeNonPosted = 0;
            sentBeforeCompletion = 0;
            escortNonPosted = escorts;
            escortCompletion = escorts;
        }
        count(items, item);
    }

    private void count(List<Item> items, Item posted) {
        sentBeforeNonPosted++;
        sentBeforeCompletion++;
        items.add(posted);
    }

    private void addNonPosted(List<Item> items, Tlp tlp, boolean trusted) {
        if (escortNonPosted) {
            count(items, new Item(IdeMessages.escort(tlp.requester(), false), 0, 0, false));
        }
        items.add(new Item(tlp, sentBeforeNonPosted, escortNonPosted ? ESCORTED : 0, trusted));
        sentBeforeNonPosted = 0;
        escortNonPosted = false;
    }

    private void addCompletion(List<Item> items, Tlp tlp, boolean trusted) {
        if (escortCompletion) {
            count(items, new Item(IdeMessages.escort(tlp.requester(), true), 0, 0, false));
        }
        items.add(new Item(tlp, sentBeforeCompletion, escortCompletion ? ESCORTED : 0, trusted));
        sentBeforeCompletion = 0;
        escortCompletion = false;
    }

    /** Seals packets of one sub-stream in one invocation; the last of them carries the MAC. */
    private List<LinkFrame.Protected> protect(StreamId id, IdeForm form, List<Item> unit) {
        SubStream subStream = unit.get(0).tlp.subStream();
        KeySlotId slotId = slots.active(KeyDirection.TRANSMIT, subStream)
                .orElseThrow(() -> new AssertionError("a secure stream without a key for " + subStream));
        var authenticated = WireWriter.create();
        var plaintext = WireWriter.create();
        var prefixes = new ArrayList<IdePrefix>();
        for (Item item : unit) {
            boolean isLast = prefixes.size() == unit.size() - 1;
            IdePrefix prefix = prefix(id, form, item, isLast, slotId);
            prefixes.add(prefix);
            Bytes header = item.tlp.header();
            int hidden = SealedForm.hiddenBytes(header, form);
            authenticated.bytes(
                    "Prefix and header", authenticated(prefix, SealedForm.withHidden(header, Bytes.filled(0, hidden))));
            plaintext.bytes("Address", SealedForm.hidden(header, hidden));
            plaintext.bytes("Data", data(item.tlp, prefix.pcrc()));
        }
        Bytes sealed = slots.slot(slotId).seal(authenticated.toBytes(), plaintext.toBytes());
        return frames(form, unit, prefixes, sealed);
    }

    private static IdePrefix prefix(StreamId id, IdeForm form, Item item, boolean isLast, KeySlotId slotId) {
        int subStreamCode = item.tlp.subStream().code() | item.flag;
        boolean hasChecksum = form.pcrc() && !item.tlp.data().isEmpty();
        return new IdePrefix(item.sentCounter, id, subStreamCode, hasChecksum, isLast, slotId.keySet(), item.trusted);
    }

    private Bytes data(Tlp tlp, boolean hasChecksum) {
        Bytes data = tlp.data();
        Bytes checksum = hasChecksum ? SealedForm.pcrc(data) : Bytes.EMPTY;
        if (damagesNext && !data.isEmpty()) {
            damagesNext = false;
            data = data.with(0, data.at(0) ^ 1);
        }
        return data.plus(checksum);
    }

    private static List<LinkFrame.Protected> frames(
            IdeForm form, List<Item> unit, List<IdePrefix> prefixes, Bytes sealed) {
        var frames = new ArrayList<LinkFrame.Protected>();
        int at = 0;
        for (int i = 0; i < unit.size(); i++) {
            Bytes header = unit.get(i).tlp.header();
            int hidden = SealedForm.hiddenBytes(header, form);
            int data = at + hidden;
            int end = data + unit.get(i).tlp.data().size() + (prefixes.get(i).pcrc() ? LinkFrame.PCRC_SIZE : 0);
            Bytes mac = prefixes.get(i).mac() ? sealed.from(end) : Bytes.EMPTY;
            frames.add(new LinkFrame.Protected(
                    prefixes.get(i),
                    SealedForm.withHidden(header, sealed.slice(at, data)),
                    sealed.slice(data, end),
                    mac));
            at = end;
        }
        return frames;
    }

    /** Returns what the MAC covers beside the data: the prefix, then the header. */
    static Bytes authenticated(IdePrefix prefix, Bytes header) {
        var out = WireWriter.create();
        prefix.write(out);
        out.bytes("Header", header);
        return out.toBytes();
    }

    /** A packet and what its prefix says. */
    private record Item(Tlp tlp, int sentCounter, int flag, boolean trusted) {}
}
