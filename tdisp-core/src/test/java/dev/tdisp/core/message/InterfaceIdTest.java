package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InterfaceIdTest {
    private static final RequesterId FUNCTION = RequesterId.of(1, 0, 4);

    @Test
    @Tag("T-017")
    void functionIdHoldsRequesterIdSegmentAndValidBit() {
        var id = new InterfaceId(0x01AB0104L, 0);

        assertThat(id.requesterId()).isEqualTo(FUNCTION);
        assertThat(id.segment()).isEqualTo(0xAB);
        assertThat(id.isSegmentValid()).isTrue();
        assertThat(id).isEqualTo(InterfaceId.of(new FunctionId(0xAB, FUNCTION)));
        assertThat(InterfaceId.of(FUNCTION)).isEqualTo(new InterfaceId(0x0104, 0));
    }

    @Test
    void segmentThatIsNotValidIsIgnored() {
        var id = new InterfaceId(0x00AB0104L, 0);

        assertThat(id.normalized()).isEqualTo(InterfaceId.of(FUNCTION));
        assertThat(id.addresses(new FunctionId(3, FUNCTION))).isTrue();
    }

    @Test
    @Tag("T-016")
    void reservedBitsAreIgnored() {
        var id = new InterfaceId(0xFF020104L, -1);

        assertThat(id.normalized()).isEqualTo(InterfaceId.of(new FunctionId(2, FUNCTION)));
        assertThat(id.addresses(new FunctionId(2, FUNCTION))).isTrue();
    }

    @Test
    @Tag("T-018")
    void validSegmentHasToMatch() {
        var id = InterfaceId.of(new FunctionId(2, FUNCTION));

        assertThat(id.addresses(new FunctionId(2, FUNCTION))).isTrue();
        assertThat(id.addresses(new FunctionId(0, FUNCTION))).isFalse();
        assertThat(id.addresses(new FunctionId(2, FUNCTION.plus(1)))).isFalse();
    }

    @Test
    void isShownAsUsual() {
        assertThat(InterfaceId.of(new FunctionId(0, FUNCTION))).hasToString("0000:01:00.4");
        assertThat(InterfaceId.of(FUNCTION)).hasToString("01:00.4");
    }

    @Test
    void functionIdHas32Bits() {
        assertThatThrownBy(() -> new InterfaceId(1L << 32, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InterfaceId(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
