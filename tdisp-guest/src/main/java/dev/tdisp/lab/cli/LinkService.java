package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.remote.DeviceServer;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** A device whose link is a socket. Its time is that of the host at the other end. */
final class LinkService implements AutoCloseable {
    private final DeviceServer server;

    private LinkService(DeviceServer server) {
        this.server = server;
    }

    /** Serves what is made of a builder that knows profile and credentials. */
    static LinkService start(
            DeviceProfile profile, ServedDevice.Parts parts, Construction construction, InetSocketAddress address) {
        var time = new VirtualTime();
        var env = new Env(time, time, DeviceOnLink.deviceRandom(parts.random()), parts.trace());
        SrIovDevice device = construction
                .device()
                .apply(SrIovDevice.builder(env).profile(profile).credentials(parts.credentials()));
        device.dsm().spdm().logKeys(parts.keyLog());
        return new LinkService(DeviceServer.builder(device)
                .onTheBus(construction.front().apply(device))
                .time(time)
                .address(address)
                .start());
    }

    /**
     * How the device is made.
     *
     * @param device builds it
     * @param front says what stands between it and the link: itself, if nothing does
     */
    record Construction(Function<SrIovDeviceBuilder, SrIovDevice> device, Function<SrIovDevice, PcieDevice> front) {}

    InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}
