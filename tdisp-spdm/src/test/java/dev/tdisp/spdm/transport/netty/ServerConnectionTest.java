package dev.tdisp.spdm.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConnectionTest {
    private static final SocketOptions OPTIONS = SocketOptions.DEFAULT
            .withMaximumFrameSize(64)
            .withFirstFrameTimeout(Duration.ofSeconds(5))
            .withIdleTimeout(Duration.ofSeconds(60));
    private static final String ECHO = "00000001 00000001 00000002 0510";

    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @AfterEach
    void nothingIsLeaked() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({
        "greeting, 0000dead000000010000000e436c69656e742048656c6c6f2100, 0000dead000000010000000e5365727665722048656c6c6f2100",
        "packet, 00000001000000010000000510840000aa, 00000001000000010000000510840000aa",
        "key update, 00008001000000010000000401000000, 000080010000000100000000",
        "endpoint info, 000080020000000100000000, 000080020000000100000000",
    })
    void aCommandIsAnsweredAndTheConnectionGoesOn(String name, String request, String response) {
        open(EmulatorTransport.MCTP);

        send(request);

        assertThat(sent()).as(name).isEqualTo(response);
        assertThat(channel.isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "continue, 0000fffd0000000100000000, 0000fffd0000000100000000",
        "shut down, 0000fffe0000000100000000, 0000fffe0000000100000000",
        "unknown, 000000770000000100000000, 0000ffff0000000100000000",
        "unknown itself, 0000ffff0000000100000000, 0000ffff0000000100000000",
    })
    void aCommandIsTheLast(String name, String request, String response) {
        open(EmulatorTransport.MCTP);

        send(request);

        assertThat(sent()).as(name).isEqualTo(response);
        assertThat(channel.isOpen()).isFalse();
        assertThat(heard.contains("shutdown")).isEqualTo(name.equals("shut down"));
        assertThat(heard).contains("disconnected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000001 00000002 00000000",
                "00000001 00000001 00000003 bad000",
                "00008001 00000001 00000003 010000",
                "00008001 00000001 00000000",
                "00000001 00000001 00000035",
                "00000001 00000001 ffffffff",
                "00000001 00000001 7fffffff",
            })
    @Tag("GAP-TRN-14")
    void aFrameThatMakesNoSenseEndsTheConnection(String frame) {
        open(EmulatorTransport.MCTP);

        send(frame);

        assertThat(sent()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
        assertThat(heard).endsWith("disconnected");
    }

    @Test
    void outOfBandCommandsReachTheResponder() {
        open(EmulatorTransport.MCTP);

        send("00008001 00000001 00000004 feffffff");
        send("00008002 00000001 00000000");

        assertThat(heard).containsExactly("key update FFFFFFFE", "endpoint info");
    }

    @Test
    @Tag("GAP-TRN-13")
    void aFrameMayComeByteByByte() {
        open(EmulatorTransport.MCTP);

        for (int i = 0; i < Bytes.fromHex(ECHO).size(); i++) {
            assertThat(sent()).isEmpty();
            channel.writeInbound(
                    Unpooled.wrappedBuffer(Bytes.fromHex(ECHO).slice(i, i + 1).toArray()));
        }

        assertThat(sent()).isEqualTo("0000000100000001000000020510");
    }

    @Test
    void framesAtOnceAreAnsweredOneByOne() {
        open(EmulatorTransport.MCTP);

        send(ECHO.repeat(500));

        for (int i = 0; i < 500; i++) {
            assertThat(sent()).isEqualTo("0000000100000001000000020510");
        }
        assertThat(sent()).isEmpty();
    }

    @Test
    void whatMustNotBeAnsweredIsNot() {
        open(EmulatorTransport.MCTP);

        send("00000001 00000001 00000000".repeat(2000));
        send(ECHO);

        assertThat(sent()).isEqualTo("0000000100000001000000020510");
        assertThat(heard).isEmpty();
    }

    @Test
    void nothingFollowsTheLastCommand() {
        open(EmulatorTransport.MCTP);

        send("0000fffe 00000001 00000000" + ECHO);

        assertThat(sent()).isEqualTo("0000fffe0000000100000000");
        assertThat(sent()).isEmpty();
    }

    @Test
    @Tag("GAP-TRN-13")
    void theFirstFrameMustComeInTime() {
        open(EmulatorTransport.MCTP);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0, 0}));

        channel.advanceTimeBy(4999, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void onlyWholeFramesAreASignOfLife() {
        open(EmulatorTransport.MCTP);

        send(ECHO);
        pass(59);
        assertThat(channel.isOpen()).isTrue();
        send(ECHO);
        pass(59);
        assertThat(channel.isOpen()).isTrue();
        send("00");
        pass(2);

        assertThat(channel.isOpen()).isFalse();
        assertThat(heard).containsExactly("disconnected");
    }

    @Test
    void aResponderThatFailsEndsTheConnection() {
        open(Framing.emulator(EmulatorTransport.MCTP), packet -> {
            throw new IllegalStateException("a failure for this test");
        });

        send(ECHO);

        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "message, 0600010510840000, 0600010510840000, true",
        "record, 0600010610840000, 0600010610840000, true",
        "role inquiry, 000001bf, 000001c2, false",
        "role inquiry with length, 020001bf, 000001c2, false",
        "other type, 0600010710840000, 000001c1, false",
        "other version, 0600020510840000, 000001c1, false",
        "error, 000001c0, '', false",
        "no header, 01000105, '', false",
        "too large, 6000, 000001c0, false",
    })
    void framesOfTheTcpBindingAreAnswered(String name, String request, String response, boolean isOpen) {
        open(Framing.dsp0287(), Optional::of);

        send(request);

        assertThat(sent()).as(name).isEqualTo(response);
        assertThat(channel.isOpen()).as(name).isEqualTo(isOpen);
    }

    private void open(EmulatorTransport transport) {
        open(Framing.emulator(transport), new Recording());
    }

    private void open(Framing framing, PacketResponder responder) {
        channel.config().setAutoRead(false);
        channel.freezeTime();
        new ServerConnection(ServerProtocol.of(framing), () -> responder, OPTIONS, () -> heard.add("shutdown"))
                .addTo(channel.pipeline(), framing);
        channel.pipeline().fireChannelActive();
    }

    private void send(String hex) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(Bytes.fromHex(hex).toArray()));
            channel.runPendingTasks();
        }
    }

    private String sent() {
        ByteBuf frame = channel.readOutbound();
        if (frame == null) {
            return "";
        }
        try {
            return ByteBufUtil.hexDump(frame);
        } finally {
            frame.release();
        }
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    /** Echoes, and writes down what it hears. */
    private final class Recording implements PacketResponder {
        @Override
        public Optional<Bytes> handle(Bytes packet) {
            if (packet.equals(Bytes.fromHex("bad000"))) {
                throw new MalformedMessageException("MessageType", 0, "no packet");
            }
            return Optional.of(packet).filter(request -> !request.isEmpty());
        }

        @Override
        public void keyUpdateWanted(long sessionId) {
            heard.add("key update %08X".formatted(sessionId));
        }

        @Override
        public void endpointInfoWanted() {
            heard.add("endpoint info");
        }

        @Override
        public void disconnected() {
            heard.add("disconnected");
        }
    }
}
