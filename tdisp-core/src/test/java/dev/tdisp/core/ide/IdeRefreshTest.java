package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdeRefreshTest {
    private static final MemoryWrite WRITE = new MemoryWrite(IdeLink.FUNCTION, 1, 0x1000, Bytes.fromHex("01020304"));

    @Test
    void keyOfTheOtherSetThatSupersedesOneBreaksTheReadySet() {
        var link = new IdeLink();
        link.program(KeySet.K0);
        link.start(KeySet.K0);
        KeySlotId other = KeySlotId.of(KeySet.K1, KeyDirection.TRANSMIT).get(0);
        link.program(other);

        link.device.start(other);

        assertThat(link.device.state()).isEqualTo(IdeStreamState.INSECURE);
        assertThat(link.device.slotState(other.otherSet())).isEqualTo(KeySlotState.EMPTY);
    }

    @ParameterizedTest
    @EnumSource(KeySet.class)
    @Tag("P-081")
    void switchingTheKeySetStaysSecureThroughout(KeySet first) {
        var link = new IdeLink();
        link.program(first);
        link.program(first.other());
        link.device.enable();
        link.root.enable();
        link.start(first);
        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);

        for (KeyDirection direction : KeyDirection.values()) {
            for (KeySlotId slot : KeySlotId.of(first.other(), direction)) {
                link.device.start(slot);
                assertThat(link.device.isSecure()).isTrue();
            }
            for (KeySlotId slot : KeySlotId.of(first.other(), direction)) {
                link.root.start(slot);
                assertThat(link.root.isSecure()).isTrue();
            }
            assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
            assertThat(link.down(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
        }

        assertThat(link.losses).isEmpty();
    }

    @Test
    @Tag("P-081")
    void keysCanBeRefreshedAgainAndAgain() {
        IdeLink link = IdeLink.secure();
        KeySet keySet = KeySet.K0;
        for (int round = 0; round < 5; round++) {
            keySet = keySet.other();
            link.program(keySet);
            link.start(keySet);
            assertThat(link.sealUp(WRITE).prefix().keySet()).isEqualTo(keySet);
        }

        assertThat(link.device.isSecure()).isTrue();
        assertThat(link.root.isSecure()).isTrue();
    }

    @Test
    void keyInUseCannotBeReplaced() {
        IdeLink link = IdeLink.secure();
        KeySlotId slot = KeySlotId.of(KeySet.K0).get(0);

        assertThat(link.device.isInUse(slot)).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> link.program(slot)).withMessageContaining("in use");
    }

    @Test
    void keyThatDidNotStartCanBeReplaced() {
        var link = new IdeLink();
        link.program(KeySet.K0);

        link.program(KeySet.K0);
        link.start(KeySet.K0);
        link.device.enable();
        link.root.enable();

        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
    }
}
