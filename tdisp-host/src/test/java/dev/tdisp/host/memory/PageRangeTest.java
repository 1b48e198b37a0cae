package dev.tdisp.host.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageRangeTest {
    @Test
    void coversEveryPageThatIsTouched() {
        assertThat(PageRange.covering(0x1FFF, 1)).isEqualTo(new PageRange(0x1000, 1));
        assertThat(PageRange.covering(0x1FFF, 2)).isEqualTo(new PageRange(0x1000, 2));
        assertThat(PageRange.covering(0x1000, 0x2000)).isEqualTo(new PageRange(0x1000, 2));
    }

    @Test
    void overlapIsSymmetric() {
        var left = new PageRange(0x1000, 2);
        var right = new PageRange(0x2000, 2);
        var apart = new PageRange(0x3000, 1);

        assertThat(left.overlaps(right)).isTrue();
        assertThat(right.overlaps(left)).isTrue();
        assertThat(left.overlaps(apart)).isFalse();
        assertThat(apart.overlaps(left)).isFalse();
    }

    @Test
    void lastPagesOfTheAddressSpaceCanBe() {
        var last = new PageRange(-0x2000L, 2);

        assertThat(last.contains(-1)).isTrue();
        assertThatThrownBy(() -> new PageRange(-0x1000L, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halfAPageAndNoPageCannotBe() {
        assertThatThrownBy(() -> new PageRange(0x1001, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRange(0x1000, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PageRange.covering(0x1000, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
