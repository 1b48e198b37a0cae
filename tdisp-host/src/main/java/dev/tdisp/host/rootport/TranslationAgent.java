package dev.tdisp.host.rootport;

import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.Iommu.DmaRequest;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Answers what devices ask about addresses, out of the tables of the IOMMU, and remembers what it granted.
 *
 * <p>A translated request is honoured only as the untranslated one that the grant was given for: table, gate and owner are
 * asked again with each. So a device gains nothing from a translation that it keeps for too long, or that it made up.
 */
final class TranslationAgent {
    private static final int INVALIDATE_TAGS = 32;

    private final RequesterId self;
    private final Iommu iommu;
    private final BiConsumer<MessageTlp, Boolean> toDevice;
    private final Map<Grant, Long> grants = new HashMap<>();
    private Predicate<DmaRequest> pager = request -> false;
    private int nextTag;

    /** To whom a page of the host was named. */
    private record Grant(RequesterId requester, boolean trusted, long hostPage) {}

    TranslationAgent(RequesterId self, Iommu iommu, BiConsumer<MessageTlp, Boolean> toDevice) {
        this.self = self;
        this.iommu = iommu;
        this.toDevice = toDevice;
        iommu.onInvalidation(this::invalidate);
    }

    void onPageRequest(Predicate<DmaRequest> newPager) {
        pager = newPager;
    }

    /** Answers a translation request: an entry, one without rights for what is not there, or nothing if all is refused. */
    Optional<Bytes> translate(MemoryRead read, boolean trusted) {
        if (!iommu.permitsTranslation(read.requester())) {
            return Optional.empty();
        }
        Iommu.Translation found = iommu.translate(new DmaRequest(read.requester(), trusted, read.address()));
        Optional<Reason> refusal = found.refusal().map(why -> why.reason());
        if (refusal.isPresent() && refusal.get() != Reason.NOT_MAPPED) {
            return Optional.empty();
        }
        int rights = refusal.isPresent() ? 0 : TranslationEntry.READ | TranslationEntry.WRITE;
        if (rights != 0) {
            grants.put(new Grant(read.requester(), trusted, found.page()), PageRange.pageOf(read.address()));
        }
        return Optional.of(new TranslationEntry(found.page(), rights).encode());
    }

    /** Finds the request that a translated one stands for; nothing if no grant says so, or it does not hold any longer. */
    Optional<DmaRequest> untranslated(DmaRequest translated) {
        long page = PageRange.pageOf(translated.address());
        Long granted = grants.get(new Grant(translated.requester(), translated.trusted(), page));
        if (granted == null || !iommu.permitsTranslation(translated.requester())) {
            return Optional.empty();
        }
        long address = granted + (translated.address() - page);
        var request = new DmaRequest(translated.requester(), translated.trusted(), address);
        Iommu.Translation now = iommu.translate(request);
        return now.refusal().isEmpty() && now.page() == page ? Optional.of(request) : Optional.empty();
    }

    /** Answers a page request: whoever provides pages is asked, and then the tables. */
    void requestPage(MessageTlp message, boolean trusted) {
        RequesterId requester = message.requester();
        if (!iommu.permitsTranslation(requester)) {
            return;
        }
        var request = new DmaRequest(requester, trusted, AtsMessages.page(message));
        boolean isThere = iommu.translate(request).refusal().isEmpty() || pager.test(request);
        int code = isThere ? AtsMessages.SUCCESS : AtsMessages.INVALID;
        toDevice.accept(AtsMessages.prgResponse(self, requester, AtsMessages.group(message), code), trusted);
    }

    private void invalidate(RequesterId requester, boolean trusted, Optional<PageRange> pages) {
        List<Long> taken = new ArrayList<>();
        grants.entrySet().removeIf(entry -> {
            Grant grant = entry.getKey();
            boolean isMeant = grant.requester.equals(requester)
                    && grant.trusted == trusted
                    && pages.map(range -> range.contains(entry.getValue())).orElse(true);
            if (isMeant) {
                taken.add(entry.getValue());
            }
            return isMeant;
        });
        for (long page : taken) {
            toDevice.accept(AtsMessages.invalidateRequest(self, requester, nextTag, page), trusted);
            nextTag = (nextTag + 1) % INVALIDATE_TAGS;
        }
    }
}
