package dev.tdisp.host.tsm;

/**
 * What becomes of a refusal for the hypervisor's or a guest's sake. A security manager throws each; one that does not shows
 * what the rule is good for.
 */
@FunctionalInterface
public interface Refusals {
    /** Each refusal stands. */
    Refusals ALL = refusal -> {
        throw refusal;
    };

    /**
     * Takes a refusal. If it returns, the security manager goes on as if there were no such rule.
     *
     * @param refusal what was asked, and why that is refused
     * @throws TsmException the refusal, if it stands
     */
    void refuse(TsmException refusal);
}
