package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Items;
import dev.tdisp.guest.token.CborItem.Pair;
import dev.tdisp.guest.token.CborItem.Pairs;
import dev.tdisp.guest.token.CborItem.Tagged;
import dev.tdisp.guest.token.CborItem.Text;
import dev.tdisp.guest.token.CborItem.Whole;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.Verifier;
import java.util.List;

/**
 * A payload that somebody signed: COSE_Sign1 (RFC 9052, section 4.2) with the algorithm in the protected header and nothing
 * else.
 *
 * @param algorithm how it is signed
 * @param payload what is signed
 * @param signature the signature
 */
public record CoseSign1(CoseAlgorithm algorithm, Bytes payload, Bytes signature) {
    private static final int TAG = 18;
    private static final int PARTS = 4;
    private static final CborItem HEADER_ALGORITHM = new Whole(1);
    private static final String CONTEXT = "Signature1";

    /**
     * Signs a payload.
     *
     * @param signer the key; of ECDSA with P-256, P-384 or P-521
     * @param payload what to sign
     * @return the payload with its signature
     * @throws IllegalArgumentException if the key is for another algorithm
     */
    public static CoseSign1 sign(Signer signer, Bytes payload) {
        CoseAlgorithm algorithm = CoseAlgorithm.of(signer.algorithm())
                .orElseThrow(() -> new IllegalArgumentException("signer: COSE has no " + signer.algorithm()));
        var unsigned = new CoseSign1(algorithm, payload, Bytes.EMPTY);
        Bytes signature = signer.sign(Hash.of(algorithm.hash()), CONTEXT, unsigned.toBeSigned());
        return new CoseSign1(algorithm, payload, signature);
    }

    /**
     * Verifies the signature.
     *
     * @param publicKey the SubjectPublicKeyInfo of the one who should have signed, as DER
     * @return whether that key made the signature
     */
    public boolean isSignedBy(Bytes publicKey) {
        try {
            Verifier verifier = Verifier.of(algorithm.signature(), publicKey);
            return verifier.verify(Hash.of(algorithm.hash()), CONTEXT, toBeSigned(), signature);
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private Bytes toBeSigned() {
        return Cbor.encode(new Items(
                List.of(new Text(CONTEXT), new Blob(protectedHeader()), new Blob(Bytes.EMPTY), new Blob(payload))));
    }

    private Bytes protectedHeader() {
        return Cbor.encode(new Pairs(List.of(new Pair(HEADER_ALGORITHM, new Whole(algorithm.id())))));
    }

    /**
     * Encodes it.
     *
     * @return deterministic CBOR with tag 18
     */
    public Bytes encode() {
        return Cbor.encode(new Tagged(
                TAG,
                new Items(List.of(
                        new Blob(protectedHeader()), new Pairs(List.of()), new Blob(payload), new Blob(signature)))));
    }

    /**
     * Decodes it.
     *
     * @param bytes what somebody handed over
     * @return the payload and its signature; whether that is right is another question
     * @throws MalformedMessageException if it is no COSE_Sign1 of this form
     */
    public static CoseSign1 decode(Bytes bytes) {
        CborItem item = Cbor.decode(bytes);
        if (!(item instanceof Tagged tagged) || tagged.tag() != TAG) {
            throw malformed("no tag 18");
        }
        if (!(tagged.item() instanceof Items items) || items.items().size() != PARTS) {
            throw malformed("not an array of 4");
        }
        List<CborItem> parts = items.items();
        if (!parts.get(1).equals(new Pairs(List.of()))) {
            throw malformed("the unprotected header is not empty");
        }
        CoseAlgorithm algorithm = algorithm(blob(parts.get(0)));
        return new CoseSign1(algorithm, blob(parts.get(2)), blob(parts.get(3)));
    }

    private static CoseAlgorithm algorithm(Bytes header) {
        ClaimMap in = ClaimMap.of("protected", Cbor.decode(header));
        CborItem id = in.take(HEADER_ALGORITHM).orElseThrow(() -> malformed("no algorithm"));
        in.end();
        return id instanceof Whole whole
                ? CoseAlgorithm.of(whole.value()).orElseThrow(() -> malformed("unknown algorithm " + whole.value()))
                : malformedAlgorithm();
    }

    private static CoseAlgorithm malformedAlgorithm() {
        throw malformed("the algorithm is not a number");
    }

    private static Bytes blob(CborItem item) {
        if (item instanceof Blob blob) {
            return blob.value();
        }
        throw malformed("a byte string is expected");
    }

    private static MalformedMessageException malformed(String reason) {
        return new MalformedMessageException("COSE_Sign1", 0, reason);
    }
}
