package dev.tdisp.device.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.pcie.PciExpressCapability;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRegistersTest {
    private final DeviceLayout layout = DeviceLayout.accelerator(8);
    private final PhysicalRegisters physical = PhysicalRegisters.of(layout);
    private final VirtualRegisters virtual = VirtualRegisters.of(layout);
    private final ConfigurationSpace space = physical.space();

    @Test
    void physicalFunctionShowsTheWorkedExample() {
        setUpExample();

        assertThat(dump(space)).isEqualTo(WorkedExample.read("physical-function.hex"));
    }

    @Test
    void virtualFunctionShowsTheWorkedExample() {
        ConfigurationSpace vf = virtual.space();
        vf.write(0x04, 2, 0x0004);
        vf.write(0x52, 2, 0x8000);

        assertThat(dump(vf)).isEqualTo(WorkedExample.read("virtual-function.hex"));
    }

    private void setUpExample() {
        space.write(0x04, 2, 0x0406);
        space.write(0x0C, 1, 0x10);
        space.write(0x10, 4, 0x0000_0000);
        space.write(0x14, 4, 0x40);
        space.write(0x18, 4, 0x0100_0000);
        space.write(0x1C, 4, 0x40);
        space.write(0x52, 2, 0x8000);
        space.write(0x78, 2, 0x293F);
        space.write(0x80, 2, 0x0040);
        space.write(0x98, 2, 0x1000);
        space.write(0x170, 2, 8);
        space.write(0x184, 4, 0x0200_0000);
        space.write(0x188, 4, 0x40);
        space.write(0x18C, 4, 0x0280_0000);
        space.write(0x190, 4, 0x40);
        space.write(0x168, 2, 0x0039);
        space.write(0x1A8, 4, 2);
        space.write(0x1D8, 4, 0x0800);
        space.write(0x1DC, 4, 0x0801);
        space.write(0x1D0, 4, 0x1040_0001);
        space.set(physical.ide().streams().get(0).status(), 2);
        space.write(0x1F0, 4, 0xFF00_0000L);
    }

    @Test
    @Tag("P-008")
    void capabilityListsEndWithoutLoop() {
        Map<Integer, Integer> found = new ConfigurationWalker(space).capabilities();

        assertThat(found.keySet()).containsExactly(0x40, 0x50, 0x70);
        assertThat(found.values()).containsExactly(0x01, 0x11, 0x10);
        assertThat(space.read(0x06, 2) & 0x10).isNotZero();
        assertThat(new ConfigurationWalker(virtual.space()).capabilities().keySet())
                .containsExactly(0x50, 0x70);
    }

    @Test
    @Tag("P-009")
    @Tag("P-058")
    @Tag("P-059")
    void extendedCapabilitiesAreInFunction0WhereTheyMustBe() {
        Map<Integer, Integer> found = new ConfigurationWalker(space).extendedCapabilities();

        assertThat(found.keySet()).containsExactly(0x100, 0x150, 0x160, 0x1A0, 0x1C0, 0x210, 0x220, 0x230);
        assertThat(found.values()).containsExactly(0x01, 0x0E, 0x10, 0x2E, 0x30, 0x0D, 0x2F, 0x0F);
        assertThat(new ConfigurationWalker(virtual.space())
                        .extendedCapabilities()
                        .values())
                .containsExactly(0x0E, 0x0F);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("P-008")
    @Tag("P-009")
    void structuresOverlapNeitherEachOtherNorTheEndOfTheirSpace(boolean complete) {
        DeviceLayout built = complete ? DeviceLayout.complete(8) : DeviceLayout.accelerator(8);

        requireDisjoint(
                CapabilityFactory.physical(built), PhysicalRegisters.of(built).space());
        requireDisjoint(
                CapabilityFactory.virtual(built), VirtualRegisters.of(built).space());
    }

    private static void requireDisjoint(CapabilityFactory made, ConfigurationSpace space) {
        var walker = new ConfigurationWalker(space);
        var chain = new TreeMap<>(walker.capabilities());
        chain.putAll(walker.extendedCapabilities());
        assertThat(chain.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        made.all().stream().map(Capability::offset).toList());
        for (Capability capability : made.all()) {
            int start = capability.offset();
            int end = start + capability.size();
            Integer next = chain.higherKey(start);
            assertThat(chain).containsEntry(start, capability.id());
            assertThat(end).isLessThanOrEqualTo(capability.isExtended() ? 0x1000 : 0x100);
            assertThat(next == null || end <= next).as("%xh to %xh", start, end).isTrue();
            assertThat(capability.registers())
                    .allSatisfy(register -> assertThat(register.offset())
                            .isBetween(start + (capability.isExtended() ? 4 : 2), end - register.size()));
        }
    }

    @Test
    @Tag("P-009")
    void structuresThatOverlapOrReachBehindTheEndAreNotBuilt() {
        for (int second : new int[] {0x104, 0xFF8}) {
            var builder = new ConfigurationSpaceBuilder(
                            HeaderRegisters.physical(layout.identity(), layout.bars(), layout.options()))
                    .with(SimpleCapability.ari(0x100, false))
                    .with(new SimpleCapability(0x0F, second, 12, List.of()));

            assertThatIllegalArgumentException().isThrownBy(builder::build);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 1, 0", "8, 3, 2", "64, 1, 8"})
    @Tag("P-058")
    void ideCapabilityIsAsLongAsItsBlocks(int streams, int addressBlocks, int links) {
        var ide = new IdeRegisters(0x1C0, new IdeRegisters.Counts(streams, addressBlocks, links));

        assertThat(ide.size()).isEqualTo(0x0C + 8 * links + streams * (0x14 + 0x0C * addressBlocks));
        int last = ide.registers().stream().mapToInt(Register::end).max().orElseThrow();
        assertThat(last).isEqualTo(0x1C0 + ide.size());
    }

    @Test
    void ideCapabilityOfImpossibleSizeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IdeRegisters.Counts(0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdeRegisters.Counts(1, 16, 0));
    }

    @Test
    @Tag("P-010")
    @Tag("P-011")
    @Tag("P-012")
    void everyFunctionCanBeResetAndBeAnInterface() {
        for (FunctionRegisters registers : List.of(physical, virtual)) {
            long capabilities = registers.space().read(0x70 + PciExpressCapability.DEVICE_CAPABILITIES, 4);

            assertThat(registers.space().read(0x72, 2) & 0xF).isEqualTo(2);
            assertThat(capabilities & PciExpressCapability.DEVICE_CAPABILITIES_FLR)
                    .isNotZero();
            assertThat(capabilities & PciExpressCapability.DEVICE_CAPABILITIES_TEE_IO)
                    .isNotZero();
        }
    }

    @Test
    @Tag("P-013")
    void initiateResetReadsZero() {
        RegisterChange change = space.write(0x78, 2, 0x8000).get(0);

        assertThat(change.triggers(PciExpressCapability.DEVICE_CONTROL_INITIATE_FLR))
                .isTrue();
        assertThat(space.read(0x78, 2) & 0x8000).isZero();
    }

    @Test
    @Tag("P-014")
    void msixTableSizeIsOneLessAndReadOnly() {
        space.write(0x52, 2, 0xFFFF);

        assertThat(space.read(0x52, 2)).isEqualTo(0xC000 | 63);
        assertThat(virtual.space().read(0x52, 2)).isEqualTo(15);
    }

    @Test
    @Tag("P-019")
    @Tag("P-020")
    void barsAreSizedByWritingOnes() {
        space.write(0x10, 4, 0xFFFF_FFFFL);
        space.write(0x14, 4, 0xFFFF_FFFFL);

        assertThat(space.read(0x10, 4)).isEqualTo(0xFF00_000CL);
        assertThat(space.read(0x14, 4)).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    @Tag("P-019")
    void narrowBarIsSizedByWritingOnes() {
        var narrow = new BarDefinition(1, 4096, false, false).at("BAR", 0x10, RegisterEffect.BASE_ADDRESS);
        var small = new ConfigurationSpace(narrow.registers());

        small.write(0x14, 4, 0xFFFF_FFFFL);

        assertThat(small.read(0x14, 4)).isEqualTo(0xFFFF_F000L);
        assertThat(narrow.address(small)).isEqualTo(0xFFFF_F000L);
    }

    @ParameterizedTest
    @CsvSource({"0, 64, true", "0, 3000, true", "5, 4096, true", "6, 4096, false", "0, 4294967296, false"})
    void impossibleBarIsRefused(int index, long size, boolean wide) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BarDefinition(index, size, wide, false));
    }

    @Test
    @Tag("P-023")
    @Tag("P-024")
    @Tag("P-025")
    void virtualFunctionHasNeitherIdentityNorBars() {
        ConfigurationSpace vf = virtual.space();
        for (int offset = 0; offset < 0x40; offset += 4) {
            vf.write(offset, 4, 0xFFFF_FFFFL);
        }

        assertThat(vf.read(0x00, 4)).isEqualTo(0xFFFF_FFFFL);
        assertThat(vf.read(0x04, 2)).isEqualTo(0x0004);
        for (int offset = 0x10; offset < 0x28; offset += 4) {
            assertThat(vf.read(offset, 4)).isZero();
        }
    }

    @Test
    @Tag("P-032")
    @Tag("P-039")
    void sriovSaysWhatItSupports() {
        assertThat(space.read(0x17C, 4) & 0x553).isEqualTo(0x553);
        assertThat(space.read(0x16C, 2)).isEqualTo(space.read(0x16E, 2)).isEqualTo(8);
    }

    @Test
    @Tag("P-038")
    void ariNamesNoFurtherPhysicalFunction() {
        assertThat(space.read(0x154, 2) >>> 8).isZero();
    }

    @Test
    @Tag("P-128")
    @Tag("P-006")
    void randomWritesNeverChangeTheStructure() {
        Map<Integer, Integer> classic = new ConfigurationWalker(space).capabilities();
        Map<Integer, Integer> extended = new ConfigurationWalker(space).extendedCapabilities();
        var random = new Random(11);

        for (int i = 0; i < 20_000; i++) {
            int size = 1 << random.nextInt(3);
            int offset = random.nextInt(0x240 / size) * size;
            long value = random.nextBoolean() ? (1L << (8 * size)) - 1 : random.nextLong() & (1L << (8 * size)) - 1;
            space.write(offset, size, value);
        }

        assertThat(new ConfigurationWalker(space).capabilities()).isEqualTo(classic);
        assertThat(new ConfigurationWalker(space).extendedCapabilities()).isEqualTo(extended);
        for (Register register : physical.space().registers()) {
            long fixed = register.bits() & ~register.writable() & ~register.clearable();
            assertThat(space.value(register) & fixed).as(register.name()).isEqualTo(register.reset() & fixed);
        }
    }

    @Test
    void layoutNeedsRoomForMsixAndAVectorForTheMailbox() {
        var elsewhere = new MsixRegisters.Placement(16, 4, 0, 0x1_0000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeviceLayout(
                        layout.identity(),
                        layout.bars(),
                        elsewhere,
                        layout.virtualFunctions(),
                        layout.virtualMsix(),
                        layout.ide(),
                        layout.mailboxes(),
                        layout.capabilities(),
                        layout.options()));
        assertThatIllegalArgumentException().isThrownBy(() -> new MsixRegisters.Placement(0, 2, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MsixRegisters.Placement(1, 2, 4, 0));
    }

    private static List<String> dump(ConfigurationSpace space) {
        var lines = new ArrayList<String>();
        for (int at = 0; at < ConfigurationSpace.SIZE; at += 16) {
            var line = new StringBuilder("%03x:".formatted(at));
            long any = 0;
            for (int i = 0; i < 16; i++) {
                // the mailbox answers double words only, but is empty here
                long value = space.read(at + i, 1);
                any |= value;
                line.append(" %02x".formatted(value));
            }
            if (any != 0) {
                lines.add(line.toString());
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("P-004")
    void bytesOfNoRegisterReadZeroAndIgnoreWrites(boolean ofPhysical) {
        ConfigurationSpace registers = ofPhysical ? space : virtual.space();
        var taken = new BitSet();
        registers.registers().forEach(r -> taken.set(r.offset(), r.offset() + r.size()));

        for (int offset = taken.nextClearBit(0); offset < 0x1000; offset = taken.nextClearBit(offset + 1)) {
            assertThat(registers.write(offset, 1, 0xFF))
                    .as("write to %x", offset)
                    .isEmpty();
            assertThat(registers.read(offset, 1)).as("byte %x", offset).isZero();
        }
        assertThat(taken.cardinality()).isBetween(0x40, 0x400);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13})
    @Tag("P-128")
    void randomWritesAnywhereLeaveEveryFunctionItsLists(int seed) {
        var random = new Random(seed);
        DeviceLayout complete = DeviceLayout.complete(2);
        for (ConfigurationSpace each : List.of(
                virtual.space(),
                PhysicalRegisters.of(complete).space(),
                VirtualRegisters.of(complete).space())) {
            Map<Integer, Integer> classic = new ConfigurationWalker(each).capabilities();
            Map<Integer, Integer> extended = new ConfigurationWalker(each).extendedCapabilities();

            for (int i = 0; i < 20_000; i++) {
                int size = 1 << random.nextInt(3);
                int offset = random.nextInt(0x1000 / size) * size;
                each.write(offset, size, random.nextLong() & (1L << (8 * size)) - 1);
            }

            assertThat(new ConfigurationWalker(each).capabilities())
                    .isEqualTo(classic)
                    .isNotEmpty();
            assertThat(new ConfigurationWalker(each).extendedCapabilities())
                    .isEqualTo(extended)
                    .isNotEmpty();
        }
    }
}
