package dev.tdisp.core.pcie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkMessageTest {
    private static final LinkFrame FRAME =
            new LinkFrame.Plain(new MemoryRead(new RequesterId(0x0100), 5, 0x1_2345_6000L, 64));

    static List<LinkMessage> messages() {
        return List.of(
                new LinkMessage.Hello(LinkMessage.VERSION),
                new LinkMessage.ReadRegister(1, new RequesterId(0x0101), 0xFFC, 4),
                new LinkMessage.WriteRegister(2, new RequesterId(0x0102), 4, 2, 0xFFFF),
                new LinkMessage.Packet(3, FRAME),
                new LinkMessage.Reset(Long.MAX_VALUE),
                new LinkMessage.Look(4, 8),
                new LinkMessage.Value(0xFFFF_FFFFL),
                new LinkMessage.Answer(Optional.of(FRAME)),
                new LinkMessage.Answer(Optional.empty()),
                new LinkMessage.Done());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsSentArrives(LinkMessage message) {
        Bytes content = message.encode();

        assertThat(LinkMessage.decode(content)).isEqualTo(message);
        assertThat(content.size()).isLessThanOrEqualTo(LinkMessage.MAXIMUM_SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "07", "FF", "00444C544B", "00000000000001", "01", "83FF", "8292", "0300000000000000"})
    void anythingElseIsMalformed(String hex) {
        assertThatThrownBy(() -> LinkMessage.decode(Bytes.fromHex(hex))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void noiseIsAMessageOrMalformed() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (noise[0] & 0x87);
            }
            try {
                LinkMessage message = LinkMessage.decode(Bytes.of(noise));
                assertThat(message.encode()).isEqualTo(Bytes.of(noise));
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void whoWaitsAnswersTheCallsThatArriveMeanwhile() {
        Deque<LinkMessage> incoming = new ArrayDeque<>(
                List.of(new LinkMessage.Packet(0, FRAME), new LinkMessage.Packet(0, FRAME), new LinkMessage.Value(7)));
        Deque<LinkMessage> sent = new ArrayDeque<>();
        var conversation = new LinkConversation(
                content -> sent.add(LinkMessage.decode(content)),
                () -> incoming.remove().encode(),
                call -> new LinkMessage.Answer(Optional.empty()));

        LinkMessage reply = conversation.call(new LinkMessage.Reset(1));

        assertThat(reply).isEqualTo(new LinkMessage.Value(7));
        assertThat(sent)
                .containsExactly(
                        new LinkMessage.Reset(1),
                        new LinkMessage.Answer(Optional.empty()),
                        new LinkMessage.Answer(Optional.empty()));
    }

    @Test
    void anAnswerThatNobodyAskedForIsMalformed() {
        var conversation = new LinkConversation(
                content -> {}, () -> new LinkMessage.Done().encode(), call -> new LinkMessage.Done());

        assertThatThrownBy(conversation::serve).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void callsDoNotNestForEver() {
        LinkConversation[] self = new LinkConversation[1];
        self[0] = new LinkConversation(
                content -> {}, () -> new LinkMessage.Reset(0).encode(), call -> self[0].call(call));

        assertThatThrownBy(() -> self[0].call(new LinkMessage.Reset(0)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("64");
    }
}
