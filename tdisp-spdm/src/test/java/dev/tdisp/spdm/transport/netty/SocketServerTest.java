package dev.tdisp.spdm.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.transport.DoeProtocol;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SocketServerTest extends SocketBench {
    private static final DeviceIdentity IDENTITY = DeviceIdentity.generate(
            new DeviceName("ACME", "WIDGET", "1"), AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(8));

    static List<Framing> framings() {
        return List.of(DOE, MCTP, Framing.emulator(EmulatorTransport.TCP), Framing.dsp0287());
    }

    @ParameterizedTest
    @MethodSource("framings")
    void aWholeSessionGoesOverASocket(Framing framing) {
        SocketServer server = serve(framing, () -> responder(framing, 1));
        SocketClient client = connect(server, framing);

        SpdmRequester requester = requester(client, 2);
        requester.connect();
        requester.certificateChain(0);
        requester.challenge(0);
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
        int blocks =
                session.measurements(MeasurementQuery.ALL.signedBy(0)).blocks().size();
        session.updateAllKeys();
        session.heartbeat();
        session.end();

        assertThat(blocks).isEqualTo(3);
    }

    @Test
    void withoutATransportThereAreMessagesOnly() {
        Framing framing = Framing.emulator(EmulatorTransport.NONE);
        SocketServer server = serve(framing, () -> responder(framing, 1));

        SpdmRequester requester = requester(connect(server, framing), 2);
        requester.connect();
        requester.certificateChain(0);

        assertThat(requester.measurements(MeasurementQuery.ALL.signedBy(0)).isSigned())
                .isTrue();
    }

    @Test
    void theMailboxIsDiscovered() {
        SocketServer server = serve(DOE, () -> responder(DOE, 1));
        SocketClient client = connect(server, DOE);
        client.greet();

        assertThat(new DoeTransport(client::exchange).discover()).isEqualTo(DoeProtocol.CMA_SPDM);
    }

    @Test
    void aServerListensOnLoopbackUnlessToldOtherwise() {
        assertThat(serve(MCTP, () -> Optional::of).address().getAddress().isLoopbackAddress())
                .isTrue();

        SocketServer everywhere = keep(SocketServer.builder(MCTP, () -> Optional::of)
                .address(new InetSocketAddress(0))
                .start());

        assertThat(everywhere.address().getAddress().isAnyLocalAddress()).isTrue();
    }

    @Test
    void manyClientsHaveTheirOwnResponders() throws Exception {
        var connected = new AtomicInteger();
        SocketServer server = serve(MCTP, () -> responder(MCTP, connected.incrementAndGet()));

        everyOne(32, number -> {
            try (SocketClient client = SocketClient.connect(server.address(), MCTP, OPTIONS)) {
                SpdmRequester requester = requester(client, number);
                requester.connect();
                requester.certificateChain(0);
                RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
                session.heartbeat();
                session.end();
                client.shutDown();
            }
        });

        assertThat(connected).hasValue(32);
        awaitNoClients(server);
    }

    @Test
    void aSharedResponderIsOneThreadsAtATime() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        PacketResponder slow = packet -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            return Optional.of(packet);
        };
        SocketServer server = keep(SocketServer.builder(MCTP, ResponderSource.shared(slow))
                .threads(4)
                .start());

        everyOne(32, number -> {
            try (SocketClient client = SocketClient.connect(server.address(), MCTP, OPTIONS)) {
                Bytes own = Bytes.of((byte) 5, (byte) number);
                for (int i = 0; i < 50; i++) {
                    assertThat(client.exchange(own)).isEqualTo(own);
                }
            }
        });

        assertThat(most).hasValue(1);
    }

    @Test
    void aSharedResponderDoesNotHearThatOneOfItsClientsIsGone() {
        var heard = new ArrayList<String>();
        ResponderSource source = ResponderSource.shared(new PacketResponder() {
            @Override
            public Optional<Bytes> handle(Bytes packet) {
                return Optional.of(packet);
            }

            @Override
            public void disconnected() {
                heard.add("disconnected");
            }
        });
        PacketResponder ofOne = source.connect();
        PacketResponder ofAnother = source.connect();

        ofOne.disconnected();

        assertThat(heard).as("what would end the sessions of the other").isEmpty();
        assertThat(ofAnother.handle(Bytes.of((byte) 5))).contains(Bytes.of((byte) 5));
    }

    @Test
    @Tag("GAP-TRN-13")
    void aClientThatDisappearsHurtsNobody() throws Exception {
        var gone = new ConcurrentLinkedQueue<String>();
        SocketServer server = serve(MCTP, () -> new PacketResponder() {
            @Override
            public Optional<Bytes> handle(Bytes packet) {
                return Optional.of(packet);
            }

            @Override
            public void disconnected() {
                gone.add("gone");
            }
        });
        SocketClient other = connect(server, MCTP);
        other.exchange(PACKET);

        for (String part : new String[] {"", "00", "00000001000000010000", "000000010000000100000005051084"}) {
            try (var socket = new Socket(
                    InetAddress.getLoopbackAddress(), server.address().getPort())) {
                socket.getOutputStream().write(Bytes.fromHex(part).toArray());
                socket.setSoLinger(true, 0);
            }
        }
        for (int i = 0; i < 1000 && gone.size() < 4; i++) {
            Thread.sleep(5);
        }

        assertThat(gone).hasSize(4);
        assertThat(other.exchange(PACKET)).isEqualTo(PACKET);
    }

    @Test
    void aClientThatReadsNothingIsNotReadEither() throws Exception {
        var answered = new AtomicInteger();
        Bytes large = Bytes.filled(5, 0x10000);
        SocketServer server = serve(MCTP, () -> packet -> {
            answered.incrementAndGet();
            return Optional.of(large);
        });
        byte[] request = Bytes.fromHex("00000001 00000001 00000001 05").toArray();

        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            for (int i = 0; i < 4000; i++) {
                socket.getOutputStream().write(request);
            }
            int before;
            do {
                before = answered.get();
                Thread.sleep(200);
            } while (answered.get() != before);
        }

        assertThat(answered.get()).isLessThan(1000);
    }

    @Test
    void oneClientTooManyIsDisconnected() {
        SocketServer server = keep(
                SocketServer.builder(MCTP, () -> Optional::of).maximumClients(1).start());
        SocketClient first = connect(server, MCTP);
        first.exchange(PACKET);

        SocketClient second = connect(server, MCTP);

        assertThatThrownBy(() -> second.exchange(PACKET)).isInstanceOf(TransportException.class);
        assertThat(first.exchange(PACKET)).isEqualTo(PACKET);
    }

    @Test
    void shutdownIsTold() throws Exception {
        var told = new CountDownLatch(1);
        SocketServer server = keep(SocketServer.builder(MCTP, () -> Optional::of)
                .onShutdown(told::countDown)
                .start());
        SocketClient client = connect(server, MCTP);
        client.greet();
        client.wantEndpointInfo();
        client.wantKeyUpdate(0xFFFEFFFEL);

        client.shutDown();

        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingWaitsForTheAnswerThatIsBeingGiven() throws Exception {
        var started = new CountDownLatch(1);
        SocketServer server = serve(MCTP, () -> packet -> {
            started.countDown();
            pause(200);
            return Optional.of(packet);
        });
        SocketClient client = connect(server, MCTP);

        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<Bytes> response = caller.submit(() -> client.exchange(PACKET));
            started.await();
            server.close();
            assertThat(response.get()).isEqualTo(PACKET);
        } finally {
            caller.shutdownNow();
        }

        assertThatThrownBy(() -> client.exchange(PACKET)).isInstanceOf(TransportException.class);
    }

    @Test
    void aServerMayBeClosedByItsOwnThread() throws Exception {
        var closed = new CountDownLatch(1);
        var servers = new ArrayList<SocketServer>();
        SocketServer server = keep(SocketServer.builder(MCTP, () -> Optional::of)
                .onShutdown(() -> {
                    servers.get(0).close();
                    closed.countDown();
                })
                .start());
        servers.add(server);

        connect(server, MCTP).shutDown();

        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private static PacketResponder responder(Framing framing, long seed) {
        SpdmResponder responder = SpdmResponder.builder(Peers.profile(), Env.seeded(seed))
                .slot(0, IDENTITY)
                .measurements(Peers::measurements)
                .binding(framing.transport().binding())
                .build();
        return PacketResponder.of(framing.transport(), responder::handle);
    }

    private static SpdmRequester requester(SocketClient client, long seed) {
        RequesterOptions options = Peers.options().withPolicy(CertificatePolicy.trusting(List.of(IDENTITY.root())));
        return new SpdmRequester(client.transport(), options, Env.seeded(seed));
    }

    private static void everyOne(int count, Task task) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                calls.add(() -> {
                    task.run(number);
                    return null;
                });
            }
            for (Future<Void> done : callers.invokeAll(calls)) {
                done.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static void awaitNoClients(SocketServer server) {
        for (int i = 0; i < 1000 && server.clients() > 0; i++) {
            pause(5);
        }
        assertThat(server.clients()).isZero();
    }

    /** What a client does. */
    private interface Task {
        void run(int number) throws Exception;
    }
}
