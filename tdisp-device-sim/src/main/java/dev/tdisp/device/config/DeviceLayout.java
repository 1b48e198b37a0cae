package dev.tdisp.device.config;

import java.util.List;

/**
 * What a device was built with, as far as configuration space shows it.
 *
 * @param identity who its functions say they are
 * @param bars the BARs of the physical function
 * @param msix where MSI-X lies in the physical function
 * @param virtualFunctions how many virtual functions there can be, where, and with which BARs
 * @param virtualMsix where MSI-X lies in a virtual function
 * @param ideStreams how many selective IDE streams there are
 * @param ideAddressBlocks how many address association blocks each stream has
 * @param doeVector the MSI-X vector of the DOE mailbox
 * @param anyPageSize true if System Page Size takes also what is not supported, so that a lock has to refuse it
 */
public record DeviceLayout(
        HeaderRegisters.Identity identity,
        List<BarDefinition> bars,
        MsixRegisters.Placement msix,
        SriovRegisters.Settings virtualFunctions,
        MsixRegisters.Placement virtualMsix,
        int ideStreams,
        int ideAddressBlocks,
        int doeVector,
        boolean anyPageSize) {
    private static final long MIB = 1L << 20;
    private static final long MSIX_BAR = 128 << 10;
    private static final long PENDING_BITS = 64 << 10;
    private static final int MSIX_BAR_INDEX = 2;

    /**
     * Copies the list and checks that what must be in a BAR is.
     *
     * @param identity who its functions say they are
     * @param bars the BARs of the physical function
     * @param msix where MSI-X lies in the physical function
     * @param virtualFunctions how many virtual functions there can be, where, and with which BARs
     * @param virtualMsix where MSI-X lies in a virtual function
     * @param ideStreams how many selective IDE streams there are
     * @param ideAddressBlocks how many address association blocks each stream has
     * @param doeVector the MSI-X vector of the DOE mailbox
     * @param anyPageSize true if System Page Size takes also what is not supported, so that a lock has to refuse it
     */
    public DeviceLayout {
        bars = List.copyOf(bars);
        requireBar(bars, msix);
        requireBar(virtualFunctions.bars(), virtualMsix);
        if (doeVector >= msix.vectors()) {
            throw new IllegalArgumentException("doeVector: there are %d vectors".formatted(msix.vectors()));
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
                List.of(new BarDefinition(0, 16 * MIB, true, true), new BarDefinition(2, MSIX_BAR, true, true)),
                new MsixRegisters.Placement(64, MSIX_BAR_INDEX, 0, PENDING_BITS),
                new SriovRegisters.Settings(
                        virtualFunctions,
                        1,
                        1,
                        0x7E11,
                        List.of(new BarDefinition(0, MIB, true, true), new BarDefinition(2, MSIX_BAR, true, true))),
                new MsixRegisters.Placement(16, MSIX_BAR_INDEX, 0, PENDING_BITS),
                2,
                1,
                1,
                false);
    }

    private static void requireBar(List<BarDefinition> bars, MsixRegisters.Placement msix) {
        if (bars.stream().noneMatch(bar -> bar.index() == msix.bar())) {
            throw new IllegalArgumentException("MSI-X lies in BAR%d, which is not there".formatted(msix.bar()));
        }
    }
}
