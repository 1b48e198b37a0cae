package dev.tdisp.device.function;

/** What a part of a BAR holds, as far as TDISP makes a difference. */
public enum RegionKind {
    /** Memory of the TDI that only its TVM may reach once it runs. */
    TEE_MEMORY,
    /** Memory that the host may reach in every state. */
    NON_TEE_MEMORY,
    /** The MSI-X table. */
    MSIX_TABLE,
    /** The MSI-X pending bits. */
    MSIX_PENDING,
    /** Nothing: reads 0, ignores writes, never reported. */
    UNUSED
}
