package dev.tdisp.host.rootport;

import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.Iommu.DmaRequest;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.Refusal;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves what a device asks of the host: memory through the IOMMU, and interrupts. */
final class InboundRequests {
    private static final long INTERRUPTS_BASE = 0xFEE0_0000L;
    private static final long INTERRUPTS_SIZE = 0x10_0000;
    private static final int INTERRUPT_DATA_SIZE = 4;

    private final RequesterId self;
    private final Iommu iommu;
    private final TranslationAgent translations;
    private final List<InterruptListener> listeners = new ArrayList<>();

    InboundRequests(RequesterId self, Iommu iommu, TranslationAgent translations) {
        this.self = self;
        this.iommu = iommu;
        this.translations = translations;
    }

    void onInterrupt(InterruptListener listener) {
        listeners.add(listener);
    }

    Answer serve(Tlp tlp, boolean trusted) {
        if (tlp instanceof MessageTlp message) {
            if (message.code() == AtsMessages.PAGE_REQUEST) {
                translations.requestPage(message, trusted);
            }
            return Answer.NOTHING;
        }
        AddressType type = tlp.attributes().addressType();
        if (tlp instanceof MemoryRead read && type == AddressType.TRANSLATION_REQUEST) {
            return translate(read, trusted);
        }
        Optional<DmaRequest> request = request(tlp, trusted);
        if (request.isPresent() && type == AddressType.TRANSLATED) {
            request = translations.untranslated(request.get());
        }
        if (request.isEmpty() || type == AddressType.TRANSLATION_REQUEST || type == AddressType.RESERVED) {
            return refuse(tlp);
        }
        if (tlp instanceof MemoryRead read) {
            return serveRead(read, request.get());
        }
        var write = (MemoryWrite) tlp;
        return type == AddressType.UNTRANSLATED && isInterrupt(write)
                ? interrupt(write, trusted)
                : serveWrite(write, request.get());
    }

    private static Optional<DmaRequest> request(Tlp tlp, boolean trusted) {
        if (tlp instanceof MemoryRead read) {
            return Optional.of(new DmaRequest(read.requester(), trusted, read.address()));
        }
        return tlp instanceof MemoryWrite write
                ? Optional.of(new DmaRequest(write.requester(), trusted, write.address()))
                : Optional.empty();
    }

    private Answer translate(MemoryRead read, boolean trusted) {
        return translations
                .translate(read, trusted)
                .map(entry -> new Answer(Optional.of(Completion.of(self, read, entry)), Optional.empty(), 0))
                .orElseGet(() -> reject(read, Reason.UNSUPPORTED_REQUEST));
    }

    private Answer refuse(Tlp tlp) {
        boolean isMemory = tlp instanceof MemoryRead || tlp instanceof MemoryWrite;
        return isMemory || tlp.subStream() == SubStream.NON_POSTED
                ? reject(tlp, Reason.UNSUPPORTED_REQUEST)
                : Answer.NOTHING;
    }

    private Answer serveRead(MemoryRead read, DmaRequest request) {
        if (read.length() == 0) {
            return new Answer(Optional.of(Completion.of(self, read, Bytes.EMPTY)), Optional.empty(), 0);
        }
        MemoryResult result = iommu.read(request, read.length());
        Completion completion = result.isDone()
                ? Completion.of(self, read, result.data())
                : Completion.failed(self, read, CompletionStatus.UNSUPPORTED_REQUEST);
        return new Answer(Optional.of(completion), result.refusal(), read.length());
    }

    private Answer serveWrite(MemoryWrite write, DmaRequest request) {
        if (write.attributes().poisoned() || write.payload().isEmpty()) {
            return Answer.NOTHING;
        }
        MemoryResult result = iommu.write(request, write.payload());
        return new Answer(Optional.empty(), result.refusal(), write.payload().size());
    }

    private static boolean isInterrupt(MemoryWrite write) {
        return Long.compareUnsigned(write.address() - INTERRUPTS_BASE, INTERRUPTS_SIZE) < 0
                && write.payload().size() == INTERRUPT_DATA_SIZE
                && !write.attributes().poisoned();
    }

    private Answer interrupt(MemoryWrite write, boolean trusted) {
        long data = WireReader.of(write.payload()).u32("Message Data");
        var interrupt = new Interrupt(write.requester(), write.address(), data, trusted);
        List.copyOf(listeners).forEach(listener -> listener.interrupt(interrupt));
        return new Answer(Optional.empty(), Optional.empty(), INTERRUPT_DATA_SIZE);
    }

    Answer reject(Tlp tlp, Reason reason) {
        long address = tlp instanceof MemoryRead read
                ? read.address()
                : tlp instanceof MemoryWrite write ? write.address() : 0;
        Optional<Completion> completion = tlp.subStream() == SubStream.NON_POSTED
                ? Optional.of(Completion.failed(self, tlp, CompletionStatus.UNSUPPORTED_REQUEST))
                : Optional.empty();
        return new Answer(completion, Optional.of(new Refusal(reason, address, tlp.describe())), 0);
    }

    /**
     * What a request led to.
     *
     * @param completion the completion of a non-posted request
     * @param refusal why it was refused
     * @param bytes how many bytes it was about
     */
    record Answer(Optional<Completion> completion, Optional<Refusal> refusal, int bytes) {
        static final Answer NOTHING = new Answer(Optional.empty(), Optional.empty(), 0);
    }
}
