package dev.tdisp.guest.token;

import dev.tdisp.guest.token.CborItem.Text;
import dev.tdisp.guest.token.CborItem.Whole;

/** Every key of a token, as data for the codec and for the documentation. */
public enum TokenClaim {
    /** What the token is. */
    PROFILE("token", 265, "eat_profile", "text", "`tag:linaro.org,2025:device#1.0.0`"),
    /** The relying party's nonce. */
    NONCE("token", 10, "eat_nonce", "8 to 64 bytes", "the relying party's nonce"),
    /** The devices. */
    SUBMODS("token", 266, "eat_submods", "map", "device name to claims, one or more"),
    /** What a device's claims are. */
    DEVICE_PROFILE("device", 265, "eat_profile", "text", "`tag:linaro.org,2025:device-spdm#1.0.0`"),
    /** The measurement blocks. */
    MEASUREMENTS("device", 3802, "measurements", "map", "index to measurement, and the signature"),
    /** The certificates. */
    CERTIFICATES("device", 3803, "certificates", "map", "slot to certificates in DER, one behind the other"),
    /** The negotiation. */
    VCA("device", 3804, "vca", "bytes", "GET_VERSION to ALGORITHMS"),
    /** The device's answer to a challenge. */
    CHALLENGE("device", 3807, "challenge", "map", "a signature over M1; read, not made"),
    /** The interface report. */
    REPORT("device", 3808, "device-interface-report", "map", "the report"),
    /** What the security manager said. */
    INTERFACE("device", -70001, "interface", "map", "what the draft has no field for; with `INTERFACE_CLAIM`"),
    /** What is measured. */
    COMPONENT("measurement", 1, "component-type", "number", "DMTF's type of the block, 0 to 10"),
    /** A digest. */
    DIGEST("measurement", 2, "digest", "array", "algorithm of IANA's Named Information registry, and digest"),
    /** What was measured itself. */
    RAW("measurement", 3, "raw", "bytes", "what was measured itself"),
    /** The signature over all blocks. */
    SIGNATURE("measurements", "signature", "map", "the device's signature over the measurements"),
    /** The slot whose key signed. */
    SLOT("signature", 1, "slot", "number", "whose key signed, 0 to 7"),
    /** The nonce of the one who asked. */
    REQUESTER_NONCE("signature", 2, "requester-nonce", "32 bytes", "of the one who asked"),
    /** The nonce of the device. */
    RESPONDER_NONCE("signature", 3, "responder-nonce", "32 bytes", "of the device"),
    /** What stands before the digest in the signed message. */
    PREFIX("signature", 4, "combined-spdm-prefix", "100 bytes", "what stands before the digest that is signed"),
    /** The signed transcript. */
    TRANSCRIPT("signature", 5, "IL1", "bytes", "L1 for measurements, M1 for a challenge"),
    /** The hash of the transcript. */
    HASH("signature", 6, "base-hash-algo", "number", "the hash of the transcript; see `SHA_256_IS_1`"),
    /** The signature itself. */
    SIGNATURE_VALUE("signature", 7, "signature", "bytes", "the signature in SPDM's form"),
    /** INTERFACE_INFO. */
    REPORT_INFO("report", 1, "interface-info", "2 bytes", "INTERFACE_INFO, little-endian"),
    /** MSI_X_MESSAGE_CONTROL. */
    REPORT_MSIX("report", 2, "msi-x-message-control", "2 bytes", "MSI_X_MESSAGE_CONTROL, little-endian"),
    /** LNR_CONTROL. */
    REPORT_LNR("report", 3, "lnr-control", "2 bytes", "LNR_CONTROL, little-endian"),
    /** TPH_CONTROL. */
    REPORT_TPH("report", 4, "tph-control", "4 bytes", "TPH_CONTROL, little-endian"),
    /** The ranges. */
    REPORT_RANGES("report", 5, "mmio-ranges", "map", "1, 2, ... to range; see `ONE_RANGE`"),
    /** DEVICE_SPECIFIC_INFO. */
    REPORT_SPECIFIC("report", 6, "device-specific-info", "bytes", "DEVICE_SPECIFIC_INFO"),
    /** The first page. */
    RANGE_FIRST("range", 1, "first-4k-page", "8 bytes", "little-endian"),
    /** How many pages. */
    RANGE_PAGES("range", 2, "number-of-4k-pages", "4 bytes", "little-endian"),
    /** Attributes and id. */
    RANGE_ATTRIBUTES("range", 3, "attributes", "map", "bits and id"),
    /** The attribute bits. */
    ATTRIBUTE_BITS("attributes", 1, "range-attribute-bits", "2 bytes", "little-endian"),
    /** The range id. */
    ATTRIBUTE_ID("attributes", 2, "range-attribute-range-id", "2 bytes", "little-endian"),
    /** The SPDM version. */
    INTERFACE_VERSION("interface", 1, "spdm-version", "number", "the code of the SPDM version, 18 for 1.2"),
    /** What protects the session. */
    INTERFACE_AEAD("interface", 2, "aead", "number", "the bit of the AEAD algorithm; 0 for none"),
    /** The stream. */
    INTERFACE_STREAM("interface", 3, "stream", "number", "the default stream"),
    /** Whether the stream is secure. */
    INTERFACE_SECURE("interface", 4, "stream-secure", "0 or 1", "whether both ends protect it"),
    /** The state. */
    INTERFACE_STATE("interface", 5, "state", "number", "the code of the TDI's state"),
    /** The lock flags. */
    INTERFACE_FLAGS("interface", 6, "lock-flags", "number", "the flags of LOCK_INTERFACE_REQUEST"),
    /** The bind epoch. */
    INTERFACE_EPOCH("interface", 7, "bind-epoch", "24 bytes", "numbers of lock, measurement and report, little-endian");

    private final String map;
    private final CborItem key;
    private final String title;
    private final String form;
    private final String meaning;

    TokenClaim(String map, long key, String title, String form, String meaning) {
        this.map = map;
        this.key = new Whole(key);
        this.title = title;
        this.form = form;
        this.meaning = meaning;
    }

    TokenClaim(String map, String key, String form, String meaning) {
        this.map = map;
        this.key = new Text(key);
        this.title = key;
        this.form = form;
        this.meaning = meaning;
    }

    CborItem key() {
        return key;
    }

    /**
     * Returns its name.
     *
     * @return as the draft calls it
     */
    public String title() {
        return title;
    }

    /**
     * Describes it.
     *
     * @return the row of a table in Markdown: map, key, name, form, meaning
     */
    public String row() {
        String shown = key instanceof Whole whole ? String.valueOf(whole.value()) : "\"" + title + "\"";
        return "| %s | %s | %s | %s | %s |".formatted(map, shown, title, form, meaning);
    }
}
