package dev.tdisp.core.idekm;

import java.util.Optional;

/** Says that a device did not answer an IDE_KM request as it must. */
public final class IdeKmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String request;
    private final transient Optional<KpAckStatus> status;

    IdeKmException(String request, String problem, Optional<KpAckStatus> status) {
        super("%s: %s (section 6.33.3)".formatted(request, problem));
        this.request = request;
        this.status = status;
    }

    /**
     * Returns the request.
     *
     * @return the specification's name of it
     */
    public String request() {
        return request;
    }

    /**
     * Returns why a key was refused.
     *
     * @return the status of the KP_ACK, or nothing if the answer itself was wrong
     */
    public Optional<KpAckStatus> status() {
        return status;
    }
}
