package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A certificate signing request of PKCS#10, as CSR carries it (section 2.15).
 *
 * <p>Immutable.
 */
public final class CertificateRequest {
    private final String subject;
    private final Bytes publicKey;
    private final Bytes signedPart;
    private final AlgorithmIdentifier signatureAlgorithm;
    private final Bytes signature;

    private CertificateRequest(Bytes encoded) throws IOException {
        CertificationRequest request = CertificationRequest.getInstance(encoded.toArray());
        var info = request.getCertificationRequestInfo();
        this.subject = info.getSubject().toString();
        this.publicKey = Bytes.of(info.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
        this.signedPart = DerSequence.firstWithin(encoded);
        this.signatureAlgorithm = request.getSignatureAlgorithm();
        this.signature = Bytes.of(request.getSignature().getOctets());
    }

    /**
     * Reads a request.
     *
     * @param encoded its DER encoding, nothing behind it
     * @return the request
     * @throws MalformedMessageException if the bytes are no request
     */
    public static CertificateRequest decode(Bytes encoded) {
        try {
            return new CertificateRequest(encoded);
        } catch (IOException | RuntimeException e) {
            // The ASN.1 reader throws unchecked exceptions of many kinds on hostile bytes.
            throw new MalformedMessageException("CSRdata", 0, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns who the certificate is to be for.
     *
     * @return the subject's name
     */
    public String subject() {
        return subject;
    }

    /**
     * Returns the key that is to be certified.
     *
     * @return the DER encoding of its SubjectPublicKeyInfo
     */
    public Bytes publicKey() {
        return publicKey;
    }

    /**
     * Tells whether the request is signed by its own key.
     *
     * @return false also if its algorithm is not known here
     */
    public boolean isSelfSigned() {
        return CertificateSignature.verify(signatureAlgorithm, publicKey, signedPart, signature);
    }
}
