package dev.tdisp.spdm.capture;

/**
 * Something about a message that was verified, or could not be.
 *
 * @param subject what was verified, for example {@code signature}
 * @param isGood whether it was right
 */
public record Verification(String subject, boolean isGood) {
    /**
     * Says how it went.
     *
     * @return for example {@code signature good}
     */
    @Override
    public String toString() {
        return subject + (isGood ? " good" : " NOT VERIFIED");
    }
}
