package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import java.util.ArrayList;
import java.util.List;

/** Capabilities that a device may have or not, and of which nothing but the registers is modelled. */
final class OptionalCapabilities {
    private static final int MULTICAST_SIZE = 0x30;
    private static final int VENDOR_SPECIFIC_SIZE = 0x10;
    private static final int LN_64_BYTES = 0x0001;

    private OptionalCapabilities() {}

    static SimpleCapability vitalProductData(int offset) {
        return new SimpleCapability(
                CapabilityId.VITAL_PRODUCT_DATA,
                offset,
                8,
                List.of(
                        Register.of("VPD Address", offset + 2, 2)
                                .withWritable(0x7FFF)
                                .withEffect(RegisterEffect.VITAL_PRODUCT_DATA),
                        Register.of("VPD Data", offset + 4, 4).withEffect(RegisterEffect.VITAL_PRODUCT_DATA)));
    }

    /** One range of 4 KiB that no BAR stands for; nothing answers there. */
    static SimpleCapability enhancedAllocation(int offset) {
        return new SimpleCapability(
                CapabilityId.ENHANCED_ALLOCATION,
                offset,
                0x10,
                List.of(
                        Register.readOnly("EA Entries", offset + 2, 2, 1),
                        Register.of("EA Entry 0", offset + 4, 4)
                                .withReset(0x00FF_0072)
                                .withWritable(1L << 31)
                                .withEffect(RegisterEffect.ENHANCED_ALLOCATION),
                        Register.readOnly("EA Entry 0 Base", offset + 8, 4, 0xFED0_0000L),
                        Register.readOnly("EA Entry 0 MaxOffset", offset + 0xC, 4, 0xFFC)));
    }

    /** With 64-bit addresses and a mask per vector, for one vector. */
    static SimpleCapability msi(int offset) {
        return new SimpleCapability(
                CapabilityId.MSI,
                offset,
                0x18,
                List.of(
                        msi("MSI Message Control", offset + 2, 2, 0x0001).withReset(0x0180),
                        msi("MSI Message Address", offset + 4, 4, 0xFFFF_FFFCL),
                        msi("MSI Message Upper Address", offset + 8, 4, 0xFFFF_FFFFL),
                        msi("MSI Message Data", offset + 0xC, 2, 0xFFFF),
                        msi("MSI Mask Bits", offset + 0x10, 4, 0x1),
                        msi("MSI Pending Bits", offset + 0x14, 4, 0)));
    }

    private static Register msi(String name, int at, int size, long writable) {
        return Register.of(name, at, size).withWritable(writable).withEffect(RegisterEffect.MSI);
    }

    static SimpleCapability serialNumber(int offset, long number) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_SERIAL_NUMBER,
                offset,
                12,
                List.of(
                        Register.readOnly("Serial Number (lower)", offset + 4, 4, number & 0xFFFF_FFFFL),
                        Register.readOnly("Serial Number (upper)", offset + 8, 4, number >>> 32)));
    }

    static SimpleCapability pageRequests(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_PRI,
                offset,
                0x10,
                List.of(
                        requests("Page Request Control", offset + 4, 2).withWritable(0x0001),
                        Register.of("Page Request Status", offset + 6, 2)
                                .withReset(0x0100)
                                .withClearable(0x0003),
                        Register.readOnly("Outstanding Page Request Capacity", offset + 8, 4, 32),
                        requests("Outstanding Page Request Allocation", offset + 12, 4)
                                .withWritable(0xFFFF_FFFFL)));
    }

    private static Register requests(String name, int at, int size) {
        return Register.of(name, at, size).withEffect(RegisterEffect.PAGE_REQUESTS);
    }

    /** With 20 bits, and without the rights to execute and of privilege. */
    static SimpleCapability processAddressSpaces(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_PASID,
                offset,
                8,
                List.of(
                        Register.readOnly("PASID Capability", offset + 4, 2, 0x1400),
                        Register.of("PASID Control", offset + 6, 2)
                                .withWritable(0x0001)
                                .withEffect(RegisterEffect.PROCESS_ADDRESS_SPACES)));
    }

    /** Without steering tags, or with those of the MSI-X table; the field takes every mode, so that a lock can refuse it. */
    static SimpleCapability processingHints(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_TPH,
                offset,
                12,
                List.of(
                        Register.readOnly("TPH Requester Capability", offset + 4, 4, 0x0000_0401),
                        Register.of("TPH Requester Control", offset + 8, 4)
                                .withWritable(0x0307)
                                .withEffect(RegisterEffect.PROCESSING_HINTS)));
    }

    /** For cache lines of 64 bytes; the field takes 128 too, so that a lock can refuse it. */
    static SimpleCapability lightweightNotification(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_LNR,
                offset,
                8,
                List.of(
                        Register.readOnly("LN Requester Capability", offset + 4, 2, LN_64_BYTES),
                        Register.of("LN Requester Control", offset + 6, 2)
                                .withWritable(0x1F03)
                                .withEffect(RegisterEffect.LIGHTWEIGHT_NOTIFICATION)));
    }

    static SimpleCapability latencyTolerance(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_LTR,
                offset,
                8,
                List.of(
                        Register.of("Max Snoop Latency", offset + 4, 2)
                                .withWritable(0x1FFF)
                                .withEffect(RegisterEffect.LINK),
                        Register.of("Max No-Snoop Latency", offset + 6, 2)
                                .withWritable(0x1FFF)
                                .withEffect(RegisterEffect.LINK)));
    }

    static SimpleCapability multicast(int offset) {
        var registers = new ArrayList<>(List.of(
                Register.readOnly("Multicast Capability", offset + 4, 2, 0x003F), multicast("Control", offset, 6, 2)));
        registers.set(1, registers.get(1).withWritable(0x803F));
        List<String> names = List.of("Base Address", "Receive", "Block All", "Block Untranslated");
        for (int i = 0; i < names.size(); i++) {
            registers.add(multicast(names.get(i) + " (lower)", offset, 8 + 8 * i, 4)
                    .withWritable(i == 0 ? 0xFFFF_F03FL : 0xFFFF_FFFFL));
            registers.add(
                    multicast(names.get(i) + " (upper)", offset, 12 + 8 * i, 4).withWritable(0xFFFF_FFFFL));
        }
        return new SimpleCapability(CapabilityId.EXTENDED_MULTICAST, offset, MULTICAST_SIZE, registers);
    }

    private static Register multicast(String name, int offset, int at, int size) {
        return Register.of("Multicast " + name, offset + at, size).withEffect(RegisterEffect.MULTICAST);
    }

    /** Holds a scratch register, which changes nothing. */
    static SimpleCapability vendorSpecific(int offset, int vendorId) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_DVSEC,
                offset,
                VENDOR_SPECIFIC_SIZE,
                List.of(
                        Register.readOnly(
                                "DVSEC Header 1", offset + 4, 4, vendorId | (long) VENDOR_SPECIFIC_SIZE << 20),
                        Register.readOnly("DVSEC Header 2", offset + 8, 2, 1),
                        Register.of("Vendor Scratch", offset + 12, 4)
                                .withWritable(0xFFFF_FFFFL)
                                .withEffect(RegisterEffect.VENDOR_SPECIFIC)));
    }
}
