package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.crypto.Pem;
import dev.tdisp.spdm.crypto.Verifier;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Time;

/**
 * A certificate, read so far as SPDM needs it.
 *
 * <p>Immutable; equal if encoded equally.
 */
public final class X509Certificate {
    private static final DateTimeFormatter TO_SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final int DIGITS = 14;
    private static final String ZONE = "GMT+00:00";

    private final Bytes encoded;
    private final int version;
    private final Bytes serialNumber;
    private final String issuerText;
    private final String subjectText;
    private final AlgorithmIdentifier signatureAlgorithm;
    private final Bytes signature;
    private final Bytes issuer;
    private final Bytes subject;
    private final Bytes publicKey;
    private final Bytes signedPart;
    private final Instant notBefore;
    private final Instant notAfter;
    private final CertificateExtensions extensions;

    private X509Certificate(Bytes encoded) throws IOException {
        this.encoded = encoded;
        Certificate certificate = Certificate.getInstance(encoded.toArray());
        this.version = certificate.getVersionNumber();
        this.serialNumber = Bytes.of(certificate.getSerialNumber().getValue().toByteArray());
        this.issuerText = certificate.getIssuer().toString();
        this.subjectText = certificate.getSubject().toString();
        this.signatureAlgorithm = certificate.getSignatureAlgorithm();
        this.signature = Bytes.of(certificate.getSignature().getOctets());
        this.issuer = Bytes.of(certificate.getIssuer().getEncoded(ASN1Encoding.DER));
        this.subject = Bytes.of(certificate.getSubject().getEncoded(ASN1Encoding.DER));
        this.publicKey = Bytes.of(certificate.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
        this.signedPart = DerSequence.firstWithin(encoded);
        this.notBefore = instant(certificate.getStartDate());
        this.notAfter = instant(certificate.getEndDate());
        this.extensions = CertificateExtensions.of(certificate.getExtensions());
    }

    /**
     * Reads a certificate.
     *
     * @param encoded its DER encoding, nothing behind it
     * @return the certificate
     * @throws MalformedMessageException if the bytes are no certificate
     */
    public static X509Certificate decode(Bytes encoded) {
        try {
            return new X509Certificate(encoded);
        } catch (IOException | RuntimeException e) {
            // The ASN.1 reader throws unchecked exceptions of many kinds on hostile bytes.
            throw new MalformedMessageException("Certificate", 0, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads the certificates of a file.
     *
     * @param file the file's content: PEM, or DER of one or more certificates, one behind the other
     * @return the certificates in their order, at least one
     * @throws MalformedMessageException if there is none, or one is no certificate
     */
    public static List<X509Certificate> decodeAll(Bytes file) {
        List<X509Certificate> certificates = new ArrayList<>();
        if (Pem.isPem(file)) {
            for (Pem.Block block : Pem.decode(file)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(decode(block.content()));
                }
            }
        } else {
            for (Bytes rest = file; !rest.isEmpty(); ) {
                int size = (int) Math.min(DerSequence.sizeAt(rest, 0), rest.size());
                certificates.add(decode(rest.slice(0, size)));
                rest = rest.from(size);
            }
        }
        if (certificates.isEmpty()) {
            throw new MalformedMessageException("Certificate", 0, "there is none");
        }
        return List.copyOf(certificates);
    }

    /**
     * Returns the bytes.
     *
     * @return the DER encoding
     */
    public Bytes encoded() {
        return encoded;
    }

    /**
     * Returns the version.
     *
     * @return 3 for all certificates with extensions
     */
    public int version() {
        return version;
    }

    /**
     * Returns the serial number.
     *
     * @return big-endian, in two's complement
     */
    public Bytes serialNumber() {
        return serialNumber;
    }

    /**
     * Returns who issued the certificate.
     *
     * @return the name as text
     */
    public String issuer() {
        return issuerText;
    }

    /**
     * Returns whose certificate it is.
     *
     * @return the name as text
     */
    public String subject() {
        return subjectText;
    }

    /**
     * Returns from when on the certificate is valid.
     *
     * @return the first moment
     */
    public Instant notBefore() {
        return notBefore;
    }

    /**
     * Returns until when the certificate is valid.
     *
     * @return the last moment
     */
    public Instant notAfter() {
        return notAfter;
    }

    /**
     * Returns the public key.
     *
     * @return the DER encoding of its SubjectPublicKeyInfo
     */
    public Bytes publicKey() {
        return publicKey;
    }

    /**
     * Returns what the certificate says beyond name, time and key.
     *
     * @return the extensions
     */
    public CertificateExtensions extensions() {
        return extensions;
    }

    /**
     * Tells whether issuer and subject are the same.
     *
     * @return true for root certificates
     */
    public boolean isSelfIssued() {
        return issuer.equals(subject);
    }

    /**
     * Tells whether another certificate's subject issued this one, and its key signed it.
     *
     * @param authority the other certificate, or this one
     * @return true if name and signature are right
     */
    public boolean isIssuedBy(X509Certificate authority) {
        return issuer.equals(authority.subject)
                && CertificateSignature.verify(signatureAlgorithm, authority.publicKey, signedPart, signature);
    }

    /**
     * Returns the key that verifies the subject's signatures.
     *
     * @param algorithm what the key must be for
     * @return the key, or nothing if it is not for that algorithm
     */
    public Optional<Verifier> verifier(SignatureAlgorithm algorithm) {
        try {
            return Optional.of(Verifier.of(algorithm, publicKey));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof X509Certificate that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    /**
     * Names the certificate.
     *
     * @return subject and issuer
     */
    @Override
    public String toString() {
        return "X509Certificate[%s, issued by %s]".formatted(subject(), issuer());
    }

    /** Reads the form that certificates have; the reader of all others is slow, and less strict. */
    private static Instant instant(Time time) {
        String text = time.getTime();
        if (text.length() == DIGITS + ZONE.length() && text.endsWith(ZONE)) {
            try {
                return LocalDateTime.parse(text.substring(0, DIGITS), TO_SECONDS)
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                return time.getDate().toInstant();
            }
        }
        return time.getDate().toInstant();
    }
}
