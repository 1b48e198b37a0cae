package dev.tdisp.spdm.certificate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who made a device, what it is and which one: DMTF's other name in a leaf certificate.
 *
 * @param manufacturer the manufacturer, without a colon
 * @param product the product, without a colon
 * @param serialNumber the serial number
 */
public record DeviceName(String manufacturer, String product, String serialNumber) {
    private static final Pattern FORMAT = Pattern.compile("([^:]+):([^:]+):(.+)", Pattern.DOTALL);

    /**
     * Checks that the parts can be joined and taken apart again.
     *
     * @param manufacturer the manufacturer
     * @param product the product
     * @param serialNumber the serial number
     */
    public DeviceName {
        Matcher matcher = FORMAT.matcher(join(manufacturer, product, serialNumber));
        if (!matcher.matches()
                || !matcher.group(1).equals(manufacturer)
                || !matcher.group(2).equals(product)) {
            throw new IllegalArgumentException("not a device name: " + join(manufacturer, product, serialNumber));
        }
    }

    /**
     * Takes the parts of a name apart.
     *
     * @param text {@code manufacturer:product:serialNumber}
     * @return the name, or nothing if the text is none
     */
    public static Optional<DeviceName> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        return matcher.matches()
                ? Optional.of(new DeviceName(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /**
     * Joins the parts.
     *
     * @return for example {@code ACME:WIDGET:1234567890}
     */
    @Override
    public String toString() {
        return join(manufacturer, product, serialNumber);
    }

    private static String join(String manufacturer, String product, String serialNumber) {
        return manufacturer + ":" + product + ":" + serialNumber;
    }
}
