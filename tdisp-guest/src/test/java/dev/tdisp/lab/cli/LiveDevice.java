package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.ResponderSource;
import dev.tdisp.spdm.transport.netty.SocketServer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Our SPDM responder behind a socket, and what it saw. */
final class LiveDevice implements AutoCloseable {
    static final Bytes PSK = text("TestPskData\0");
    static final Bytes PSK_HINT = text("TestPskHint\0");

    private final RecordingTrace trace = new RecordingTrace();
    private final AtomicInteger established = new AtomicInteger();
    private final SpdmResponder responder;
    private final SocketServer server;

    LiveDevice(EmulatorTransport transport, SpdmProfile profile, Consumer<SpdmResponderBuilder> setup) {
        var env = new Env(InstantSource.system(), new VirtualTime(), RandomSource.secure(), trace);
        SpdmResponderBuilder builder = SpdmResponder.builder(profile, env)
                .measurements(DeviceFirmware.FACTORY::measurements)
                .preSharedKeys(hint -> PSK_HINT.equals(hint) ? Optional.of(Secret.copyOf(PSK)) : Optional.empty())
                .binding(transport.binding());
        setup.accept(builder);
        responder = builder.build();
        responder.addListener(new SessionListener() {
            @Override
            public void sessionEnded(long sessionId, String cause) {}

            @Override
            public void sessionEstablished(long sessionId) {
                established.incrementAndGet();
            }
        });
        server = SocketServer.builder(
                        Framing.emulator(transport),
                        ResponderSource.shared(
                                new AskingResponder(responder, PacketResponder.of(transport, responder::handle))))
                .port(0)
                .start();
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    int port() {
        return server.address().getPort();
    }

    /** How many sessions came about. */
    int sessions() {
        return established.get();
    }

    /** The names of all messages that the responder sent. */
    List<String> sent() {
        return trace.events().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(event -> ((TraceEvent.Message) event).name())
                .toList();
    }

    /** Why it refused what it refused. */
    String refusals() {
        return trace.events().stream()
                .map(TraceEvent::summary)
                .filter(summary -> summary.contains("refused") || summary.contains("ERROR"))
                .toList()
                .toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
