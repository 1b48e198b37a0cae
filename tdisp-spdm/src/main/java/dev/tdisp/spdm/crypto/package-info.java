/**
 * Cryptography behind five small interfaces, each with its implementations beside it.
 *
 * <p>{@link dev.tdisp.spdm.crypto.Hash} digests, authenticates and derives keys; {@link dev.tdisp.spdm.crypto.Aead} seals
 * and opens: both by the JDK, but SM3 and SM4, which it lacks. {@link dev.tdisp.spdm.crypto.Signer}, {@link dev.tdisp.spdm.crypto.Verifier} and
 * {@link dev.tdisp.spdm.crypto.KeyAgreement} work by BouncyCastle's lightweight interface; no security provider is ever
 * registered. Keys live in {@link dev.tdisp.spdm.crypto.Secret}, which prints nothing and can be destroyed.
 */
@NullMarked
package dev.tdisp.spdm.crypto;

import org.jspecify.annotations.NullMarked;
