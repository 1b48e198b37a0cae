package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Secret;
import java.util.Optional;

/** Knows the pre-shared keys of a responder. */
@FunctionalInterface
public interface PskProvider {
    /**
     * Finds a key.
     *
     * @param hint what the requester says about it
     * @return a copy of the key, which its taker destroys; nothing if there is none
     */
    Optional<Secret> find(Bytes hint);
}
