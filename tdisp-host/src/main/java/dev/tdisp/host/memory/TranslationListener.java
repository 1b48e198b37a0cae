package dev.tdisp.host.memory;

import dev.tdisp.core.pcie.RequesterId;
import java.util.Optional;

/** Hears of translations that may not hold any longer. */
@FunctionalInterface
public interface TranslationListener {
    /**
     * Takes the news; it may concern translations that nobody asked for.
     *
     * @param requester the function that may have them
     * @param trusted true for those of requests with T
     * @param pages the pages as the function sees them; empty for all
     */
    void invalidated(RequesterId requester, boolean trusted, Optional<PageRange> pages);
}
