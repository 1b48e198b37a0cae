package dev.tdisp.device.wrong;

import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.MsixCapability;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.Type0Header;

/** Where the layout of {@link dev.tdisp.device.DeviceProfile#SPEC} has its registers; faults in front of the bus know it. */
final class Places {
    static final int MSIX = 0x50;
    static final int MSIX_CONTROL = MSIX + MsixCapability.CONTROL;
    static final int PCI_EXPRESS = 0x70;
    static final int DEVICE_CAPABILITIES = PCI_EXPRESS + PciExpressCapability.DEVICE_CAPABILITIES;
    static final int DEVICE_CONTROL = PCI_EXPRESS + PciExpressCapability.DEVICE_CONTROL;
    static final int UNCORRECTABLE_STATUS = Type0Header.FIRST_EXTENDED_CAPABILITY + AerCapability.UNCORRECTABLE_STATUS;
    static final int MAILBOX = 0x1A0;
    static final int LAST_EXTENDED_CAPABILITY = 0x230;

    private static final int IDE = 0x1C0;
    private static final int FIRST_STREAM = IDE + IdeCapability.FIRST_BLOCK;

    static final int IDE_CAPABILITY = IDE + IdeCapability.CAPABILITY;
    static final int STREAM_CONTROL = FIRST_STREAM + IdeCapability.SELECTIVE_CONTROL;
    static final int STREAM_STATUS = FIRST_STREAM + IdeCapability.SELECTIVE_STATUS;
    static final int STREAM_RID_1 = FIRST_STREAM + IdeCapability.SELECTIVE_RID_1;

    /** From a register of the first stream to that of the second, which has an address association block too. */
    static final int TO_SECOND_STREAM = IdeCapability.selectiveBlockSize(1);

    private Places() {}
}
