package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import java.util.function.Function;

/**
 * Who the responder is in one slot: a certificate chain, and the key of its last certificate.
 *
 * @param chain gives the chain in SPDM's format (section 2.5), which depends on the negotiated hash
 * @param signer the private key
 */
public record SlotIdentity(Function<Hash, Bytes> chain, Signer signer) {}
