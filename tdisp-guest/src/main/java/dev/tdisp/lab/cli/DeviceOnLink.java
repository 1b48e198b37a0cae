package dev.tdisp.lab.cli;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.host.remote.RemoteDevice;
import dev.tdisp.lab.ForeignDevice;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A device in another process, which {@code tdisp device --serve pcie} serves. */
final class DeviceOnLink implements ForeignDevice, AutoCloseable {
    private final RemoteDevice device;
    private final X509Certificate root;

    private DeviceOnLink(RemoteDevice device, X509Certificate root) {
        this.device = device;
        this.root = root;
    }

    /** Connects; without a root file, the maker of the device that the seed gives is trusted. */
    static DeviceOnLink connect(InetSocketAddress address, @Nullable Path rootFile, long seed) throws IOException {
        X509Certificate root = rootFile == null
                ? Credentials.issue(DeviceProfile.SPEC.spdm(), deviceRandom(RandomSource.seeded(seed)))
                        .identity()
                        .root()
                : X509Certificate.decodeAll(Bytes.of(Files.readAllBytes(rootFile)))
                        .get(0);
        return new DeviceOnLink(RemoteDevice.connect(address, SocketOptions.DEFAULT), root);
    }

    /** What a device draws from: with the same seed, a device on a link is the one that a lab would build. */
    static RandomSource deviceRandom(RandomSource random) {
        return random.forParty("device");
    }

    @Override
    public PcieDevice link() {
        return device;
    }

    @Override
    public void follow(InstantSource clock) {
        device.follow(clock);
    }

    @Override
    public TdiState state(int vf) {
        return device.look(vf).orElse(TdiState.CONFIG_UNLOCKED);
    }

    @Override
    public X509Certificate root() {
        return root;
    }

    @Override
    public void close() {
        device.close();
    }
}
