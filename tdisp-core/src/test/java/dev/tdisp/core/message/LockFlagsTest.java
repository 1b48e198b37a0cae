package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LockFlagsTest {
    @Test
    void bitsAreWhereTheTableSays() {
        assertThat(LockFlags.of(LockFlag.NO_FW_UPDATE).bits()).isEqualTo(0x0001);
        assertThat(LockFlags.of(LockFlag.SYSTEM_CACHE_LINE_SIZE).bits()).isEqualTo(0x0002);
        assertThat(LockFlags.of(LockFlag.LOCK_MSIX).bits()).isEqualTo(0x0004);
        assertThat(LockFlags.of(LockFlag.BIND_P2P).bits()).isEqualTo(0x0008);
        assertThat(LockFlags.of(LockFlag.ALL_REQUEST_REDIRECT).bits()).isEqualTo(0x0010);
    }

    @Test
    @Tag("T-034")
    void reservedBitsAreNeverDefinedOnes() {
        var flags = new LockFlags(0xFFFF);

        assertThat(flags.reserved()).isEqualTo(0xFFE0);
        assertThat(flags.defined()).isEqualTo(LockFlags.ALL);
        assertThat(LockFlags.ALL.bits() & 0xFFE0).isZero();
    }

    @Test
    void setsBehaveAsSets() {
        var two = LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX);

        assertThat(two.has(LockFlag.LOCK_MSIX)).isTrue();
        assertThat(two.has(LockFlag.BIND_P2P)).isFalse();
        assertThat(two.with(LockFlag.BIND_P2P).without(LockFlag.BIND_P2P)).isEqualTo(two);
        assertThat(two.isSubsetOf(LockFlags.ALL)).isTrue();
        assertThat(LockFlags.ALL.isSubsetOf(two)).isFalse();
        assertThat(two.and(LockFlags.of(LockFlag.LOCK_MSIX))).hasToString("LOCK_MSIX");
        assertThat(LockFlags.NONE).hasToString("none");
        assertThatThrownBy(() -> new LockFlags(0x10000)).isInstanceOf(IllegalArgumentException.class);
    }
}
