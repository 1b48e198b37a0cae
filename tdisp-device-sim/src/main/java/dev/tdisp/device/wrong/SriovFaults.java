package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Front.Where.FUNCTION_0;
import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.VirtualFunction;
import java.util.List;
import java.util.stream.Stream;

/** Devices that are wrong about SR-IOV and ARI. */
final class SriovFaults {
    private static final int ARI = 0x154;
    private static final int CONTROL = 0x168;
    private static final int INITIAL_VFS = 0x16C;
    private static final int NUM_VFS = 0x170;
    private static final int OFFSET_AND_STRIDE = 0x174;
    private static final int PAGE_SIZES = 0x17C;
    private static final int PAGE_SIZE = 0x180;
    private static final int COMMAND = 0x04;
    private static final int MSIX_CONTROL = 0x52;
    private static final int DEVICE_CONTROL = 0x78;
    private static final int INITIATE_RESET = 0x8000;

    private SriovFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(registers(), identifiers(), resets())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WrongDevice> registers() {
        return List.of(
                of("LETS_NUMVFS_CHANGE", "P-029", "Takes another NumVFs while virtual functions are enabled.")
                        .behind(device -> new Front.Keeping(device, FUNCTION_0, NUM_VFS, 0xFFFF)),
                of("ENABLES_TOO_MANY", "P-030", "Says that more virtual functions than it has are enabled.")
                        .behind(device -> Front.showing(
                                device, FUNCTION_0, CONTROL, v -> numVfs(device) > total(device) ? v | 1 : v)),
                of("TAKES_ANY_PAGE_SIZE", "P-031", "Takes any page size at any time.")
                        .behind(device -> new Front.Keeping(device, FUNCTION_0, PAGE_SIZE, 0xFFFF_FFFFL)),
                HeaderFaults.showing(
                        "HAS_SMALL_PAGES_ONLY", "P-032", PAGE_SIZES, "Supports pages of 4 KiB alone.", v -> 1),
                HeaderFaults.showing(
                        "LETS_FUNCTIONS_MIGRATE",
                        "P-039",
                        INITIAL_VFS,
                        "Has fewer functions at first.",
                        v -> v & ~0xFFFFL | 4),
                HeaderFaults.showing(
                        "NAMES_ANOTHER_FUNCTION", "P-038", ARI, "Its ARI chain names function 1.", v -> v | 0x0100));
    }

    private static List<WrongDevice> identifiers() {
        return List.of(
                HeaderFaults.showing(
                        "MISSTATES_THE_STRIDE",
                        "P-026",
                        OFFSET_AND_STRIDE,
                        "Says a stride that its functions do not have.",
                        v -> v & 0xFFFF | 2 << 16),
                of("FORGETS_ARI", "P-027", "First VF Offset stays when the hierarchy becomes ARI capable.")
                        .behind(SriovFaults::withFixedOffset),
                of("ANSWERS_FOR_DISABLED_FUNCTIONS", "P-028", "Answers for virtual functions that are not counted.")
                        .behind(device -> new Front(device) {
                            @Override
                            public long configRead(RequesterId function, int offset, int size) {
                                boolean isHidden = device.physicalFunction().virtualFunctions().stream()
                                        .anyMatch(f -> !f.isPresent()
                                                && f.requesterId().equals(function));
                                return isHidden && super.configRead(function, 0x34, 1) == 0xFF
                                        ? super.configRead(self(), offset, size)
                                        : super.configRead(function, offset, size);
                            }
                        }),
                of("HIDES_FUNCTION_0", "P-040", "Its 256th virtual function answers in place of function 0.")
                        .behind(device -> new Front(device) {
                            @Override
                            public long configRead(RequesterId function, int offset, int size) {
                                boolean isHidden = numVfs(device) == 256 && function.equals(self());
                                return super.configRead(isHidden ? virtual(256).requesterId() : function, offset, size);
                            }
                        }));
    }

    private static Front withFixedOffset(SrIovDevice device) {
        var register = device.physicalFunction().registers().sriov().firstVfOffset();
        long first = device.physicalFunction().registers().space().value(register);
        return Front.showing(device, FUNCTION_0, register.offset(), v -> v & ~0xFFFFL | first);
    }

    private static List<WrongDevice> resets() {
        return List.of(
                of("REMEMBERS_DISABLED_FUNCTIONS", "P-035", "Virtual functions come back with what they had.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isControl = offset == CONTROL && isFunction0(function);
                                long had =
                                        isControl ? super.configRead(virtual(1).requesterId(), COMMAND, 2) : 0xFFFF;
                                super.configWrite(function, offset, size, value);
                                last = had == 0xFFFF ? last : had;
                                if (isControl && (value & 1) == 1 && last == 4) {
                                    super.configWrite(virtual(1).requesterId(), COMMAND, 2, last);
                                }
                            }

                            private long last;
                        }),
                of("KEEPS_NUMVFS_OVER_A_RESET", "P-036", "NumVFs survives a reset of the physical function.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                long had = numVfs(device);
                                super.configWrite(function, offset, size, value);
                                if (isReset(offset, value) && isFunction0(function)) {
                                    super.configWrite(function, NUM_VFS, 2, had);
                                }
                            }
                        }),
                of("RESETS_ITS_NEIGHBOURS", "P-037", "The reset of a virtual function resets the interrupts of all.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                super.configWrite(function, offset, size, value);
                                if (isReset(offset, value) && !isFunction0(function)) {
                                    device.physicalFunction().virtualFunctions().stream()
                                            .filter(VirtualFunction::isPresent)
                                            .map(DeviceFunction::requesterId)
                                            .forEach(id -> super.configWrite(id, MSIX_CONTROL, 2, 0));
                                }
                            }
                        }));
    }

    private static boolean isReset(int offset, long value) {
        return offset == DEVICE_CONTROL && (value & INITIATE_RESET) != 0;
    }

    private static long numVfs(SrIovDevice device) {
        var physical = device.physicalFunction().registers();
        return physical.space().value(physical.sriov().numVfs());
    }

    private static int total(SrIovDevice device) {
        return device.physicalFunction().virtualFunctions().size();
    }
}
