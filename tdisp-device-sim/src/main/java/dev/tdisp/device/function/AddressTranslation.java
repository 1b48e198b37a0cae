package dev.tdisp.device.function;

import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.device.config.RegisterEffect;
import dev.tdisp.device.function.DmaResult.Status;
import dev.tdisp.device.function.TrafficPolicy.RequestFailure;
import dev.tdisp.device.function.TrafficPolicy.RequestKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Address translation of one function (ATS): asks the host what addresses mean, and remembers it until told otherwise.
 *
 * <p>Where a page is not there and the host takes page requests, it asks for the page once. A completion with T clear for a
 * request with T set, or an answer to a page request by another way, is never used (section 11.4.10).
 */
public final class AddressTranslation {
    private static final long ENABLE = 0x8000;
    private static final int PAGE_REQUEST_ENABLE = 1;
    private static final String PAGE_REQUEST_CONTROL = "Page Request Control";
    private static final long OFFSET = 0xFFF;
    private static final int GROUPS = 512;

    private final DeviceFunction function;
    private final TagPool tags;
    private final Map<Long, TranslationEntry> cache = new HashMap<>();
    private @Nullable PageRequest outstanding;
    private int nextGroup;

    AddressTranslation(DeviceFunction function, TagPool tags) {
        this.function = function;
        this.tags = tags;
    }

    /** What became of a translation. */
    record Result(Status status, long address) {
        static Result failed(Status status) {
            return new Result(status, 0);
        }
    }

    private static final class PageRequest {
        private final int group;
        private final LinkContext context;
        private boolean answered;
        private boolean granted;

        PageRequest(int group, LinkContext context) {
            this.group = group;
            this.context = context;
        }
    }

    /**
     * Tells whether the host lets the function ask.
     *
     * @return the Enable bit of ATS Control
     */
    public boolean isEnabled() {
        return function.registers().space().registers().stream()
                .filter(register -> register.effect() == RegisterEffect.ATS_CONTROL)
                .anyMatch(register -> function.isSet(register, ENABLE));
    }

    /**
     * Tells whether the host takes page requests. A virtual function uses the interface of its physical function.
     *
     * @return the Enable bit of Page Request Control; false without such a capability
     */
    public boolean takesPageRequests() {
        PhysicalFunction physical = function.physical();
        return physical.registers()
                .space()
                .register(PAGE_REQUEST_CONTROL)
                .filter(register -> physical.isSet(register, PAGE_REQUEST_ENABLE))
                .isPresent();
    }

    /**
     * Returns how many pages' translations are remembered.
     *
     * @return the number of entries
     */
    public int size() {
        return cache.size();
    }

    /**
     * Tells whether an answer to a page request is awaited.
     *
     * @return true if one would be taken
     */
    public boolean isWaiting() {
        return outstanding != null;
    }

    Result translate(long address, boolean write) {
        if (!isEnabled()) {
            return Result.failed(Status.BLOCKED);
        }
        Result first = lookUp(address, write);
        boolean isAbsent = first.status() == Status.UNSUPPORTED_REQUEST;
        if (!isAbsent || !takesPageRequests() || cache.containsKey(page(address))) {
            return first;
        }
        Status asked = requestPage(address, write);
        return asked == Status.DONE ? lookUp(address, write) : Result.failed(asked);
    }

    private Result lookUp(long address, boolean write) {
        TranslationEntry known = cache.get(page(address));
        if (known == null || !known.permits(write)) {
            return ask(address, write);
        }
        return new Result(Status.DONE, known.address() | address & OFFSET);
    }

    private Result ask(long address, boolean write) {
        Optional<LinkContext> context = function.mayIssue(RequestKind.TRANSLATION);
        OptionalInt tag = context.isEmpty()
                ? OptionalInt.empty()
                : tags.take(function.physical().tagsPerFunction());
        if (context.isEmpty() || tag.isEmpty()) {
            return Result.failed(Status.BLOCKED);
        }
        MemoryRead request = AtsMessages.translationRequest(function.requesterId(), tag.getAsInt(), address);
        int epoch = function.workEpoch();
        Optional<LinkPort.Reply> reply = function.send(request, context.get());
        if (reply.isEmpty()) {
            tags.retire(request.tag(), context.get().stream());
        }
        if (function.workEpoch() != epoch) {
            return Result.failed(Status.DISCARDED);
        }
        if (reply.isEmpty()) {
            return failed(Status.TIMEOUT, RequestFailure.TIMEOUT);
        }
        if (context.get().trusted() && !reply.get().context().trusted()) {
            return failed(Status.DISCARDED, RequestFailure.UNTRUSTED_TRANSLATION);
        }
        return use(request, reply.get().completion(), address, write);
    }

    private Result use(MemoryRead request, Completion completion, long address, boolean write) {
        boolean isOurs = completion.requester().equals(request.requester()) && completion.tag() == request.tag();
        boolean isWhole = completion.payload().size() == TranslationEntry.SIZE;
        if (!isOurs || completion.status() == CompletionStatus.SUCCESSFUL && !isWhole) {
            function.physical().logUncorrectable(AerCapability.UNEXPECTED_COMPLETION);
            return failed(Status.TIMEOUT, RequestFailure.TIMEOUT);
        }
        if (completion.status() != CompletionStatus.SUCCESSFUL) {
            return failed(Status.UNSUPPORTED_REQUEST, RequestFailure.REFUSED);
        }
        TranslationEntry entry = TranslationEntry.decode(completion.payload());
        boolean isOpen = (entry.flags() & TranslationEntry.UNTRANSLATED_ONLY) == 0;
        if (!isOpen || !entry.permits(write)) {
            return Result.failed(Status.UNSUPPORTED_REQUEST);
        }
        cache.put(page(address), entry);
        return new Result(Status.DONE, entry.address() | address & OFFSET);
    }

    private Status requestPage(long address, boolean write) {
        Optional<LinkContext> context = function.mayIssue(RequestKind.PAGE_REQUEST);
        if (context.isEmpty()) {
            return Status.BLOCKED;
        }
        var asked = new PageRequest(nextGroup, context.get());
        nextGroup = (nextGroup + 1) % GROUPS;
        outstanding = asked;
        int epoch = function.workEpoch();
        function.send(AtsMessages.pageRequest(function.requesterId(), address, asked.group, write), context.get());
        if (function.workEpoch() != epoch) {
            return Status.DISCARDED;
        }
        if (!asked.answered) {
            return Status.TIMEOUT;
        }
        return asked.granted ? Status.DONE : Status.UNSUPPORTED_REQUEST;
    }

    /**
     * Takes a message that came for the function; one that is not about translations means nothing to it.
     *
     * @param message the message
     * @param context how it crossed the link
     */
    public void take(MessageTlp message, LinkContext context) {
        switch (message.code()) {
            case AtsMessages.INVALIDATE_REQUEST -> {
                cache.remove(page(AtsMessages.page(message)));
                function.send(AtsMessages.invalidateCompletion(function.requesterId(), message), context);
            }
            case AtsMessages.PRG_RESPONSE -> takeResponse(message, context);
            default -> {
                // for others
            }
        }
    }

    /** Takes a PRG Response; one that nobody waits for is discarded. */
    private void takeResponse(MessageTlp response, LinkContext context) {
        PageRequest asked = outstanding;
        if (asked == null || asked.group != AtsMessages.group(response)) {
            return;
        }
        outstanding = null;
        boolean cameBack = context.stream().equals(asked.context.stream()) && context.trusted();
        if (asked.context.trusted() && !cameBack) {
            function.policy().failed(RequestFailure.UNTRUSTED_TRANSLATION);
            return;
        }
        asked.answered = true;
        asked.granted = AtsMessages.responseCode(response) == AtsMessages.SUCCESS;
    }

    /** Forgets every translation, and no longer waits for pages. */
    void forget() {
        cache.clear();
        outstanding = null;
    }

    private Result failed(Status status, RequestFailure failure) {
        function.logFailure(status);
        function.policy().failed(failure);
        return Result.failed(status);
    }

    private static long page(long address) {
        return address & ~OFFSET;
    }
}
