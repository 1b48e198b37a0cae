package dev.tdisp.lab.conformance.remote;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.lab.conformance.requester.PlayedDevice;
import dev.tdisp.lab.conformance.requester.RequesterSubject;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Whoever connects to a socket: a requester of any make, in a process of its own.
 *
 * <p>Each connection is one attach to a device of the suite's, which answers data objects in the emulator's framing, as
 * {@code tdisp device} does. So the requester has to be started once for each device, for example in a loop. It does not say
 * how it ended; that is judged from what it said.
 */
public final class ListeningRequester implements RequesterSubject, AutoCloseable {
    private static final Duration GAP = Duration.ofSeconds(5);

    private final Duration patience;
    private final BlockingQueue<Visit> waiting = new LinkedBlockingQueue<>();
    private final SocketServer server;

    /**
     * Listens.
     *
     * @param where the place; port 0 for a free one
     * @param patience how long to wait for a connection, and how long one may last
     */
    public ListeningRequester(InetSocketAddress where, Duration patience) {
        this.patience = patience;
        this.server = SocketServer.builder(Framing.emulator(EmulatorTransport.PCI_DOE), this::connect)
                .address(where)
                .start();
    }

    /**
     * Returns where it listens.
     *
     * @return the place, with the port
     */
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public String name() {
        return "whoever connects to " + address();
    }

    /** One that does not look at the registers of its streams, which nobody writes over a mailbox. */
    @Override
    public DeviceProfile profile() {
        return DeviceProfile.SPDM_EMU;
    }

    @Override
    public Outcome attach(PlayedDevice device, int rounds) {
        device.enumerate(InstantSource.system());
        var visit = new Visit(device, new CountDownLatch(1), new CountDownLatch(1));
        waiting.add(visit);
        if (!await(visit.begun())) {
            waiting.remove(visit);
            throw new SetupException("nobody connected to %s within %s".formatted(address(), patience));
        }
        return await(visit.ended())
                ? new Outcome(Outcome.Kind.UNKNOWN, "")
                : new Outcome(Outcome.Kind.CRASHED, "still connected after " + patience);
    }

    private boolean await(CountDownLatch latch) {
        try {
            return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupException("interrupted", e);
        }
    }

    /** Gives a connection the next device; the suite needs a moment between two of them. */
    private PacketResponder connect() {
        try {
            Visit visit = waiting.poll(GAP.toMillis(), TimeUnit.MILLISECONDS);
            if (visit != null) {
                visit.begun().countDown();
                return visit;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return packet -> Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }

    /** One connection. */
    private record Visit(PlayedDevice device, CountDownLatch begun, CountDownLatch ended) implements PacketResponder {
        @Override
        public Optional<Bytes> handle(Bytes packet) {
            return PacketResponder.mailbox(device::exchange).handle(packet);
        }

        @Override
        public void disconnected() {
            ended.countDown();
        }
    }
}
