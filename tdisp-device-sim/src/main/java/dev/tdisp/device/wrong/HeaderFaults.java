package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Front.Where.FUNCTION_0;
import static dev.tdisp.device.wrong.Front.Where.VIRTUAL_FUNCTIONS;
import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.pcie.MsixCapability;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.device.SrIovDevice;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/** Devices whose configuration space is wrong: accesses, header, capabilities. */
final class HeaderFaults {
    private static final int BAR0 = Type0Header.BAR0;

    private HeaderFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(accesses(), structure(), bars(), virtual())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WrongDevice> accesses() {
        return List.of(
                of("ANSWERS_BEHIND_THE_SPACE", "P-001", "Takes offsets at and behind 1000h for those from 0 on.")
                        .behind(device -> new Front(device) {
                            @Override
                            public long configRead(RequesterId function, int offset, int size) {
                                return super.configRead(function, offset % 0x1000, size);
                            }
                        }),
                of("ANSWERS_UNALIGNED_READS", "P-002", "Answers reads that are not aligned.")
                        .behind(device -> new Front(device) {
                            @Override
                            public long configRead(RequesterId function, int offset, int size) {
                                return super.configRead(function, offset / size * size, size);
                            }
                        }),
                of("ANSWERS_FOR_ABSENT_FUNCTIONS", "P-003", "Reads 0 for functions that are not there.")
                        .behind(device -> new Front(device) {
                            @Override
                            public long configRead(RequesterId function, int offset, int size) {
                                boolean isFar = (function.value() & 0xFF) > 0x20;
                                return isFar ? 0 : super.configRead(function, offset, size);
                            }
                        }),
                keeping("KEEPS_WHAT_NOBODY_IMPLEMENTS", "P-004", 0xF00, "where nothing is implemented"),
                of("WIDENS_NARROW_WRITES", "P-005", "Clears the byte below when one byte is written.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isUpper = size == 1 && (offset & 1) == 1;
                                super.configWrite(
                                        function,
                                        isUpper ? offset - 1 : offset,
                                        isUpper ? 2 : size,
                                        isUpper ? value << 8 : value);
                            }
                        }),
                keeping(
                        "LETS_ITS_IDENTITY_BE_WRITTEN",
                        "P-006",
                        Type0Header.SUBSYSTEM_VENDOR_ID,
                        "to the subsystem's identity"),
                of("CLEARS_ERRORS_BY_ZEROS", "P-007", "Clears error bits where 0 is written.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isMeant = offset == Places.UNCORRECTABLE_STATUS && size == 4;
                                super.configWrite(function, offset, size, isMeant ? ~value & 0xFFFF_FFFFL : value);
                            }
                        }));
    }

    private static List<WrongDevice> structure() {
        return List.of(
                showing(
                        "LOOPS_ITS_CAPABILITIES",
                        "P-008",
                        Places.PCI_EXPRESS,
                        "Its last capability leads back.",
                        v -> v | Places.MSIX << 8),
                showing(
                        "LOOPS_ITS_EXTENDED_CAPABILITIES",
                        "P-009",
                        Places.LAST_EXTENDED_CAPABILITY,
                        "Its last extended capability leads back.",
                        v -> v | 0x1000_0000L),
                showing(
                        "IS_AN_OLD_EXPRESS_DEVICE",
                        "P-010",
                        Places.PCI_EXPRESS,
                        "Has version 1 of the PCI Express capability.",
                        v -> v & ~0xF_0000L | 0x1_0000L),
                showing(
                        "DENIES_TEE_IO",
                        "P-011",
                        Places.DEVICE_CAPABILITIES,
                        "Does not say TEE-IO Supported.",
                        v -> v & ~(long) PciExpressCapability.DEVICE_CAPABILITIES_TEE_IO),
                showing(
                        "DENIES_FUNCTION_RESETS",
                        "P-012",
                        Places.DEVICE_CAPABILITIES,
                        "Does not say that it can be reset.",
                        v -> v & ~(long) PciExpressCapability.DEVICE_CAPABILITIES_FLR),
                of("SHOWS_INITIATE_RESET", "P-013", "Initiate Function Level Reset reads 1 after a reset.")
                        .behind(device -> new Front.Keeping(
                                device,
                                VIRTUAL_FUNCTIONS,
                                Places.DEVICE_CONTROL,
                                PciExpressCapability.DEVICE_CONTROL_INITIATE_FLR)),
                of("LETS_ITS_TABLE_BE_SIZED", "P-014", "Takes another size of the MSI-X table.")
                        .behind(device -> new Front.Keeping(
                                device, FUNCTION_0, Places.MSIX, MsixCapability.CONTROL_TABLE_SIZE_MASK << 16)),
                of("LETS_ITS_CHAIN_BE_WRITTEN", "P-128", "Takes another pointer to the next capability.")
                        .behind(device -> new Front.Keeping(device, FUNCTION_0, Places.MSIX, 0xFF00)));
    }

    private static List<WrongDevice> bars() {
        return List.of(
                showing(
                        "SIZES_TOO_SMALL",
                        "P-019",
                        BAR0,
                        "Says half the size of its BAR.",
                        v -> v == 0xFF00_000CL ? 0xFF80_000CL : v),
                showing(
                        "SIZES_BY_HALVES",
                        "P-020",
                        BAR0 + 4,
                        "The upper half of its BAR ends at bit 39.",
                        v -> v == 0xFFFF_FFFFL ? 0xFF : v));
    }

    private static List<WrongDevice> virtual() {
        return List.of(
                of("GIVES_VIRTUAL_FUNCTIONS_AN_IDENTITY", "P-023", "Shows vendor and device in a virtual function.")
                        .behind(device -> Front.showing(device, VIRTUAL_FUNCTIONS, 0, v -> 0x7E11_ABCDL)),
                of("GIVES_VIRTUAL_FUNCTIONS_A_BAR", "P-024", "Takes an address in a BAR of a virtual function.")
                        .behind(device -> new Front.Keeping(device, VIRTUAL_FUNCTIONS, BAR0, 0xFFFF_FFFFL)),
                of("LETS_VIRTUAL_FUNCTIONS_ENABLE_MEMORY", "P-025", "Takes Memory Space Enable in a virtual function.")
                        .behind(device -> new Front.Keeping(
                                device, VIRTUAL_FUNCTIONS, Type0Header.COMMAND, Type0Header.COMMAND_MEMORY_SPACE)));
    }

    private static WrongDevice keeping(String name, String requirement, int offset, String what) {
        return of(name, requirement, "Keeps what is written " + what + ".")
                .behind(device -> new Front.Keeping(device, FUNCTION_0, offset, 0xFFFF_FFFFL));
    }

    static WrongDevice showing(String name, String requirement, int offset, String fault, LongUnaryOperator change) {
        return of(name, requirement, fault)
                .behind((SrIovDevice device) -> Front.showing(device, FUNCTION_0, offset, change));
    }
}
