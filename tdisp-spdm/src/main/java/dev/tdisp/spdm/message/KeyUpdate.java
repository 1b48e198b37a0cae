package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/**
 * KEY_UPDATE: replaces the keys of a session.
 *
 * @param header version and parameters; Param1 is the operation, Param2 a tag
 */
public record KeyUpdate(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.KEY_UPDATE.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.KEY_UPDATE.requestName();
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
    public static KeyUpdate of(SpdmVersion version, KeyUpdateOperation operation, int tag) {
        return new KeyUpdate(SpdmHeader.of(version, operation.code(), tag));
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
