package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.MeasurementProof;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import java.util.stream.Stream;

/**
 * A signature of the device in a token.
 *
 * @param slot whose key signed, 0 to 7
 * @param requesterNonce the 32 bytes of the one who asked
 * @param responderNonce the 32 bytes of the device
 * @param prefix the 100 bytes that stand before the digest
 * @param transcript L1 or M1
 * @param hash the hash of the transcript
 * @param signature the signature
 */
public record SignatureClaim(
        int slot,
        Bytes requesterNonce,
        Bytes responderNonce,
        Bytes prefix,
        Bytes transcript,
        HashAlgorithm hash,
        Bytes signature) {
    private static final int LAST_SLOT = 7;
    private static final int NONCE_SIZE = 32;
    private static final int PREFIX_SIZE = 100;
    private static final int LARGEST_HASH = 64;

    static SignatureClaim of(MeasurementProof proof) {
        return new SignatureClaim(
                proof.slot(),
                proof.requesterNonce(),
                proof.responderNonce(),
                proof.prefix(),
                proof.transcript(),
                proof.hash(),
                proof.signature());
    }

    CborItem encode(TokenProfile profile) {
        return new ClaimWriter()
                .put(TokenClaim.SLOT, slot)
                .put(TokenClaim.REQUESTER_NONCE, requesterNonce)
                .put(TokenClaim.RESPONDER_NONCE, responderNonce)
                .put(TokenClaim.PREFIX, prefix)
                .put(TokenClaim.TRANSCRIPT, transcript)
                .put(TokenClaim.HASH, number(hash, profile))
                .put(TokenClaim.SIGNATURE_VALUE, signature)
                .toItem();
    }

    static SignatureClaim decode(CborItem item, TokenProfile profile) {
        ClaimMap in = ClaimMap.of("signature", item);
        int slot = in.number(TokenClaim.SLOT, LAST_SLOT);
        Bytes requesterNonce = in.bytes(TokenClaim.REQUESTER_NONCE, NONCE_SIZE);
        Bytes responderNonce = in.bytes(TokenClaim.RESPONDER_NONCE, NONCE_SIZE);
        Bytes prefix = in.bytes(TokenClaim.PREFIX, PREFIX_SIZE);
        Bytes transcript = in.bytes(TokenClaim.TRANSCRIPT);
        int number = in.number(TokenClaim.HASH, LARGEST_HASH);
        HashAlgorithm hash = Stream.of(HashAlgorithm.values())
                .filter(algorithm -> number(algorithm, profile) == number)
                .findFirst()
                .orElseThrow(() -> in.malformed(TokenClaim.HASH.title(), number + " is no hash"));
        Bytes signature = in.bytes(TokenClaim.SIGNATURE_VALUE);
        in.end();
        return new SignatureClaim(slot, requesterNonce, responderNonce, prefix, transcript, hash, signature);
    }

    private static int number(HashAlgorithm hash, TokenProfile profile) {
        boolean isZero = hash == HashAlgorithm.SHA_256 && !profile.has(TokenSwitch.SHA_256_IS_1);
        return isZero ? 0 : hash.bit();
    }
}
