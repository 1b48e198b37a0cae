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
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks packets in the order of the receiver's pipeline, holds those that share a MAC until it comes, and counts the posted
 * ones. */
final class StreamReceiver {
    private static final int LARGEST_UNIT = 8;
    private static final int IO_REQUEST = 2;
    private static final int TYPE_MASK = 0x1F;

    private final KeySlots slots;
    private final boolean escorts;
    private final boolean link;
    private final Set<IdeFeature> features;
    private final Map<SubStream, List<LinkFrame.Protected>> held = new EnumMap<>(SubStream.class);
    private int receivedBeforeNonPosted;
    private int receivedBeforeCompletion;
    private int nonPostedEscorts;
    private int completionEscorts;

    StreamReceiver(KeySlots slots, boolean escorts, boolean link, Set<IdeFeature> features) {
        this.features = features;
        this.link = link;
        this.slots = slots;
        this.escorts = escorts;
    }

    /** Packets, none while they wait for their MAC, or the check that failed. */
    record Verdict(List<Opened> opened, Optional<String> failure) {
        static Verdict failed(String failure) {
            return new Verdict(List.of(), Optional.of(failure));
        }
    }

    /** A packet that passed. */
    record Opened(Tlp tlp, boolean trusted, boolean checksumFits) {}

    void start() {
        receivedBeforeNonPosted = 0;
        receivedBeforeCompletion = 0;
        nonPostedEscorts = 0;
        completionEscorts = 0;
        held.clear();
    }

    Verdict check(LinkFrame.Protected frame, IdeStreamSettings settings) {
        IdePrefix prefix = frame.prefix();
        Optional<SubStream> subStream = subStream(prefix);
        Optional<Tlp> shape = decode(frame.header().plus(frame.data()));
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
        List<LinkFrame.Protected> unit = held.computeIfAbsent(subStream.get(), key -> new ArrayList<>());
        Optional<String> misfit = misfit(frame, unit);
        if (misfit.isPresent()) {
            return Verdict.failed(misfit.get());
        }
        unit.add(frame);
        if (!prefix.mac()) {
            return new Verdict(List.of(), Optional.empty());
        }
        List<LinkFrame.Protected> whole = List.copyOf(unit);
        unit.clear();
        return checkUnit(slotId, whole, settings.form());
    }

    /** Tells why a packet cannot be the next of a unit. */
    private Optional<String> misfit(LinkFrame.Protected frame, List<LinkFrame.Protected> unit) {
        IdePrefix prefix = frame.prefix();
        boolean mayAggregate = features.contains(IdeFeature.AGGREGATION);
        boolean mayCheck = features.contains(IdeFeature.PCRC);
        if (!prefix.mac() && !mayAggregate || prefix.pcrc() && !mayCheck) {
            return Optional.of("aggregation or PCRC without being supported");
        }
        if (frame.mac().size() != (prefix.mac() ? LinkFrame.MAC_SIZE : 0) || unit.size() == LARGEST_UNIT) {
            return Optional.of("too many packets without a MAC");
        }
        boolean isSameKey = unit.isEmpty() || unit.get(0).prefix().keySet() == prefix.keySet();
        return isSameKey ? Optional.empty() : Optional.of("another key within a unit");
    }

    private Verdict checkUnit(KeySlotId slotId, List<LinkFrame.Protected> unit, IdeForm form) {
        Optional<Bytes> plaintext = open(slotId, unit, form);
        if (plaintext.isEmpty()) {
            return Verdict.failed("MAC");
        }
        var opened = new ArrayList<Opened>();
        int at = 0;
        for (LinkFrame.Protected frame : unit) {
            int hidden = SealedForm.hiddenBytes(frame.header(), form);
            int data = at + hidden;
            int checksum = data + frame.data().size();
            Bytes header = SealedForm.withHidden(frame.header(), plaintext.get().slice(at, data));
            Bytes content = plaintext.get().slice(data, checksum);
            at = data + frame.ciphertext().size();
            Optional<Tlp> tlp = decode(header.plus(content));
            if (tlp.isEmpty() || !count(tlp.get(), frame.prefix())) {
                return Verdict.failed(tlp.isEmpty() ? "header cannot be" : "PR counter");
            }
            boolean isChecked = form.pcrc() && frame.prefix().pcrc();
            boolean fits = !isChecked
                    || SealedForm.pcrc(content).equals(plaintext.get().slice(checksum, at));
            opened.add(new Opened(tlp.get(), frame.prefix().trusted(), fits));
        }
        return new Verdict(opened, Optional.empty());
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

    /** Opens a unit; the first one under a new key ends the old key. */
    private Optional<Bytes> open(KeySlotId slotId, List<LinkFrame.Protected> unit, IdeForm form) {
        var authenticated = WireWriter.create();
        var sealed = WireWriter.create();
        for (LinkFrame.Protected frame : unit) {
            int hidden = SealedForm.hiddenBytes(frame.header(), form);
            Bytes header = SealedForm.withHidden(frame.header(), Bytes.filled(0, hidden));
            authenticated.bytes("Prefix and header", StreamTransmitter.authenticated(frame.prefix(), header));
            sealed.bytes("Address", SealedForm.hidden(frame.header(), hidden));
            sealed.bytes("Data", frame.ciphertext());
            sealed.bytes("MAC", frame.mac());
        }
        Optional<Bytes> plaintext = slots.slot(slotId).open(authenticated.toBytes(), sealed.toBytes());
        KeySlot old = slots.slot(slotId.otherSet());
        if (plaintext.isPresent() && old.state() == KeySlotState.RETIRING) {
            old.erase();
        }
        return plaintext;
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
