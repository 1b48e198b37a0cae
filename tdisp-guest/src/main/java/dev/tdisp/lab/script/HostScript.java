package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockInterfaceResponse;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The script of a host: lines that are sent at once, or kept until they are run; and what went wrong first. */
final class HostScript {
    private final Frame frame;
    private final Env env;
    private final HostChannel channel;
    private final InterfaceId interfaceId;
    private final Transcript transcript;
    private final Captures captures = new Captures();
    private final List<HostLine> pending = new ArrayList<>();
    private final boolean isQueued;
    private int done;
    private Optional<Bytes> nonce = Optional.empty();
    private @Nullable HostLine unfinished;
    private @Nullable AssertionError failure;

    HostScript(Frame frame, Env env, HostChannel channel, InterfaceId interfaceId, boolean isQueued) {
        this.frame = frame;
        this.env = env;
        this.channel = channel;
        this.interfaceId = interfaceId;
        this.transcript = new Transcript(env);
        this.isQueued = isQueued;
    }

    Captures captures() {
        return captures;
    }

    Env env() {
        return env;
    }

    HostChannel channel() {
        return channel;
    }

    TdispHeader header() {
        return TdispHeader.of(interfaceId);
    }

    /** The nonce of a line: of its capture, else of the last lock, else one that fits no lock. */
    Nonce nonce(HostLine line) {
        Optional<Bytes> captured = line.from().isEmpty()
                ? nonce
                : Optional.of(captures.require(line.from()).response())
                        .filter(response -> response.size() >= TdispHeader.SIZE + Nonce.SIZE)
                        .map(response -> response.slice(TdispHeader.SIZE, TdispHeader.SIZE + Nonce.SIZE));
        return captured.map(Nonce::of).orElseGet(() -> Nonce.random(env.random()));
    }

    HostLine begin(HostLine line) {
        requireComplete();
        unfinished = line;
        return line;
    }

    /** Completes a line, and sends it unless it is for later. */
    void complete(HostLine line, HostLine.Answer answer) {
        if (unfinished != line) {
            throw new IllegalStateException("%s: its answer has been said".formatted(line));
        }
        unfinished = null;
        line.expect(answer);
        pending.add(line);
        if (!isQueued) {
            run();
        }
    }

    boolean hasFailed() {
        return failure != null;
    }

    private void requireComplete() {
        if (unfinished != null) {
            throw new IllegalStateException(
                    "%s: say what must come back, for example expectResponse()".formatted(unfinished));
        }
    }

    /** Sends the lines that wait, up to the first that fails. */
    void run() {
        requireComplete();
        while (failure == null && !pending.isEmpty()) {
            perform(pending.get(0));
            if (failure == null) {
                pending.remove(0);
                done++;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void perform(HostLine line) {
        try {
            FaultSubject right = line.request();
            Bytes sent = line.bend().isNone() ? right.bytes() : line.bend().apply(right, env, frame.seed());
            perform(line, Message.request(line.protocol(), sent));
        } catch (Mistake e) {
            fail(line, line.expected().text(), e.what(), null);
        } catch (AssertionError | RuntimeException e) {
            String said = e.getMessage() == null ? e.toString() : e.getMessage();
            fail(line, line.expected().text() + ", as the script says", said, e);
        }
    }

    private void perform(HostLine line, Message request) {
        Optional<Message> answer = Optional.empty();
        try {
            answer = exchange(request, line.bend().isNone() ? "" : "bent: " + line.bend());
            Bytes came = answer.map(Message::bytes).orElse(Bytes.EMPTY);
            line.remember(new Captured(request.bytes(), came), captures);
            line.expected().check().examine(new Came(request, answer, more -> further(line.protocol(), more)));
        } finally {
            request.forget();
            answer.ifPresent(this::keepNonce);
        }
    }

    private Optional<Message> further(VendorProtocol protocol, Bytes request) {
        return exchange(Message.request(protocol, request), "");
    }

    private Optional<Message> exchange(Message request, String remark) {
        transcript.request(request, channel.session(), remark);
        transcript.traceRequest(request, remark);
        HostChannel.Exchange exchange = channel.exchange(request.protocol(), request.bytes());
        Optional<Message> answer = exchange.answer().map(bytes -> Message.response(request.protocol(), bytes));
        answer.ifPresentOrElse(
                message -> transcript.response(message, channel.session(), ""),
                () -> transcript.silence(exchange.reason()));
        return answer;
    }

    /** Remembers the nonce of a lock for the next start. */
    private void keepNonce(Message answer) {
        if (answer.content() instanceof LockInterfaceResponse lock
                && !lock.nonce().isDestroyed()) {
            nonce = Optional.of(lock.nonce().toBytes());
        }
        answer.forget();
    }

    private void fail(HostLine line, String expected, String actual, @Nullable Throwable cause) {
        transcript.markLast();
        String where = "%s   at %s  tdi=%s".formatted(actual, transcript.time(), interfaceId);
        var finding = new Frame.Finding(done + 1, line.title(), expected, where, cause);
        String words = pending.stream().map(HostLine::toString).collect(Collectors.joining(", "));
        String progress = "%d done, %d pending ▶ %s".formatted(done, pending.size(), words);
        failure = frame.failure(finding, progress, transcript.lines());
    }
}
