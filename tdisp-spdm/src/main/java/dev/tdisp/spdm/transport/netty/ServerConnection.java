package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.transport.PacketResponder;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of a server.
 *
 * <p>Frames that came together wait for each other, and more is read when the last answer is written: a client that does
 * not read its answers is not read either, and no more than one answer waits.
 */
final class ServerConnection extends SimpleChannelInboundHandler<Bytes> {
    private static final Logger LOG = LoggerFactory.getLogger("tdisp.socket");

    private final ServerProtocol protocol;
    private final ResponderSource source;
    private final SocketOptions options;
    private final Runnable onShutdown;
    private final Queue<Bytes> waiting = new ArrayDeque<>();
    private boolean isBusy;
    private @Nullable PacketResponder responder;
    private @Nullable Future<?> firstFrame;
    private @Nullable ChannelFuture writing;

    ServerConnection(ServerProtocol protocol, ResponderSource source, SocketOptions options, Runnable onShutdown) {
        super(Bytes.class);
        this.protocol = protocol;
        this.source = source;
        this.options = options;
        this.onShutdown = onShutdown;
    }

    /** Adds the handlers of a connection, this one the last of them. Only whole frames count as a sign of life. */
    void addTo(ChannelPipeline pipeline, Framing framing) {
        FrameCodec.addTo(pipeline, framing, options.maximumFrameSize());
        pipeline.addLast("idle", new IdleStateHandler(options.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast("connection", this);
    }

    /** Closes the connection when what is being written is written. For the connection's event loop. */
    void finish(ChannelHandlerContext context) {
        if (writing == null) {
            context.close();
        } else {
            writing.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        responder = source.connect();
        LOG.debug("{} connected", context.channel().remoteAddress());
        firstFrame = context.executor()
                .schedule(
                        () -> close(context, "sent no frame in time"),
                        options.firstFrameTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        context.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Bytes frame) {
        if (firstFrame != null) {
            firstFrame.cancel(false);
        }
        waiting.add(frame);
        if (!isBusy) {
            next(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (firstFrame != null) {
            firstFrame.cancel(false);
        }
        waiting.clear();
        if (responder != null) {
            LOG.debug("{} disconnected", context.channel().remoteAddress());
            responder.disconnected();
            responder = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            close(context, "sent no frame for too long");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            LOG.debug("{} sent a frame that is too large", context.channel().remoteAddress());
            reply(context, protocol.tooLarge());
        } else if (cause instanceof IOException || cause instanceof DecoderException) {
            close(context, String.valueOf(cause.getMessage()));
        } else {
            LOG.error("{} is disconnected after a failure", context.channel().remoteAddress(), cause);
            context.close();
        }
    }

    /** Answers the frame that has waited longest, or reads another one. */
    private void next(ChannelHandlerContext context) {
        Bytes frame = waiting.poll();
        isBusy = frame != null;
        if (frame == null) {
            context.read();
        } else if (responder != null && context.channel().isActive()) {
            reply(context, answer(frame, responder));
        }
    }

    private Reply answer(Bytes frame, PacketResponder client) {
        try {
            return protocol.answer(frame, client);
        } catch (MalformedMessageException e) {
            LOG.debug("malformed: {}", e.getMessage());
            return Reply.close();
        }
    }

    private void reply(ChannelHandlerContext context, Reply reply) {
        Optional<Bytes> frame = reply.frame();
        if (frame.isPresent()) {
            writing = context.writeAndFlush(frame.get());
            writing.addListener(done -> {
                writing = null;
                then(context, done.isSuccess() ? reply.then() : Reply.Then.CLOSE);
            });
        } else if (reply.then() == Reply.Then.READ) {
            context.executor().execute(() -> next(context));
        } else {
            then(context, reply.then());
        }
    }

    private void then(ChannelHandlerContext context, Reply.Then then) {
        switch (then) {
            case READ -> next(context);
            case CLOSE -> context.close();
            case SHUT_DOWN -> {
                context.close();
                onShutdown.run();
            }
        }
    }

    private static void close(ChannelHandlerContext context, String why) {
        LOG.debug("{} is disconnected: {}", context.channel().remoteAddress(), why);
        context.close();
    }
}
