package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdeStreamSettingsTest {
    private static final StreamId ID = new StreamId(0x10);

    @Test
    void endpointsBlockIsThatOfTheWorkedExample() {
        List<Long> block = List.of(1L, 0x1040_0001L, 2L, 0x800L, 0x801L, 0L, 0L, 0L);

        IdeStreamSettings settings = IdeStreamSettings.ofRegisters(block);

        assertThat(settings)
                .isEqualTo(new IdeStreamSettings(
                        ID, 0, true, false, false, Optional.of(RidRange.of(new RequesterId(0x0008))), List.of()));
        assertThat(settings.toRegisters(1, true, IdeStreamState.SECURE)).isEqualTo(block);
    }

    @Test
    void rootPortsBlockIsThatOfTheWorkedExample() {
        List<Long> block = List.of(1L, 0x1000_0001L, 2L, 0x0001_0800L, 0x0001_0001L, 0x0280_0001L, 0x40L, 0x40L);

        IdeStreamSettings settings = IdeStreamSettings.ofRegisters(block);

        assertThat(settings.partner()).contains(new RidRange(new RequesterId(0x0100), new RequesterId(0x0108)));
        assertThat(settings.addresses()).containsExactly(new AddressRange(0x40_0000_0000L, 0x40_028F_FFFFL));
        assertThat(settings.toRegisters(1, true, IdeStreamState.SECURE)).isEqualTo(block);
    }

    @Test
    void flagsHaveTheirBits() {
        IdeStreamSettings settings =
                IdeStreamSettings.defaultStream(ID).withTeeLimited(true).withConfigRequests(true);

        assertThat(settings.control(false)).isEqualTo(0x10C0_0200L);
        assertThat(IdeStreamSettings.ofRegisters(settings.toRegisters(0, false, IdeStreamState.READY)))
                .isEqualTo(settings);
    }

    @Test
    void rangesIncludeBothEnds() {
        var range = new AddressRange(0x40_0000_1234L, 0x40_028F_0000L);

        assertThat(range.contains(0x40_0000_0000L)).isTrue();
        assertThat(range.contains(0x40_028F_FFFFL)).isTrue();
        assertThat(range.contains(0x40_0290_0000L)).isFalse();
        assertThat(new AddressRange(0, -1).contains(Long.MIN_VALUE)).isTrue();
        assertThat(RidRange.ALL.contains(new RequesterId(0xFFFF))).isTrue();
        assertThat(new RidRange(new RequesterId(2), new RequesterId(1)).contains(new RequesterId(1)))
                .isFalse();
    }

    @Test
    void moreAddressesThanBlocksAreRefused() {
        IdeStreamSettings settings = IdeStreamSettings.of(ID, RidRange.ALL, List.of(new AddressRange(0, 0)));

        assertThatIllegalArgumentException().isThrownBy(() -> settings.toRegisters(0, false, IdeStreamState.INSECURE));
    }
}
