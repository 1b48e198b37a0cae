package dev.tdisp.core.pcie;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IdeCapabilityTest {
    private static final long CAPABILITY = 0x0101_00C2;

    @Test
    @Tag("P-058")
    void selectiveBlocksFollowEachOther() {
        assertThat(IdeCapability.linkBlocks(CAPABILITY)).isZero();
        assertThat(IdeCapability.selectiveBlocks(CAPABILITY)).isEqualTo(2);
        assertThat(IdeCapability.selectiveBlock(CAPABILITY, 1, 0)).isEqualTo(0x1CC - 0x1C0);
        assertThat(IdeCapability.selectiveBlock(CAPABILITY, 1, 1)).isEqualTo(0x1EC - 0x1C0);
        assertThat(IdeCapability.selectiveBlock(CAPABILITY, 1, 2)).isEqualTo(0x4C);
    }

    @Test
    @Tag("P-058")
    void linkBlocksComeFirst() {
        long capability = CAPABILITY | IdeCapability.CAPABILITY_LINK | 7L << IdeCapability.CAPABILITY_LINK_COUNT_SHIFT;

        assertThat(IdeCapability.linkBlocks(capability)).isEqualTo(8);
        assertThat(IdeCapability.selectiveBlock(capability, 0, 0)).isEqualTo(0x0C + 8 * 8);
    }
}
