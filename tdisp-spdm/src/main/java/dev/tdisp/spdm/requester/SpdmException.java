package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says that an exchange was refused: by the responder with an ERROR, or by the requester that does not believe it. */
public final class SpdmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String clause;
    private final transient @Nullable ErrorResponse response;
    private final transient List<String> exchanges;

    SpdmException(
            String reason,
            String clause,
            @Nullable ErrorResponse response,
            List<String> exchanges,
            @Nullable Throwable cause) {
        super("%s (section %s)%s".formatted(reason, clause, tail(exchanges)), cause);
        this.clause = clause;
        this.response = response;
        this.exchanges = List.copyOf(exchanges);
    }

    /**
     * Returns why the responder refused.
     *
     * @return the error, or nothing if the requester refused or the error code is undefined
     */
    public Optional<SpdmErrorCode> error() {
        return response().flatMap(ErrorResponse::error);
    }

    /**
     * Returns the responder's refusal.
     *
     * @return the ERROR, or nothing if the requester refused
     */
    public Optional<ErrorResponse> response() {
        return Optional.ofNullable(response);
    }

    /**
     * Returns where the specification says so.
     *
     * @return a section's number, for example {@code 2.8}
     */
    public String clause() {
        return clause;
    }

    /**
     * Returns the last messages, without what other protocols put into them.
     *
     * @return one line a message, the newest last
     */
    public List<String> exchanges() {
        return exchanges;
    }

    private static String tail(List<String> exchanges) {
        return exchanges.isEmpty() ? "" : "\n  " + String.join("\n  ", exchanges);
    }
}
