package dev.tdisp.spdm.transport;

import java.util.List;

/**
 * A protocol that a DOE mailbox speaks.
 *
 * @param vendorId who defined it
 * @param type its data object type
 */
public record DoeProtocol(int vendorId, int type) {
    /** DOE discovery, which every mailbox speaks. */
    public static final DoeProtocol DISCOVERY = new DoeProtocol(DoeObject.VENDOR_PCI_SIG, DoeObject.TYPE_DISCOVERY);

    /** CMA-SPDM. */
    public static final DoeProtocol SPDM = new DoeProtocol(DoeObject.VENDOR_PCI_SIG, DoeObject.TYPE_SPDM);

    /** Secured CMA-SPDM. */
    public static final DoeProtocol SECURED_SPDM =
            new DoeProtocol(DoeObject.VENDOR_PCI_SIG, DoeObject.TYPE_SECURED_SPDM);

    /** What a device with CMA-SPDM lists, in this order. */
    public static final List<DoeProtocol> CMA_SPDM = List.of(DISCOVERY, SPDM, SECURED_SPDM);
}
