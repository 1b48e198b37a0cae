package dev.tdisp.spdm.responder;

/** Says that an encapsulated response is not believed: ERROR InvalidResponseCode ends the questions. */
final class InvalidResponse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidResponse(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
