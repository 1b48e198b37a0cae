package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import java.util.Optional;

/** Where a device is plugged in: it can be pulled out while a driver still thinks that it is there. */
final class Slot implements PcieDevice {
    private Optional<PcieDevice> device;

    Slot(PcieDevice device) {
        this.device = Optional.of(device);
    }

    /** Pulls the device out: nobody answers any more. */
    void empty() {
        device = Optional.empty();
    }

    @Override
    public void connect(UpstreamPort port) {
        device.ifPresent(present -> present.connect(port));
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        long nobody = (1L << (8 * size)) - 1;
        return device.map(present -> present.configRead(function, offset, size)).orElse(nobody);
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        device.ifPresent(present -> present.configWrite(function, offset, size, value));
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return device.flatMap(present -> present.receive(frame));
    }

    @Override
    public void conventionalReset() {
        device.ifPresent(PcieDevice::conventionalReset);
    }
}
