package dev.tdisp.spdm.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of anything between a listener and the one peer that it serves. */
class FrameChannelTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Bytes FRAME = Bytes.fromHex("01 02 03");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 0x1000, 0x10000})
    void aFrameOfAnySizeComesBack(int size) {
        Bytes frame = Bytes.filled(0x5A, size);

        try (FrameListener listener = listen(FrameChannelTest::echo);
                FrameChannel channel = connect(listener)) {
            channel.send(frame);
            channel.send(FRAME);

            assertThat(channel.receive(LONG)).isEqualTo(frame);
            assertThat(channel.receive(LONG)).isEqualTo(FRAME);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void whatDoesNotComeInTimeClosesTheChannel() {
        try (FrameListener listener = listen(channel -> channel.receive(LONG));
                FrameChannel channel = connect(listener)) {
            assertThatThrownBy(() -> channel.receive(SHORT))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("no frame within");

            assertThat(channel.isOpen()).isFalse();
            assertThatThrownBy(() -> channel.send(FRAME)).hasMessage("the connection is closed");
        }
    }

    @Test
    void aServiceThatFailsDisconnectsItsPeerAndServesTheNext() {
        var served = new AtomicInteger();
        try (FrameListener listener = listen(channel -> {
            if (served.getAndIncrement() == 0) {
                throw new IllegalStateException("the first one fails");
            }
            echo(channel);
        })) {
            try (FrameChannel first = connect(listener)) {
                assertThatThrownBy(() -> first.receive(LONG)).isInstanceOf(TransportException.class);
            }
            try (FrameChannel second = connect(listener)) {
                second.send(FRAME);
                assertThat(second.receive(LONG)).isEqualTo(FRAME);
            }
        }
        assertThat(served).hasValue(2);
    }

    @Test
    void anotherPeerIsDisconnectedWhileOneIsServed() {
        try (FrameListener listener = listen(FrameChannelTest::echo);
                FrameChannel first = connect(listener)) {
            first.send(FRAME);
            assertThat(first.receive(LONG)).isEqualTo(FRAME);

            try (FrameChannel second = connect(listener)) {
                assertThatThrownBy(() -> second.receive(LONG)).isInstanceOf(TransportException.class);
            }

            first.send(FRAME);
            assertThat(first.receive(LONG)).isEqualTo(FRAME);
        }
    }

    @Test
    void aPeerThatOnlyAsksAndNeverReadsIsDisconnected() throws Exception {
        SocketOptions impatient = SocketOptions.DEFAULT.withResponseTimeout(SHORT);
        Bytes answer = Bytes.filled(0x5A, 0x10000);
        var outcome = new CompletableFuture<String>();
        try (FrameListener listener = FrameListener.listen(ANY, impatient, channel -> {
                    try {
                        for (int i = 0; i < 1000; i++) {
                            channel.send(answer);
                        }
                        outcome.complete("everything was taken");
                    } catch (TransportException e) {
                        outcome.complete(e.getMessage());
                    }
                });
                Socket socket = new Socket(
                        listener.address().getAddress(), listener.address().getPort())) {
            assertThat(outcome.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("the peer does not read");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f ff ff ff 00", "ff ff ff ff 00", "00 10 00 01 00"})
    void aFrameThatIsTooLargeDisconnectsItsSender(String bytes) throws IOException {
        var problem = new AtomicInteger();
        try (FrameListener listener = listen(channel -> {
                    try {
                        channel.receive(LONG);
                    } catch (TransportException e) {
                        problem.incrementAndGet();
                    }
                });
                Socket socket = new Socket(
                        listener.address().getAddress(), listener.address().getPort())) {
            socket.getOutputStream().write(Bytes.fromHex(bytes).toArray());
            socket.getOutputStream().flush();

            assertThat(socket.getInputStream().read()).as("end of stream").isNegative();
        }
        assertThat(problem).hasValue(1);
    }

    @Test
    void theEndOfTheListenerIsSeenByItsPeer() {
        FrameListener listener = listen(FrameChannelTest::echo);
        try (FrameChannel channel = connect(listener)) {
            channel.send(FRAME);
            assertThat(channel.receive(LONG)).isEqualTo(FRAME);

            listener.close();

            assertThatThrownBy(() -> channel.receive(LONG)).isInstanceOf(TransportException.class);
        }
    }

    @Test
    void whereNobodyListensOrSomebodyDoesThereIsNeitherChannelNorListener() {
        FrameListener gone = listen(FrameChannelTest::echo);
        InetSocketAddress address = gone.address();
        gone.close();

        assertThatThrownBy(() -> FrameChannel.connect(address, SocketOptions.DEFAULT))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("cannot connect");
        try (FrameListener listener = listen(FrameChannelTest::echo)) {
            assertThatThrownBy(() ->
                            FrameListener.listen(listener.address(), SocketOptions.DEFAULT, FrameChannelTest::echo))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("cannot listen");
        }
    }

    private static FrameListener listen(Consumer<FrameChannel> service) {
        return FrameListener.listen(ANY, SocketOptions.DEFAULT, service);
    }

    private static FrameChannel connect(FrameListener listener) {
        return FrameChannel.connect(listener.address(), SocketOptions.DEFAULT);
    }

    /** Sends back what comes until the peer is gone. */
    private static void echo(FrameChannel channel) {
        try {
            while (true) {
                channel.send(channel.receive(LONG));
            }
        } catch (TransportException e) {
            // The peer is gone.
        }
    }
}
