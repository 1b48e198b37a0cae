package dev.tdisp.core.requester;

import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says that an exchange was refused: by the responder with a TDISP_ERROR, or by the requester that does not believe it. */
public final class TdispException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String clause;
    private final transient @Nullable TdispError response;
    private final transient List<String> exchanges;

    TdispException(String reason, String clause, @Nullable TdispError response, List<String> exchanges) {
        super("%s (section %s)%s".formatted(reason, clause, tail(exchanges)));
        this.clause = clause;
        this.response = response;
        this.exchanges = List.copyOf(exchanges);
    }

    /**
     * Returns why the responder refused.
     *
     * @return the error, or nothing if the requester refused or the ERROR_CODE is undefined
     */
    public Optional<TdispErrorCode> error() {
        return response().flatMap(TdispError::error);
    }

    /**
     * Returns the responder's refusal.
     *
     * @return the TDISP_ERROR, or nothing if the requester refused
     */
    public Optional<TdispError> response() {
        return Optional.ofNullable(response);
    }

    /**
     * Returns where the specification says so.
     *
     * @return a section's number, for example {@code 11.3.8}
     */
    public String clause() {
        return clause;
    }

    /**
     * Returns the last messages, without secrets.
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
