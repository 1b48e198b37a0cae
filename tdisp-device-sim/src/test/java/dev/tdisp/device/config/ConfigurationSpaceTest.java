package dev.tdisp.device.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.pcie.Type0Header;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationSpaceTest {
    private static final Register WIDE = Register.of("Wide", 0x40, 4)
            .withReset(0x1122_3344)
            .withWritable(0x0000_FFFF)
            .withClearable(0x00FF_0000);
    private static final Register MAILBOX =
            Register.of("Mailbox", 0x44, 4).withWritable(0xFFFF_FFFFL).withDoubleWordAccess();
    private static final Register ONE_HOT =
            Register.of("One hot", 0x48, 4).withReset(1).withWritable(0x553).withOneHotValues();

    private final ConfigurationSpace space = new ConfigurationSpace(List.of(WIDE, MAILBOX, ONE_HOT));

    @ParameterizedTest
    @CsvSource({"0x1000, 4", "0xFFE, 4", "0x41, 2", "0x42, 4", "0x40, 3", "0x40, 8", "-4, 4", "0x40, 0"})
    @Tag("P-001")
    @Tag("P-002")
    void accessesThatCannotBeAreRefused(int offset, int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> space.read(offset, size));
        assertThatIllegalArgumentException().isThrownBy(() -> space.write(offset, size, 0));
    }

    @Test
    @Tag("P-001")
    @Tag("P-004")
    void whatNothingImplementsReadsZeroAndIgnoresWrites() {
        List<RegisterChange> changes = space.write(0xFFC, 4, 0xFFFF_FFFFL);

        assertThat(changes).isEmpty();
        assertThat(space.read(0xFFC, 4)).isZero();
    }

    @Test
    @Tag("P-005")
    void byteWriteChangesEnabledBytesOnly() {
        space.write(0x41, 1, 0xAB);

        assertThat(space.read(0x40, 4)).isEqualTo(0x1122_AB44);
        assertThat(space.read(0x41, 1)).isEqualTo(0xAB);
    }

    @Test
    @Tag("P-005")
    @Tag("P-007")
    void onlyOnesInEnabledBytesClear() {
        space.write(0x40, 2, 0xFFFF);
        assertThat(space.read(0x42, 1)).isEqualTo(0x22);

        space.write(0x42, 1, 0x02);

        assertThat(space.read(0x40, 4)).isEqualTo(0x1120_FFFF);
    }

    @Test
    @Tag("P-006")
    void readOnlyBitsNeverChange() {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            space.write(0x40, 4, Integer.toUnsignedLong(random.nextInt()));

            assertThat(space.read(0x43, 1)).isEqualTo(0x11);
        }
    }

    @Test
    void writeTellsWhatChanged() {
        List<RegisterChange> changes = space.write(0x40, 2, 0x3345);

        assertThat(changes).containsExactly(new RegisterChange(WIDE, 0x1122_3344, 0x3345, 0x1122_3345));
        assertThat(changes.get(0).isModification()).isTrue();
        assertThat(changes.get(0).sets(1)).isTrue();
        assertThat(changes.get(0).clears(1)).isFalse();
        assertThat(changes.get(0).changes(0x2)).isFalse();
    }

    @Test
    void identicalWriteIsNoModification() {
        RegisterChange change = space.write(0x40, 2, 0x3344).get(0);

        assertThat(change.isModification()).isFalse();
        assertThat(change.triggers(0x4)).isTrue();
    }

    @Test
    @Tag("P-047")
    void mailboxIsMissedByShortAccesses() {
        space.set(MAILBOX, 0x1234_5678);

        assertThat(space.read(0x44, 2)).isZero();
        assertThat(space.write(0x44, 1, 0xFF)).isEmpty();
        assertThat(space.read(0x44, 4)).isEqualTo(0x1234_5678);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "0x400, 0x400", "0, 1", "3, 1", "8, 1", "9, 1"})
    @Tag("P-031")
    void oneHotRegisterTakesSingleSupportedBits(long written, long expected) {
        space.write(0x48, 4, written);

        assertThat(space.read(0x48, 4)).isEqualTo(expected);
    }

    @Test
    void frozenBitsAreReadOnlyUntilReset() {
        space.freeze(WIDE, 0xFF);
        space.write(0x40, 2, 0);
        assertThat(space.value(WIDE)).isEqualTo(0x1122_0044);

        space.reset();
        space.write(0x40, 2, 0);

        assertThat(space.value(WIDE)).isEqualTo(0x1122_0000);
    }

    @Test
    void functionResetKeepsRetainedBits() {
        Register sticky = Register.of("Sticky", 0x50, 2).withWritable(0xFFFF).withRetained(0x00F0);
        var other = new ConfigurationSpace(List.of(sticky));
        other.write(0x50, 2, 0xFFFF);

        other.resetFunction();
        assertThat(other.value(sticky)).isEqualTo(0xF0);

        other.reset();
        assertThat(other.value(sticky)).isZero();
    }

    @Test
    void overlappingRegistersAreRefused() {
        Register twice = Register.of("Twice", 0x42, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigurationSpace(List.of(WIDE, twice)))
                .withMessageContaining("overlap");
    }

    @Test
    void capabilitiesAreRefusedWhereTheyCannotBe() {
        var header = HeaderRegisters.virtual(new HeaderRegisters.Identity(1, 2, 3, 4, 5, 6));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigurationSpaceBuilder(header)
                        .with(new PciExpressRegisters(0xE0, true, true))
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigurationSpaceBuilder(header)
                        .with(SimpleCapability.ari(0x140, false))
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigurationSpaceBuilder(header)
                        .with(SimpleCapability.ari(0x100, false))
                        .with(SimpleCapability.accessControl(0x104, 0))
                        .build());
    }

    @Test
    void spaceWithoutCapabilitiesHasNoList() {
        var header = HeaderRegisters.virtual(new HeaderRegisters.Identity(1, 2, 3, 4, 5, 6));

        ConfigurationSpace empty = new ConfigurationSpaceBuilder(header).build();

        assertThat(empty.read(Type0Header.CAPABILITIES_POINTER, 1)).isZero();
        assertThat(empty.read(0x100, 4)).isZero();
    }
}
