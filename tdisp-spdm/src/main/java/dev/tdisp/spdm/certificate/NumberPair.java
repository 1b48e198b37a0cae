package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.util.BigIntegers;

/** The numbers r and s of a signature: joined in SPDM, a sequence of two integers in X.509. */
final class NumberPair {
    private NumberPair() {}

    static Bytes toDer(Bytes signature) {
        int half = signature.size() / 2;
        var numbers = new ASN1EncodableVector(2);
        numbers.add(new ASN1Integer(new BigInteger(1, signature.slice(0, half).toArray())));
        numbers.add(new ASN1Integer(new BigInteger(1, signature.from(half).toArray())));
        try {
            return Bytes.of(new DERSequence(numbers).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new AssertionError("encoding into memory", e);
        }
    }

    /** Joins the numbers, each of a size; nothing if there are not two that fit. */
    static Optional<Bytes> fromDer(Bytes signature, int size) {
        try {
            ASN1Sequence numbers = ASN1Sequence.getInstance(signature.toArray());
            Bytes joined = Bytes.EMPTY;
            for (int i = 0; i < 2; i++) {
                BigInteger number =
                        ASN1Integer.getInstance(numbers.getObjectAt(i)).getValue();
                if (number.signum() <= 0 || number.bitLength() > size * Byte.SIZE) {
                    return Optional.empty();
                }
                joined = joined.plus(Bytes.of(BigIntegers.asUnsignedByteArray(size, number)));
            }
            return numbers.size() == 2 ? Optional.of(joined) : Optional.empty();
        } catch (RuntimeException e) {
            // The ASN.1 reader throws unchecked exceptions of many kinds on hostile bytes.
            return Optional.empty();
        }
    }
}
