package dev.tdisp.host.memory;

/**
 * Why an access or an assignment was refused.
 *
 * @param reason the kind of reason
 * @param address the address it is about
 * @param detail what is there, in words
 */
public record Refusal(Reason reason, long address, String detail) {
    /**
     * Says it in one line.
     *
     * @return for example {@code PRIVATE_PAGE at 1000h: private to tvm-1}
     */
    @Override
    public String toString() {
        return "%s at %xh: %s".formatted(reason, address, detail);
    }

    /** The kinds of reasons. */
    public enum Reason {
        /** The page belongs to nobody. */
        NOT_ASSIGNED,
        /** The page has an owner already. */
        ALREADY_OWNED,
        /** The page is private to a guest, and the request carries no trust. */
        PRIVATE_PAGE,
        /** The page is private to another guest. */
        FOREIGN_PAGE,
        /** The page is a device's, not memory. */
        MMIO_PAGE,
        /** A device may still use the page. */
        PINNED,
        /** It is about a part of a page of 2 MiB, which must be split before. */
        PART_OF_LARGE_PAGE,
        /** The pages are not of the size that is asked for, or of several owners. */
        SIZE_MISMATCH,
        /** The page table has no entry for the address. */
        NOT_MAPPED,
        /** The page table has an entry for the address already. */
        ALREADY_MAPPED,
        /** The guest used an address as private that is not mapped so. */
        NOT_PRIVATE,
        /** The guest used an address as shared that is mapped private. */
        NOT_SHARED,
        /** The IOMMU has no context for the requester. */
        NO_CONTEXT,
        /** The guest has not accepted the context yet. */
        CONTEXT_PENDING,
        /** The gate of the interface is closed. */
        GATE_CLOSED,
        /** The requester is not associated with the stream the request came on. */
        REQUESTER_NOT_ASSOCIATED,
        /** No device claims the address, or the link is gone. */
        UNSUPPORTED_REQUEST,
        /** The device claims the address and refuses the request. */
        COMPLETER_ABORT,
        /** The stream that should carry the request is not secure. */
        STREAM_INSECURE
    }
}
