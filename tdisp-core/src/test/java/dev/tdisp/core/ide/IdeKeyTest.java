package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IdeKeyTest {
    private static final Bytes CONTENT =
            Bytes.fromHex("df254152056e02e0ef8b7feb9739d4d96a4eb80103241df7cd5e24b49ccd2720");

    @Test
    @Tag("P-089")
    void destroyedKeyIsGone() {
        IdeKey key = IdeKey.of(CONTENT);
        IdeKey copy = key.copy();

        key.destroy();

        assertThat(key.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(key::toArray);
        assertThatIllegalStateException().isThrownBy(key::copy);
        assertThat(copy.toArray()).isEqualTo(CONTENT.toArray());
        assertThat(key).isNotEqualTo(copy);
    }

    @Test
    void keyIsNeverShown() {
        IdeKey key = IdeKey.of(CONTENT);

        assertThat(key.toString()).doesNotContainIgnoringCase("df").contains("secret");
        assertThat(key).hasSameHashCodeAs(IdeKey.of(new byte[32])).isEqualTo(IdeKey.of(CONTENT));
    }

    @Test
    void noKeyIsInTheTrace() {
        IdeLink link = IdeLink.secure();
        RandomSource sameKeys = RandomSource.seeded(1);

        for (int i = 0; i < 6; i++) {
            String hex = sameKeys.next(IdeKey.SIZE).toString();
            assertThat(link.trace.events()).extracting(TraceEvent::toString).noneMatch(text -> text.contains(hex));
        }
        assertThat(link.trace.events())
                .extracting(TraceEvent::summary)
                .contains(
                        "device stream 10h K0/RECEIVE/POSTED programmed",
                        "device stream 10h K0/TRANSMIT/COMPLETION started");
    }

    @Test
    void keyHas32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> IdeKey.of(new byte[16]));
    }

    @Test
    void twelveSlotsHaveTheCodesOfIdeKm() {
        Set<Integer> codes = new HashSet<>();
        for (KeySlotId slot : KeySlotId.all()) {
            codes.add(slot.code());
            assertThat(KeySlotId.of(slot.code())).contains(slot);
            assertThat(slot.mirrored().mirrored()).isEqualTo(slot);
            assertThat(slot.mirrored().direction()).isNotEqualTo(slot.direction());
            assertThat(slot.otherSet().keySet()).isNotEqualTo(slot.keySet());
        }

        assertThat(codes)
                .containsExactlyInAnyOrder(0x00, 0x01, 0x02, 0x03, 0x10, 0x11, 0x12, 0x13, 0x20, 0x21, 0x22, 0x23);
        assertThat(new KeySlotId(KeySet.K1, KeyDirection.TRANSMIT, SubStream.COMPLETION).code())
                .isEqualTo(0x23);
        for (int code = 0; code < 256; code++) {
            assertThat(KeySlotId.of(code).isPresent()).isEqualTo(codes.contains(code));
        }
    }
}
