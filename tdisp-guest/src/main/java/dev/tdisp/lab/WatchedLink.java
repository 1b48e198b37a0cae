package dev.tdisp.lab;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The link as the hypervisor, or whoever sits on it, sees it: every configuration cycle and every frame passes unchanged, and
 * a watcher gets its bytes.
 */
final class WatchedLink implements PcieDevice {
    private final PcieDevice device;
    private final Watcher watcher;
    private final Map<Register, Bytes> tails = new HashMap<>();
    private int depth;

    WatchedLink(PcieDevice device, Watcher watcher) {
        this.device = device;
        this.watcher = watcher;
    }

    /** Takes what passes. */
    interface Watcher {
        /**
         * Takes bytes that crossed the link.
         *
         * @param what what they belong to
         * @param content the bytes
         */
        void saw(Supplier<String> what, Bytes content);

        /** Takes the news that nothing is under way on the link. */
        void quiet();
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
        saw(frame);
        Optional<LinkFrame> answer = during(() -> target.receive(frame));
        answer.ifPresent(this::saw);
        return answer;
    }

    private void saw(LinkFrame frame) {
        watcher.saw(frame::describe, frame.encode());
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        long value = during(() -> device.configRead(function, offset, size));
        saw(new Register(function, offset, false), value, size);
        return value;
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        saw(new Register(function, offset, true), value, size);
        during(() -> {
            device.configWrite(function, offset, size, value);
            return true;
        });
    }

    /** A register may be a mailbox: what went through it before belongs to it. */
    private void saw(Register register, long value, int size) {
        var out = WireWriter.create();
        out.u64("value", value);
        Bytes stretch =
                tails.getOrDefault(register, Bytes.EMPTY).plus(out.toBytes().slice(0, size));
        watcher.saw(register::toString, stretch);
        tails.put(register, stretch.from(Math.max(0, stretch.size() - (Secrets.WORD - 1))));
    }

    @Override
    public void conventionalReset() {
        during(() -> {
            device.conventionalReset();
            return true;
        });
    }

    private <T> T during(Supplier<T> passage) {
        depth++;
        try {
            return passage.get();
        } finally {
            depth--;
            if (depth == 0) {
                watcher.quiet();
            }
        }
    }

    private record Register(RequesterId function, int offset, boolean isWrite) {
        @Override
        public String toString() {
            return "%s of %s register %xh".formatted(isWrite ? "write" : "read", function, offset);
        }
    }
}
