package dev.tdisp.lab.attack;

import dev.tdisp.core.adversary.AdversarySwitch;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The link of a lab with a switch in it, below which another device can be put in place of the first. */
final class LinkTap {
    private @Nullable Slot slot;
    private @Nullable AdversarySwitch adversary;

    PcieDevice on(PcieDevice device) {
        slot = new Slot(device);
        adversary = new AdversarySwitch(slot);
        return adversary;
    }

    AdversarySwitch adversary() {
        if (adversary == null) {
            throw new IllegalStateException("nothing is plugged in yet");
        }
        return adversary;
    }

    /** Puts another device in place, for configuration cycles alone or for packets too. */
    void swap(PcieDevice other, boolean packetsToo) {
        if (slot == null) {
            throw new IllegalStateException("nothing is plugged in yet");
        }
        slot.configured = other;
        if (packetsToo) {
            slot.receiving = other;
        }
    }

    /** Answers one request of the device in the root port's place, which does not see it. */
    void answerOnce(Predicate<Passage> which, Function<Passage, LinkFrame> lie) {
        if (slot == null) {
            throw new IllegalStateException("nothing is plugged in yet");
        }
        slot.which = which;
        slot.lie = lie;
    }

    private static final class Slot implements PcieDevice {
        private PcieDevice configured;
        private PcieDevice receiving;
        private Predicate<Passage> which = passage -> false;
        private Function<Passage, LinkFrame> lie = Passage::frame;

        Slot(PcieDevice device) {
            configured = device;
            receiving = device;
        }

        @Override
        public void connect(UpstreamPort port) {
            receiving.connect(frame -> carry(frame, port));
        }

        private Optional<LinkFrame> carry(LinkFrame frame, UpstreamPort port) {
            var request = new Passage(0, Way.TO_HOST, frame);
            if (!which.test(request)) {
                return port.receive(frame);
            }
            which = passage -> false;
            return Optional.of(lie.apply(request));
        }

        @Override
        public long configRead(RequesterId function, int offset, int size) {
            return configured.configRead(function, offset, size);
        }

        @Override
        public void configWrite(RequesterId function, int offset, int size, long value) {
            configured.configWrite(function, offset, size, value);
        }

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            return receiving.receive(frame);
        }

        @Override
        public void conventionalReset() {
            receiving.conventionalReset();
        }
    }
}
