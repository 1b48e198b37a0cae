package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.EmulatorCommand;
import dev.tdisp.spdm.transport.EmulatorFrame;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TcpFrame;
import dev.tdisp.spdm.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a responder on a socket.
 *
 * <pre>{@code
 * try (var client = SocketClient.connect(address, Framing.emulator(EmulatorTransport.MCTP), SocketOptions.DEFAULT)) {
 *     client.greet();
 *     var requester = new SpdmRequester(client.transport(), options, env);
 *     …
 *     client.leave();
 * }
 * }</pre>
 *
 * <p>After a missing response the connection is closed, so that a late one is never taken for another. For one thread at a
 * time. When {@link #close()} returns, no thread of the client is left.
 */
public final class SocketClient implements AutoCloseable {
    private final Framing framing;
    private final SocketOptions options;
    private final EventLoops loops = new EventLoops("tdisp-client", 1);
    private final ClientHandler handler = new ClientHandler();
    private final Channel channel;

    private SocketClient(InetSocketAddress address, Framing framing, SocketOptions options) {
        this.framing = framing;
        this.options = options;
        this.channel = loops.connect(address, options, this::addTo);
    }

    /**
     * Connects to a responder.
     *
     * @param address where it listens
     * @param framing what a frame is
     * @param options the limits of the connection
     * @return the connection
     * @throws TransportException if there is none within the time
     */
    public static SocketClient connect(InetSocketAddress address, Framing framing, SocketOptions options) {
        return new SocketClient(address, framing, options);
    }

    /**
     * Sends a packet and waits for the one that answers it. For PCI DOE, this is the mailbox.
     *
     * @param packet the packet, as the transport has it
     * @return the answer
     * @throws TransportException if there is none within the time, or if it is an error of the framing's
     */
    public Bytes exchange(Bytes packet) {
        return switch (framing.style()) {
            case EMULATOR -> command(EmulatorCommand.NORMAL, packet);
            case DSP0287 -> requireNoError(exchangeFrames(packet));
        };
    }

    /**
     * Returns the transport of the connection.
     *
     * @return a transport for a requester
     */
    public SpdmTransport transport() {
        return framing.transport() == EmulatorTransport.PCI_DOE
                ? new DoeTransport(this::exchange)
                : new PacketTransport(framing.transport(), this::exchange);
    }

    /**
     * Greets the emulator, as its own requester does first with each transport but {@link EmulatorTransport#NONE}.
     *
     * @throws TransportException if it does not greet back
     * @throws IllegalStateException if the framing is not the emulator's
     */
    public void greet() {
        command(EmulatorCommand.TEST, EmulatorFrame.CLIENT_GREETING);
    }

    /**
     * Lets the emulator prepare an encapsulated KEY_UPDATE.
     *
     * @param sessionId the session
     * @throws TransportException if it does not answer
     * @throws IllegalStateException if the framing is not the emulator's
     */
    public void wantKeyUpdate(long sessionId) {
        var payload = WireWriter.create();
        payload.u32("SessionID", sessionId);
        command(EmulatorCommand.KEY_UPDATE_WANTED, payload.toBytes());
    }

    /**
     * Lets the emulator prepare an encapsulated GET_ENDPOINT_INFO.
     *
     * @throws TransportException if it does not answer
     * @throws IllegalStateException if the framing is not the emulator's
     */
    public void wantEndpointInfo() {
        command(EmulatorCommand.ENDPOINT_INFO_WANTED, Bytes.EMPTY);
    }

    /**
     * Takes leave of the emulator, which goes on and keeps what was agreed.
     *
     * @throws TransportException if it does not answer
     * @throws IllegalStateException if the framing is not the emulator's
     */
    public void leave() {
        command(EmulatorCommand.CONTINUE, Bytes.EMPTY);
    }

    /**
     * Tells the emulator to end.
     *
     * @throws TransportException if it does not answer
     * @throws IllegalStateException if the framing is not the emulator's
     */
    public void shutDown() {
        command(EmulatorCommand.SHUTDOWN, Bytes.EMPTY);
    }

    /** Closes the connection, without a word to the peer. */
    @Override
    public void close() {
        channel.close();
        loops.close();
    }

    private void addTo(ChannelPipeline pipeline) {
        FrameCodec.addTo(pipeline, framing, options.maximumFrameSize());
        pipeline.addLast("client", handler);
    }

    private Bytes command(EmulatorCommand command, Bytes payload) {
        if (framing.style() != Framing.Style.EMULATOR) {
            throw new IllegalStateException("framing: %s has no commands".formatted(framing));
        }
        Bytes request = EmulatorFrame.of(command, framing.transport(), payload).encode();
        EmulatorFrame response = EmulatorFrame.decode(exchangeFrames(request));
        if (response.transport() != framing.transport().code()) {
            throw closed("the peer's transport is %d".formatted(response.transport()));
        }
        if (response.command() == EmulatorCommand.UNKNOWN.code()) {
            throw closed("the peer does not know the command " + command);
        }
        return response.payload();
    }

    private Bytes requireNoError(Bytes frame) {
        try {
            TcpFrame response = TcpFrame.decode(frame);
            if (response.isError()) {
                throw closed("the peer answers with error %02Xh".formatted(response.type()));
            }
            return frame;
        } catch (MalformedMessageException e) {
            throw new TransportException("malformed frame", e);
        }
    }

    private Bytes exchangeFrames(Bytes request) {
        if (!channel.isActive()) {
            throw new TransportException("the connection is closed");
        }
        channel.writeAndFlush(request);
        channel.read();
        try {
            ClientHandler.Received received =
                    handler.received().poll(options.responseTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (received == null) {
                throw closed("no response within " + options.responseTimeout());
            }
            return received.frame().orElseThrow(() -> closed(received.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closed("interrupted");
        }
    }

    private TransportException closed(String why) {
        channel.close().awaitUninterruptibly();
        return new TransportException(why);
    }
}
