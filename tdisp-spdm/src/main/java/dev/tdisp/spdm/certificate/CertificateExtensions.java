package dev.tdisp.spdm.certificate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says beyond name, time and key.
 *
 * @param isAuthority whether it may issue certificates; nothing without basic constraints
 * @param pathLength how many authorities may stand between it and a leaf; nothing if there is no limit
 * @param keyUsage the bits of the key usage, digitalSignature in bit 7; nothing without that extension
 * @param keyPurposes the object identifiers of the extended key usage
 * @param deviceInfo DMTF's other name as it stands there, if there is one
 * @param spdmMarks the object identifiers in DMTF's SPDM extension
 */
public record CertificateExtensions(
        Optional<Boolean> isAuthority,
        Optional<BigInteger> pathLength,
        Optional<Integer> keyUsage,
        Set<String> keyPurposes,
        Optional<String> deviceInfo,
        Set<String> spdmMarks) {
    /**
     * Copies the sets.
     *
     * @param isAuthority whether the certificate may issue certificates
     * @param pathLength how many authorities may stand between it and a leaf
     * @param keyUsage the bits of the key usage
     * @param keyPurposes the object identifiers of the extended key usage
     * @param deviceInfo DMTF's other name
     * @param spdmMarks the object identifiers in DMTF's SPDM extension
     */
    public CertificateExtensions {
        keyPurposes = Set.copyOf(keyPurposes);
        spdmMarks = Set.copyOf(spdmMarks);
    }

    static CertificateExtensions of(@Nullable Extensions extensions) {
        return new CertificateExtensions(
                Optional.ofNullable(BasicConstraints.fromExtensions(extensions)).map(BasicConstraints::isCA),
                Optional.ofNullable(BasicConstraints.fromExtensions(extensions))
                        .map(BasicConstraints::getPathLenConstraint),
                Optional.ofNullable(KeyUsage.fromExtensions(extensions)).map(CertificateExtensions::bits),
                keyPurposes(extensions),
                deviceInfo(extensions),
                spdmMarks(extensions));
    }

    /**
     * Tells whether the key may sign messages.
     *
     * @return false if the key usage is missing or lacks digitalSignature
     */
    public boolean maySignMessages() {
        return keyUsage.filter(bits -> (bits & KeyUsage.digitalSignature) != 0).isPresent();
    }

    /**
     * Tells whether the key may sign certificates.
     *
     * @return true if the certificate is an authority's, and no key usage forbids it
     */
    public boolean maySignCertificates() {
        return isAuthority.orElse(false)
                && keyUsage.map(bits -> (bits & KeyUsage.keyCertSign) != 0).orElse(true);
    }

    /**
     * Tells whether so many authorities may stand between this one and a leaf.
     *
     * @param count how many there are
     * @return false if the path length forbids it
     */
    public boolean allowsAuthorities(int count) {
        return pathLength
                .filter(limit -> limit.compareTo(BigInteger.valueOf(count)) < 0)
                .isEmpty();
    }

    /**
     * Tells whether this is the certificate of the hardware's own key.
     *
     * @return true if it is marked so
     */
    public boolean isHardwareIdentity() {
        return spdmMarks.contains(DmtfIdentifiers.HARDWARE_IDENTITY.getId());
    }

    /**
     * Tells whether the device issues this certificate itself.
     *
     * @return true if it is marked so
     */
    public boolean isMutable() {
        return spdmMarks.contains(DmtfIdentifiers.MUTABLE_CERTIFICATE.getId());
    }

    /**
     * Takes DMTF's other name apart.
     *
     * @return manufacturer, product and serial number, if there is such a name
     */
    public Optional<DeviceName> deviceName() {
        return deviceInfo.flatMap(DeviceName::parse);
    }

    private static int bits(KeyUsage usage) {
        byte[] bits = usage.getBytes();
        return bits.length == 0 ? 0 : Byte.toUnsignedInt(bits[0]);
    }

    private static Set<String> keyPurposes(@Nullable Extensions extensions) {
        Set<String> purposes = new HashSet<>();
        ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(extensions);
        if (usage != null) {
            for (KeyPurposeId purpose : usage.getUsages()) {
                purposes.add(purpose.getId());
            }
        }
        return purposes;
    }

    private static Optional<String> deviceInfo(@Nullable Extensions extensions) {
        GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        List<String> found = new ArrayList<>();
        if (names != null) {
            for (GeneralName name : names.getNames()) {
                if (name.getTagNo() == GeneralName.otherName) {
                    otherName(ASN1Sequence.getInstance(name.getName())).ifPresent(found::add);
                }
            }
        }
        return found.stream().findFirst();
    }

    private static Optional<String> otherName(ASN1Sequence name) {
        if (!DmtfIdentifiers.DEVICE_INFO.equals(name.getObjectAt(0))) {
            return Optional.empty();
        }
        ASN1TaggedObject value = ASN1TaggedObject.getInstance(name.getObjectAt(1));
        return Optional.of(
                ASN1UTF8String.getInstance(value.getExplicitBaseObject()).getString());
    }

    private static Set<String> spdmMarks(@Nullable Extensions extensions) {
        Set<String> marks = new HashSet<>();
        ASN1Encodable value =
                extensions == null ? null : extensions.getExtensionParsedValue(DmtfIdentifiers.SPDM_EXTENSION);
        if (value != null) {
            for (ASN1Encodable mark : ASN1Sequence.getInstance(value)) {
                ASN1Encodable identifier = ASN1Sequence.getInstance(mark).getObjectAt(0);
                marks.add(ASN1ObjectIdentifier.getInstance(identifier).getId());
            }
        }
        return marks;
    }
}
