package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import java.util.Optional;

/** The link of a device whose time passes with its requester's. */
record FollowingLink(PcieDevice device, Runnable catchUp) implements PcieDevice {
    @Override
    public void connect(UpstreamPort port) {
        device.connect(port);
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        catchUp.run();
        return device.configRead(function, offset, size);
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        catchUp.run();
        device.configWrite(function, offset, size, value);
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        catchUp.run();
        return device.receive(frame);
    }

    @Override
    public void conventionalReset() {
        device.conventionalReset();
    }
}
