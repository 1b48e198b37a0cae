package dev.tdisp.guest.attestation;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import java.util.List;
import java.util.TreeSet;

/** Judges what the security manager says itself: session, stream, lock. */
final class WordAppraisal {
    /** What is judged here, for those who have no such word. */
    static final List<Check> CHECKS =
            List.of(Check.SESSION, Check.STREAM_SECURE, Check.STATE_LOCKED, Check.LOCK_FLAGS, Check.MEASURED_IN_LOCK);

    private final InterfaceWord word;
    private final AppraisalPolicy policy;
    private final Findings findings;

    WordAppraisal(InterfaceWord word, AppraisalPolicy policy, Findings findings) {
        this.word = word;
        this.policy = policy;
        this.findings = findings;
    }

    void judge() {
        judgeSession();
        judgeLock();
        findings.require(
                Check.MEASURED_IN_LOCK,
                "a number of a measurement",
                word.epoch().toString(),
                word.epoch().measurement() != 0,
                "nothing was measured in this lock");
    }

    private void judgeSession() {
        boolean isStrong = word.aead().filter(policy.aeads()::contains).isPresent();
        boolean isNew = word.version().isAtLeast(policy.oldestVersion());
        String aead = word.aead().map(AeadAlgorithm::name).orElse("no AEAD");
        findings.require(
                Check.SESSION,
                "SPDM %s or newer, %s".formatted(policy.oldestVersion(), new TreeSet<>(policy.aeads())),
                "SPDM %s, %s".formatted(word.version(), aead),
                isStrong && isNew,
                isNew ? "the session is protected by " + aead : "older than SPDM " + policy.oldestVersion());
        findings.require(
                Check.STREAM_SECURE,
                "secure at both ends",
                "%s %s".formatted(word.stream(), word.streamSecure() ? "secure" : "insecure"),
                word.streamSecure(),
                "the stream is insecure");
    }

    private void judgeLock() {
        findings.require(
                Check.STATE_LOCKED,
                TdiState.CONFIG_LOCKED.name(),
                word.state().name(),
                word.state() == TdiState.CONFIG_LOCKED,
                "the interface is in " + word.state());
        findings.require(
                Check.LOCK_FLAGS,
                "at least " + policy.requiredFlags(),
                word.lockFlags().toString(),
                policy.requiredFlags().isSubsetOf(word.lockFlags()),
                "must have " + policy.requiredFlags());
    }
}
