package dev.tdisp.device.function;

import java.util.Optional;

/** Decides which packets of a function may pass: its TDI, if it has one (section 11.2.1). */
public interface TrafficPolicy {
    /** Lets everything pass untrusted, as a function without TDISP does. */
    TrafficPolicy LEGACY = new TrafficPolicy() {
        @Override
        public Optional<LinkContext> issue(RequestKind kind) {
            return Optional.of(LinkContext.UNTRUSTED);
        }

        @Override
        public boolean accepts(BarRegion region, LinkContext context) {
            return true;
        }

        @Override
        public void failed(RequestFailure failure) {
            // the requester sees it itself
        }
    };

    /** What a function may send. */
    enum RequestKind {
        /** A read or write of memory. */
        MEMORY,
        /** An interrupt message of the MSI-X table. */
        MSIX,
        /** A request for the translation of an address. */
        TRANSLATION,
        /** A request to make a page present. */
        PAGE_REQUEST
    }

    /** How a request of the function itself may fail. */
    enum RequestFailure {
        /** The completion says Unsupported Request or Completer Abort. */
        REFUSED,
        /** No completion came. */
        TIMEOUT,
        /** The data are poisoned. */
        POISONED,
        /** A translation, or the answer to a page request, came with T clear or on another stream. */
        UNTRUSTED_TRANSLATION
    }

    /**
     * Says how a request leaves.
     *
     * @param kind what the function wants to send
     * @return how it crosses the link; nothing if it must not leave
     */
    Optional<LinkContext> issue(RequestKind kind);

    /**
     * Says how a read or write of translated memory leaves: perhaps straight to a peer.
     *
     * @param address the translated address
     * @return how it crosses the link; nothing if it must not leave
     */
    default Optional<LinkContext> issueTranslated(long address) {
        return issue(RequestKind.MEMORY);
    }

    /**
     * Decides about a memory request to the function.
     *
     * @param region where to
     * @param context how it crossed the link
     * @return false if it is rejected
     */
    boolean accepts(BarRegion region, LinkContext context);

    /**
     * Learns that a request of the function failed.
     *
     * @param failure how
     */
    void failed(RequestFailure failure);
}
