package dev.tdisp.spdm.connection;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Signer;

/**
 * A key that signs, and what transcripts know it by.
 *
 * @param signer the private key
 * @param hash the hash of the certificate chain, or of the public key if there is no chain
 */
public record Identity(Signer signer, Bytes hash) {}
