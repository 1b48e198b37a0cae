package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import java.util.List;

/** The packets of a stream, both ways. */
final class StreamTraffic {
    private final IdePort port;
    private final StreamTransmitter transmitter;
    private final StreamReceiver receiver;

    StreamTraffic(IdePort port, KeySlots slots, boolean link) {
        boolean escorts = port.profile().has(IdeSwitch.ESCORT);
        this.port = port;
        this.transmitter = new StreamTransmitter(slots, escorts);
        this.receiver = new StreamReceiver(slots, escorts, link, port.profile().features());
    }

    /** Starts all counters again. */
    void start() {
        transmitter.start();
        receiver.start();
    }

    List<LinkFrame.Protected> seal(IdeStreamSettings settings, List<? extends Tlp> tlps, boolean trusted) {
        return transmitter.seal(settings.id(), settings.form(), List.copyOf(tlps), trusted);
    }

    void damageNext() {
        transmitter.damageNext();
    }

    IdeOutcome open(IdeStream stream, LinkFrame.Protected frame) {
        StreamId id = frame.prefix().streamId();
        StreamReceiver.Verdict verdict = receiver.check(frame, stream.settings().orElseThrow());
        if (verdict.failure().isPresent()) {
            return new IdeOutcome.CheckFailed(id, verdict.failure().get());
        }
        List<IdeOutcome> parts =
                verdict.opened().stream().map(opened -> outcome(stream, opened)).toList();
        return switch (parts.size()) {
            case 0 -> new IdeOutcome.Held(id);
            case 1 -> parts.get(0);
            default -> new IdeOutcome.Unit(id, parts);
        };
    }

    private IdeOutcome outcome(IdeStream stream, StreamReceiver.Opened opened) {
        StreamId id = stream.id();
        Tlp tlp = opened.tlp();
        if (IdeMessages.isSync(tlp)) {
            return new IdeOutcome.Consumed(id);
        }
        if (!opened.checksumFits()) {
            return new IdeOutcome.PcrcFailed(id, tlp);
        }
        return port.admits(stream, tlp, opened.trusted())
                ? new IdeOutcome.Delivered(id, tlp, opened.trusted())
                : new IdeOutcome.Rejected(id, tlp, opened.trusted());
    }
}
