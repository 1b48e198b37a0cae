package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.crypto.Signer;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A certificate signing request of PKCS#10, as CSR carries it (section 2.15).
 *
 * <p>Immutable.
 */
public final class CertificateRequest {
    private static final int MAXIMUM_SUBJECT = 256;

    private final String subject;
    private final Bytes publicKey;
    private final Bytes signedPart;
    private final AlgorithmIdentifier signatureAlgorithm;
    private final Bytes signature;
    private final Bytes encoded;

    private CertificateRequest(Bytes encoded) throws IOException {
        this.encoded = encoded;
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
     * Makes a request for a key, and signs it with that key.
     *
     * @param signer the key
     * @param former a certificate whose subject is that of the request, unless the information names another
     * @param requesterInfo a CertificationRequestInfo in DER whose subject and attributes are taken, or nothing
     * @return the request
     * @throws MalformedMessageException if the information is none, or its subject is longer than 256 bytes
     */
    public static CertificateRequest sign(Signer signer, X509Certificate former, Bytes requesterInfo) {
        var key = SubjectPublicKeyInfo.getInstance(signer.publicKey().toArray());
        CertificationRequestInfo info;
        try {
            info = requesterInfo.isEmpty()
                    ? new CertificationRequestInfo(
                            Certificate.getInstance(former.encoded().toArray()).getSubject(), key, new DERSet())
                    : info(CertificationRequestInfo.getInstance(requesterInfo.toArray()), key);
        } catch (IOException | RuntimeException e) {
            // The ASN.1 reader throws unchecked exceptions of many kinds on hostile bytes.
            throw new MalformedMessageException("RequesterInfo", 0, String.valueOf(e.getMessage()));
        }
        try {
            Bytes signed = CertificateSignature.sign(signer, Bytes.of(info.getEncoded(ASN1Encoding.DER)));
            var content = new ASN1EncodableVector(3);
            content.add(info);
            content.add(CertificateSignature.identifier(signer));
            content.add(new DERBitString(signed.toArray()));
            return new CertificateRequest(Bytes.of(new DERSequence(content).getEncoded(ASN1Encoding.DER)));
        } catch (IOException e) {
            throw new AssertionError("encoding into memory", e);
        }
    }

    private static CertificationRequestInfo info(CertificationRequestInfo wanted, SubjectPublicKeyInfo key)
            throws IOException {
        int size = wanted.getSubject().getEncoded(ASN1Encoding.DER).length;
        if (size > MAXIMUM_SUBJECT) {
            throw new IOException("the subject has %d bytes".formatted(size));
        }
        return new CertificationRequestInfo(wanted.getSubject(), key, wanted.getAttributes());
    }

    /**
     * Returns the request.
     *
     * @return its DER encoding
     */
    public Bytes encoded() {
        return encoded;
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
