package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Hands what a client receives to the thread that waits for it. */
final class ClientHandler extends SimpleChannelInboundHandler<Bytes> {
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    ClientHandler() {
        super(Bytes.class);
    }

    BlockingQueue<Received> received() {
        return received;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Bytes frame) {
        received.add(new Received(Optional.of(frame), ""));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        received.add(new Received(Optional.empty(), "the peer closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        received.add(new Received(Optional.empty(), String.valueOf(cause.getMessage())));
        context.close();
    }

    /** A frame, or the reason why no more will come. */
    record Received(Optional<Bytes> frame, String problem) {}
}
