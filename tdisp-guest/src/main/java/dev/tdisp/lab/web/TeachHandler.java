package dev.tdisp.lab.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one request after the other. */
final class TeachHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(TeachHandler.class);
    private static final Pattern LOOPBACK = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");
    /** Nothing from elsewhere: scripts are in the page, as data of its import map. */
    private static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline';"
                    + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final TeachRoutes routes;
    private final Executor runs;

    /** Runs are done by another thread than that which reads and writes; one after the other, so answers keep their order. */
    TeachHandler(TeachRoutes routes, Executor runs) {
        this.routes = routes;
        this.runs = runs;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Optional<Answer> complaint = complaint(request);
        String address = request.uri();
        boolean isKept = HttpUtil.isKeepAlive(request);
        context.channel().config().setAutoRead(false);
        runs.execute(() -> write(context, complaint.orElseGet(() -> answer(address)), isKept));
    }

    /** A reader always gets an answer, even if it is that we made a mistake. */
    private Answer answer(String address) {
        try {
            return routes.answer(address);
        } catch (RuntimeException e) {
            LOG.error("no answer to {}", address, e);
            return Answer.refused(HttpResponseStatus.INTERNAL_SERVER_ERROR, "this went wrong: " + e.getMessage());
        }
    }

    private static void write(ChannelHandlerContext context, Answer answer, boolean isKept) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, answer.status(), Unpooled.wrappedBuffer(answer.content()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .set("X-Content-Type-Options", "nosniff");
        if (!answer.fileName().isEmpty()) {
            response.headers()
                    .set(
                            HttpHeaderNames.CONTENT_DISPOSITION,
                            "attachment; filename=\"%s\"".formatted(answer.fileName()));
        }
        HttpUtil.setKeepAlive(response, isKept);
        var written = context.writeAndFlush(response);
        written.addListener(done -> context.channel().config().setAutoRead(true));
        if (!isKept) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static Optional<Answer> complaint(FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return Optional.of(Answer.refused(HttpResponseStatus.BAD_REQUEST, "this is not HTTP"));
        }
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        if (!LOOPBACK.matcher(host).matches()) {
            return Optional.of(Answer.refused(HttpResponseStatus.FORBIDDEN, "only loopback is served"));
        }
        String origin = request.headers().get("Sec-Fetch-Site", "none");
        if (!origin.equals("none") && !origin.equals("same-origin")) {
            return Optional.of(Answer.refused(HttpResponseStatus.FORBIDDEN, "only the page itself is served"));
        }
        if (!HttpMethod.GET.equals(request.method())) {
            return Optional.of(Answer.refused(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET is served"));
        }
        return Optional.empty();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a reader went away", cause);
        context.close();
    }
}
