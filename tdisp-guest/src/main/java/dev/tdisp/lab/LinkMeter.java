package dev.tdisp.lab;

import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import java.util.Optional;

/** Counts the frames that cross a link, and changes none. */
final class LinkMeter implements PcieDevice {
    private static final int TYPE = 0x1F;
    private static final int MESSAGE_BITS = 0x18;
    private static final int MESSAGE = 0x10;
    private static final int COMPLETION = 0x0A;

    private final PcieDevice device;
    private long requests;
    private long completions;
    private long messages;
    private long bytes;

    LinkMeter(PcieDevice device) {
        this.device = device;
    }

    LinkTraffic traffic() {
        return new LinkTraffic(requests, completions, messages, bytes);
    }

    @Override
    public void connect(UpstreamPort port) {
        device.connect(frame -> pass(frame, port));
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return pass(frame, device::receive);
    }

    private Optional<LinkFrame> pass(LinkFrame frame, UpstreamPort target) {
        count(frame);
        Optional<LinkFrame> answer = target.receive(frame);
        answer.ifPresent(this::count);
        return answer;
    }

    private void count(LinkFrame frame) {
        bytes += frame.encode().size();
        if (isMessage(frame)) {
            messages++;
        } else if (isCompletion(frame)) {
            completions++;
        } else {
            requests++;
        }
    }

    private static boolean isMessage(LinkFrame frame) {
        return frame instanceof LinkFrame.Plain plain
                ? plain.tlp() instanceof MessageTlp
                : (type(frame) & MESSAGE_BITS) == MESSAGE;
    }

    private static boolean isCompletion(LinkFrame frame) {
        return frame instanceof LinkFrame.Plain plain ? plain.tlp() instanceof Completion : type(frame) == COMPLETION;
    }

    private static int type(LinkFrame frame) {
        return ((LinkFrame.Protected) frame).header().at(0) & TYPE;
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        return device.configRead(function, offset, size);
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        device.configWrite(function, offset, size, value);
    }

    @Override
    public void conventionalReset() {
        device.conventionalReset();
    }
}
