package dev.tdisp.host.rootport;

import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.Optional;

/** What became of a read of a device's memory. */
final class ReadResult {
    private ReadResult() {}

    static MemoryResult of(MemoryRead request, Optional<Completion> completion) {
        if (completion.isEmpty()) {
            return MemoryResult.refused(Reason.UNSUPPORTED_REQUEST, request.address(), "no completion");
        }
        Completion tlp = completion.get();
        if (tlp.status() != CompletionStatus.SUCCESSFUL || tlp.payload().size() != request.length()) {
            boolean isAbort = tlp.status() == CompletionStatus.COMPLETER_ABORT;
            Reason reason = isAbort ? Reason.COMPLETER_ABORT : Reason.UNSUPPORTED_REQUEST;
            return MemoryResult.refused(reason, request.address(), "completed as " + tlp.status());
        }
        return tlp.attributes().poisoned()
                ? MemoryResult.refused(Reason.UNSUPPORTED_REQUEST, request.address(), "completed with poisoned data")
                : new MemoryResult.Done(tlp.payload());
    }
}
