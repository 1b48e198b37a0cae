package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/**
 * KEY_UPDATE_ACK: answers KEY_UPDATE.
 *
 * @param header version and parameters: the echo of the request's
 */
public record KeyUpdateAck(SpdmHeader header) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.KEY_UPDATE.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.KEY_UPDATE.responseName();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param operation the operation
     * @param tag any byte, to be echoed
     * @return the message
     */
    public static KeyUpdateAck of(SpdmVersion version, KeyUpdateOperation operation, int tag) {
        return new KeyUpdateAck(SpdmHeader.of(version, operation.code(), tag));
    }

    /**
     * Finds the operation.
     *
     * @return the operation, or nothing if Param1 is reserved
     */
    public Optional<KeyUpdateOperation> operation() {
        return KeyUpdateOperation.of(header.param1());
    }
}
