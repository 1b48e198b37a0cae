package dev.tdisp.spdm.certificate;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** DMTF's object identifiers (section 2.5). */
final class DmtfIdentifiers {
    private static final ASN1ObjectIdentifier DMTF_SPDM = new ASN1ObjectIdentifier("1.3.6.1.4.1.412.274");

    /** The type of the other name that holds manufacturer, product and serial number. */
    static final ASN1ObjectIdentifier DEVICE_INFO = DMTF_SPDM.branch("1");

    /** Marks the certificate of the hardware's own key. */
    static final ASN1ObjectIdentifier HARDWARE_IDENTITY = DMTF_SPDM.branch("2");

    /** Allows to authenticate as a responder. */
    static final ASN1ObjectIdentifier RESPONDER_AUTH = DMTF_SPDM.branch("3");

    /** Allows to authenticate as a requester. */
    static final ASN1ObjectIdentifier REQUESTER_AUTH = DMTF_SPDM.branch("4");

    /** Marks a certificate that the device issues itself. */
    static final ASN1ObjectIdentifier MUTABLE_CERTIFICATE = DMTF_SPDM.branch("5");

    /** The extension that holds the two marks. */
    static final ASN1ObjectIdentifier SPDM_EXTENSION = DMTF_SPDM.branch("6");

    private DmtfIdentifiers() {}
}
