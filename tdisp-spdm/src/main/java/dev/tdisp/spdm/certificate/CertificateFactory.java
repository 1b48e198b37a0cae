package dev.tdisp.spdm.certificate;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Signer;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Makes certificates: the fields, the extensions, the signature. */
final class CertificateFactory {
    private static final int SERIAL_NUMBER_SIZE = 16;

    private final X500Name issuer;
    private final Signer issuerKey;
    private final RandomSource random;

    CertificateFactory(X500Name issuer, Signer issuerKey, RandomSource random) {
        this.issuer = issuer;
        this.issuerKey = issuerKey;
        this.random = random;
    }

    RandomSource random() {
        return random;
    }

    static X500Name commonName(String text) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String(text))
                .build();
    }

    X509Certificate authority(X500Name subject, Bytes publicKey, OptionalInt pathLength) {
        try {
            var extensions = new ExtensionsGenerator();
            BasicConstraints constraints =
                    pathLength.isPresent() ? new BasicConstraints(pathLength.getAsInt()) : new BasicConstraints(true);
            extensions.addExtension(Extension.basicConstraints, true, constraints);
            extensions.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            return sign(subject, publicKey, LeafOptions.DEFAULT, extensions);
        } catch (IOException e) {
            throw new AssertionError("encoding into memory", e);
        }
    }

    X509Certificate leaf(DeviceName name, Bytes publicKey, LeafOptions options) {
        try {
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(options.isAuthority()));
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(options.maySign() ? KeyUsage.digitalSignature : KeyUsage.keyEncipherment));
            extensions.addExtension(Extension.subjectAlternativeName, false, otherName(name));
            extensions.addExtension(Extension.extendedKeyUsage, false, purposes(options));
            if (options.isHardwareIdentity()) {
                ASN1Encodable mark = new DERSequence(DmtfIdentifiers.HARDWARE_IDENTITY);
                extensions.addExtension(DmtfIdentifiers.SPDM_EXTENSION, false, new DERSequence(mark));
            }
            X500Name subject = commonName(name.product() + " " + name.serialNumber());
            return sign(subject, publicKey, options, extensions);
        } catch (IOException e) {
            throw new AssertionError("encoding into memory", e);
        }
    }

    private X509Certificate sign(X500Name subject, Bytes publicKey, LeafOptions options, ExtensionsGenerator extensions)
            throws IOException {
        AlgorithmIdentifier algorithm = CertificateSignature.identifier(issuerKey);
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(serialNumber()));
        generator.setIssuer(issuer);
        generator.setSubject(subject);
        generator.setStartDate(time(options.notBefore()));
        generator.setEndDate(time(options.notAfter()));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(publicKey.toArray()));
        generator.setExtensions(extensions.generate());
        generator.setSignature(algorithm);
        TBSCertificate content = generator.generateTBSCertificate();
        Bytes signed = CertificateSignature.sign(issuerKey, Bytes.of(content.getEncoded(ASN1Encoding.DER)));

        var certificate = new ASN1EncodableVector(3);
        certificate.add(content);
        certificate.add(algorithm);
        certificate.add(new DERBitString(signed.toArray()));
        return X509Certificate.decode(Bytes.of(new DERSequence(certificate).getEncoded(ASN1Encoding.DER)));
    }

    private BigInteger serialNumber() {
        byte[] drawn = random.next(SERIAL_NUMBER_SIZE).toArray();
        drawn[0] = (byte) (drawn[0] & 0x7F | 0x40);
        return new BigInteger(1, drawn);
    }

    private static Time time(Instant instant) {
        return new Time(Date.from(instant));
    }

    private static GeneralNames otherName(DeviceName name) {
        var other = new ASN1EncodableVector(2);
        other.add(DmtfIdentifiers.DEVICE_INFO);
        other.add(new DERTaggedObject(true, 0, new DERUTF8String(name.toString())));
        return new GeneralNames(new GeneralName(GeneralName.otherName, new DERSequence(other)));
    }

    private static ExtendedKeyUsage purposes(LeafOptions options) {
        ASN1ObjectIdentifier purpose =
                options.isForRequesters() ? DmtfIdentifiers.REQUESTER_AUTH : DmtfIdentifiers.RESPONDER_AUTH;
        return new ExtendedKeyUsage(KeyPurposeId.getInstance(purpose));
    }
}
