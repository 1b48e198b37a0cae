package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries an ERROR from the check that fails to the responder's entry; never leaves this package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SpdmErrorCode error;
    private final int data;
    private final transient Bytes extendedData;
    private final @Nullable SpdmVersion version;

    Refusal(SpdmErrorCode error, int data, Bytes extendedData, String reason) {
        this(error, data, extendedData, reason, null);
    }

    private Refusal(SpdmErrorCode error, int data, Bytes extendedData, String reason, @Nullable SpdmVersion version) {
        super(reason, null, false, false);
        this.error = error;
        this.data = data;
        this.extendedData = extendedData;
        this.version = version;
    }

    static Refusal of(SpdmErrorCode error, String reason) {
        return new Refusal(error, 0, Bytes.EMPTY, reason);
    }

    static Refusal tooLarge(int size) {
        var out = WireWriter.create();
        out.u32("ActualSize", size);
        return new Refusal(
                SpdmErrorCode.RESPONSE_TOO_LARGE,
                0,
                out.toBytes(),
                "the requester cannot receive %d bytes".formatted(size));
    }

    static Refusal unsupported(int requestCode, String reason) {
        return new Refusal(SpdmErrorCode.UNSUPPORTED_REQUEST, requestCode, Bytes.EMPTY, reason);
    }

    /** Returns the same in a version that the connection does not have yet. */
    Refusal in(SpdmVersion other) {
        return new Refusal(error, data, extendedData, reason(), other);
    }

    /** Returns the version of ERROR if it is not the connection's. */
    Optional<SpdmVersion> version() {
        return Optional.ofNullable(version);
    }

    SpdmErrorCode error() {
        return error;
    }

    int data() {
        return data;
    }

    Bytes extendedData() {
        return extendedData;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
