package dev.tdisp.guest.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of a policy file. None of them must be there. */
public enum PolicyKey {
    /** The roots that are trusted. */
    ANCHORS(
            "anchors",
            "list of texts: a certificate in PEM, or its DER in base64",
            "none",
            "the roots that are trusted; others may come from the command line"),
    /** The devices that are expected. */
    DEVICES("devices", "list of `manufacturer:product:serial`", "any", "the devices that are expected"),
    /** What certificates must hash to. */
    PINS(
            "pins",
            "list of `{\"of\": root, leaf, public-key or chain, \"hash\": name, \"digest\": hex}`",
            "none",
            "what the certificates must be; several of one kind are alternatives"),
    /** The measurements that are good. */
    MEASUREMENTS(
            "measurements",
            "list of `{\"index\": 1 to 254, \"type\": name, \"raw\": true or false, \"value\": hex}`",
            "not judged",
            "reference values; several of one index are alternatives, an index without any is not judged"),
    /** The oldest SPDM version. */
    OLDEST_VERSION("oldest-version", "`1.0` to `1.4`", "`1.2`", "the oldest SPDM version that is good enough"),
    /** What may protect the session. */
    AEADS("aeads", "list of names", "`AES_256_GCM`", "what may protect the session"),
    /** The flags of the lock. */
    REQUIRED_FLAGS("required-flags", "list of names", "`NO_FW_UPDATE`", "at least these flags of the lock"),
    /** Whether firmware must stay. */
    FIRMWARE_FROZEN("firmware-frozen", "true or false", "true", "whether the report must rule out firmware updates"),
    /** What may be enabled. */
    ALLOWED_FEATURES(
            "allowed-features",
            "list of names",
            "`NO_FW_UPDATE`, `DMA_WITHOUT_PASID`",
            "at most these features of the interface"),
    /** Whether each page must be reported. */
    WHOLE_WINDOWS("whole-windows", "true or false", "false", "whether the report must account for every page of a BAR"),
    /** The checks that must be judged. */
    DEMAND(
            "demand",
            "list of names of checks",
            "none",
            "checks that must be judged; without it, what has nothing to compare with is left out");

    private final String key;
    private final String form;
    private final String unlessTold;
    private final String meaning;

    PolicyKey(String key, String form, String unlessTold, String meaning) {
        this.key = key;
        this.form = form;
        this.unlessTold = unlessTold;
        this.meaning = meaning;
    }

    /**
     * Finds a key.
     *
     * @param key as it stands in a file
     * @return the key, if there is one
     */
    public static Optional<PolicyKey> of(String key) {
        return Arrays.stream(values()).filter(known -> known.key.equals(key)).findFirst();
    }

    /**
     * Lists the keys.
     *
     * @return as they stand in a file
     */
    public static List<String> names() {
        return Arrays.stream(values()).map(PolicyKey::key).toList();
    }

    /**
     * Returns the key.
     *
     * @return as it stands in a file
     */
    public String key() {
        return key;
    }

    /**
     * Says what stands behind it.
     *
     * @return the form of its value, in Markdown
     */
    public String form() {
        return form;
    }

    /**
     * Says what holds without it.
     *
     * @return the value that is taken, in Markdown
     */
    public String unlessTold() {
        return unlessTold;
    }

    /**
     * Says what it is for.
     *
     * @return a few words
     */
    public String meaning() {
        return meaning;
    }
}
