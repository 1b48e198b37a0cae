package dev.tdisp.core.tdi;

/**
 * A condition that stands in the way of a lock.
 *
 * @param check the condition
 * @param detail what was found, perhaps empty
 */
public record LockRefusal(LockCheck check, String detail) {
    /**
     * Returns the refusal with code and reason.
     *
     * @return what to answer
     */
    public Refusal refusal() {
        String reason = detail.isEmpty() ? check.sentence() : check.sentence() + ": " + detail;
        return new Refusal(check.code(), check.name(), reason);
    }
}
