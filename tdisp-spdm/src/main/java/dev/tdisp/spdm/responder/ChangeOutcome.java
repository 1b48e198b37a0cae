package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.message.SpdmErrorCode;

/** What became of a change that a requester asked for. */
public enum ChangeOutcome {
    /** It is done. */
    DONE,
    /** It will be done at the next reset. */
    RESET_REQUIRED,
    /** It cannot be done now. */
    BUSY,
    /** It cannot be done. */
    FAILED;

    void requireDone(SpdmErrorCode failure) {
        switch (this) {
            case DONE -> {}
            case RESET_REQUIRED -> throw Refusal.of(SpdmErrorCode.RESET_REQUIRED, "a reset is required");
            case BUSY -> throw Refusal.of(SpdmErrorCode.BUSY, "the device is busy");
            case FAILED -> throw Refusal.of(failure, "the device cannot do that");
        }
    }
}
