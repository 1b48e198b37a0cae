package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.EmulatorFrame;
import dev.tdisp.spdm.transport.TcpFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Cuts the stream into frames and makes {@link Bytes} of each, and the other way round with one buffer a frame.
 *
 * <p>A frame that is too large is refused when its length has arrived; nothing is kept or reserved for it.
 */
final class FrameCodec {
    private FrameCodec() {}

    /** Frames of anything, each behind its length in 4 bytes, big-endian. */
    static void addTo(ChannelPipeline pipeline, int maximumFrameSize) {
        pipeline.addLast(
                "cut",
                new LengthFieldBasedFrameDecoder(maximumFrameSize + Integer.BYTES, 0, Integer.BYTES, 0, Integer.BYTES));
        pipeline.addLast("in", new Decoder());
        pipeline.addLast("out", new Encoder());
    }

    static void addTo(ChannelPipeline pipeline, Framing framing, int maximumFrameSize) {
        pipeline.addLast(
                "cut",
                switch (framing.style()) {
                    case EMULATOR ->
                        new LengthFieldBasedFrameDecoder(maximumFrameSize, EmulatorFrame.SIZE_OFFSET, Integer.BYTES);
                    case DSP0287 -> new TcpFrameDecoder(maximumFrameSize);
                });
        pipeline.addLast("in", new Decoder());
        pipeline.addLast("out", new Encoder());
    }

    /** Knows that a length of 0 stands for a bare header. */
    private static final class TcpFrameDecoder extends LengthFieldBasedFrameDecoder {
        TcpFrameDecoder(int maximumFrameSize) {
            super(maximumFrameSize, 0, TcpFrame.LENGTH_SIZE);
        }

        @Override
        protected long getUnadjustedFrameLength(ByteBuf buffer, int offset, int length, ByteOrder order) {
            return TcpFrame.size(buffer.getUnsignedShortLE(offset)) - TcpFrame.LENGTH_SIZE;
        }
    }

    private static final class Decoder extends MessageToMessageDecoder<ByteBuf> {
        Decoder() {
            super(ByteBuf.class);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) {
            out.add(Bytes.of(ByteBufUtil.getBytes(frame)));
        }
    }

    private static final class Encoder extends MessageToByteEncoder<Bytes> {
        Encoder() {
            super(Bytes.class);
        }

        @Override
        protected ByteBuf allocateBuffer(ChannelHandlerContext context, Bytes frame, boolean isDirect) {
            return context.alloc().ioBuffer(frame.size(), frame.size());
        }

        @Override
        protected void encode(ChannelHandlerContext context, Bytes frame, ByteBuf out) {
            out.writeBytes(frame.toArray());
        }
    }
}
