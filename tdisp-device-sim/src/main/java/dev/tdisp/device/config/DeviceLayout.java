package dev.tdisp.device.config;

import dev.tdisp.core.ide.IdeFeature;
import java.util.EnumSet;
import java.util.List;

/**
 * What a device was built with, as far as configuration space shows it.
 *
 * @param identity who its functions say they are
 * @param bars the BARs of the physical function
 * @param msix where MSI-X lies in the physical function
 * @param virtualFunctions how many virtual functions there can be, where, and with which BARs
 * @param virtualMsix where MSI-X lies in a virtual function
 * @param ide how many IDE streams there are
 * @param mailboxes the DOE mailboxes, in the order of their places; one of them carries SPDM
 * @param capabilities which capabilities there are, and where
 * @param options what else
 */
public record DeviceLayout(
        HeaderRegisters.Identity identity,
        List<BarDefinition> bars,
        MsixRegisters.Placement msix,
        SriovRegisters.Settings virtualFunctions,
        MsixRegisters.Placement virtualMsix,
        IdeRegisters.Counts ide,
        List<DoeRegisters.Mailbox> mailboxes,
        CapabilityPlan capabilities,
        DeviceOptions options) {
    private static final long MIB = 1L << 20;
    private static final long MSIX_BAR = 128 << 10;
    private static final long PENDING_BITS = 64 << 10;
    private static final int MSIX_BAR_INDEX = 2;
    private static final int NEXT_BUS = 0x100;

    /**
     * Copies the lists and checks that what must be in a BAR is.
     *
     * @param identity who its functions say they are
     * @param bars the BARs of the physical function
     * @param msix where MSI-X lies in the physical function
     * @param virtualFunctions how many virtual functions there can be, where, and with which BARs
     * @param virtualMsix where MSI-X lies in a virtual function
     * @param ide how many IDE streams there are
     * @param mailboxes the DOE mailboxes, in the order of their places; one of them carries SPDM
     * @param capabilities which capabilities there are, and where
     * @param options what else
     */
    public DeviceLayout {
        bars = List.copyOf(bars);
        mailboxes = List.copyOf(mailboxes);
        requireBar(bars, msix);
        requireBar(virtualFunctions.bars(), virtualMsix);
        for (DoeRegisters.Mailbox mailbox : mailboxes) {
            if (mailbox.vector() >= msix.vectors()) {
                throw new IllegalArgumentException("mailboxes: there are %d vectors".formatted(msix.vectors()));
            }
        }
        if (mailboxes.stream().filter(DoeRegisters.Mailbox::carriesSpdm).count() != 1) {
            throw new IllegalArgumentException("mailboxes: not exactly one carries SPDM");
        }
    }

    /**
     * Returns the layout of an accelerator: 16 MiB in BAR0, MSI-X in BAR2, 1 MiB a virtual function.
     *
     * @param virtualFunctions how many virtual functions there can be
     * @return the layout
     */
    public static DeviceLayout accelerator(int virtualFunctions) {
        return new DeviceLayout(
                new HeaderRegisters.Identity(0xABCD, 0x7E10, 1, 0x12_0000, 0xABCD, 1),
                bars(16 * MIB),
                new MsixRegisters.Placement(64, MSIX_BAR_INDEX, 0, PENDING_BITS),
                new SriovRegisters.Settings(virtualFunctions, 1, 1, 1, 0x7E11, bars(MIB)),
                new MsixRegisters.Placement(16, MSIX_BAR_INDEX, 0, PENDING_BITS),
                new IdeRegisters.Counts(2, 1, 0),
                List.of(new DoeRegisters.Mailbox(1, true)),
                CapabilityPlan.ACCELERATOR,
                DeviceOptions.PLAIN);
    }

    /**
     * Returns the layout of an accelerator that has everything, elsewhere: an expansion ROM, resizable BARs, link streams,
     * streams of every form, a mailbox without SPDM before the one with it, state that D3hot loses, and virtual functions that start on the next
     * bus until the hierarchy is ARI capable.
     *
     * @param virtualFunctions how many virtual functions there can be
     * @return the layout
     */
    public static DeviceLayout complete(int virtualFunctions) {
        return new DeviceLayout(
                new HeaderRegisters.Identity(0xABCD, 0x7E20, 2, 0x12_0000, 0xABCD, 2),
                bars(16 * MIB),
                new MsixRegisters.Placement(32, MSIX_BAR_INDEX, 0, PENDING_BITS),
                new SriovRegisters.Settings(virtualFunctions, 4, NEXT_BUS, 2, 0x7E21, bars(MIB)),
                new MsixRegisters.Placement(8, MSIX_BAR_INDEX, 0, PENDING_BITS),
                new IdeRegisters.Counts(8, 3, 2, EnumSet.allOf(IdeFeature.class)),
                List.of(new DoeRegisters.Mailbox(2, false), new DoeRegisters.Mailbox(3, true)),
                CapabilityPlan.COMPLETE,
                new DeviceOptions(64 << 10, 0xABCD_0000_0000_0001L, false, true, true, false, true));
    }

    private static List<BarDefinition> bars(long size) {
        return List.of(new BarDefinition(0, size, true, true), new BarDefinition(MSIX_BAR_INDEX, MSIX_BAR, true, true));
    }

    /**
     * Returns the layout with other options.
     *
     * @param other what else the device is built with
     * @return the changed copy
     */
    public DeviceLayout withOptions(DeviceOptions other) {
        return new DeviceLayout(
                identity, bars, msix, virtualFunctions, virtualMsix, ide, mailboxes, capabilities, other);
    }

    /** Tells whether the device has more than the worked example. */
    boolean offersEverything() {
        return capabilities.equals(CapabilityPlan.COMPLETE);
    }

    private static void requireBar(List<BarDefinition> bars, MsixRegisters.Placement msix) {
        if (bars.stream().noneMatch(bar -> bar.index() == msix.bar())) {
            throw new IllegalArgumentException("MSI-X lies in BAR%d, which is not there".formatted(msix.bar()));
        }
    }
}
