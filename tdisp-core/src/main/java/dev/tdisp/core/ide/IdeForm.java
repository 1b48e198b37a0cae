package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.SubStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In which form a stream sends packets, as its control register says (section 7.9.26.5).
 *
 * @param pcrc whether packets with data carry a checksum
 * @param nonPosted how many non-posted requests may share a MAC: code 0 to 3 for 1, 2, 4 and 8
 * @param posted the same of posted requests
 * @param completion the same of completions
 * @param headerMode which address bits are encrypted: 0 none, 1 bits 17:2, 2 bits 25:2, 3 bits 33:2, 4 bits 41:2
 */
public record IdeForm(boolean pcrc, int nonPosted, int posted, int completion, int headerMode) {
    /** Each packet with a MAC of its own, no checksum, headers in the clear. */
    public static final IdeForm PLAIN = new IdeForm(false, 0, 0, 0, 0);

    private static final int MODES = 4;

    /**
     * Checks the ranges.
     *
     * @param pcrc whether packets with data carry a checksum
     * @param nonPosted 0 to 3
     * @param posted 0 to 3
     * @param completion 0 to 3
     * @param headerMode 0 to 15; the reserved ones mean none
     */
    public IdeForm {
        if ((nonPosted | posted | completion) >>> 2 != 0 || headerMode >>> 4 != 0) {
            throw new IllegalArgumentException(
                    "no control register says %d, %d, %d and %d".formatted(nonPosted, posted, completion, headerMode));
        }
    }

    /**
     * Reads the form from a control register.
     *
     * @param control the register
     * @return what it says
     */
    public static IdeForm ofControl(long control) {
        return new IdeForm(
                (control & IdeCapability.CONTROL_PCRC) != 0,
                (int) (control >>> IdeCapability.CONTROL_AGGREGATION_SHIFT & 3),
                (int) (control >>> IdeCapability.CONTROL_AGGREGATION_SHIFT + 2 & 3),
                (int) (control >>> IdeCapability.CONTROL_AGGREGATION_SHIFT + 4 & 3),
                (int) (control >>> IdeCapability.CONTROL_PARTIAL_HEADER_SHIFT & 0xF));
    }

    /**
     * Returns the bits of the control register that say this.
     *
     * @return those bits, all others 0
     */
    public long control() {
        return (pcrc ? IdeCapability.CONTROL_PCRC : 0)
                | (long) nonPosted << IdeCapability.CONTROL_AGGREGATION_SHIFT
                | (long) posted << IdeCapability.CONTROL_AGGREGATION_SHIFT + 2
                | (long) completion << IdeCapability.CONTROL_AGGREGATION_SHIFT + 4
                | (long) headerMode << IdeCapability.CONTROL_PARTIAL_HEADER_SHIFT;
    }

    /**
     * Returns how many packets may share a MAC.
     *
     * @param subStream their sub-stream
     * @return 1, 2, 4 or 8
     */
    public int unit(SubStream subStream) {
        return 1
                << switch (subStream) {
                    case POSTED -> posted;
                    case NON_POSTED -> nonPosted;
                    case COMPLETION -> completion;
                };
    }

    /**
     * Returns what both ends must be able to do.
     *
     * @return the features that this turns on
     */
    public Set<IdeFeature> features() {
        return Arrays.stream(IdeFeature.values())
                .filter(feature -> (control() & IdeFeature.control(Set.of(feature))) != 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(IdeFeature.class)));
    }

    /** Returns how many bytes of an address are encrypted. */
    int hiddenBytes() {
        return headerMode >= 1 && headerMode <= MODES ? headerMode + 1 : 0;
    }
}
