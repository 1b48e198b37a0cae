package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.AnnotatedHex;
import dev.tdisp.core.wire.Bytes;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NonceTest {
    private static final Bytes VALUE = Bytes.filled(0xA5, Nonce.SIZE);
    private static final TdispHeader HEADER = TdispHeader.of(InterfaceId.of(RequesterId.of(1, 0, 4)));

    @Test
    void matchesTheSameBytesOnly() {
        var nonce = Nonce.of(VALUE);

        assertThat(nonce.matches(Nonce.of(VALUE))).isTrue();
        for (int i = 0; i < Nonce.SIZE; i++) {
            assertThat(nonce.matches(Nonce.of(VALUE.with(i, 0xA4)))).isFalse();
        }
    }

    @Test
    void destroyedMatchesNothing() {
        var nonce = Nonce.of(VALUE);
        Nonce copy = nonce.copy();

        nonce.destroy();

        assertThat(nonce.isDestroyed()).isTrue();
        assertThat(nonce.matches(nonce)).isFalse();
        assertThat(nonce.matches(Nonce.blank())).isFalse();
        assertThat(Nonce.blank().matches(nonce)).isFalse();
        assertThatThrownBy(nonce::toBytes).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(nonce::copy).isInstanceOf(IllegalStateException.class);
        assertThat(copy.toBytes()).isEqualTo(VALUE);
    }

    @Test
    void drawsFreshBytes() {
        RandomSource random = RandomSource.seeded(1);

        assertThat(Nonce.random(random).matches(Nonce.random(random))).isFalse();
    }

    @Test
    void has32Bytes() {
        assertThatThrownBy(() -> Nonce.of(Bytes.filled(0, 31))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nonce.of(Bytes.filled(0, 33))).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<TdispMessage> messagesWithNonce() {
        return Stream.of(
                new LockInterfaceResponse(HEADER, Nonce.of(VALUE)), new StartInterfaceRequest(HEADER, Nonce.of(VALUE)));
    }

    @ParameterizedTest
    @MethodSource("messagesWithNonce")
    void isNeverShown(TdispMessage message) {
        TraceEvent.Message event = message.toEvent(Instant.EPOCH, "tsm", "device");

        assertThat(message.toString() + message.detail() + event + event.summary())
                .doesNotContain("a5 a5", "a5a5", "A5A5");
        assertThat(AnnotatedHex.render(event.bytes(), event.fields()))
                .contains("START_INTERFACE_NONCE", "(not shown)")
                .doesNotContain("a5");
        assertThat(message.toBytes().from(TdispHeader.SIZE)).isEqualTo(VALUE);
    }
}
