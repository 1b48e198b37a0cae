package dev.tdisp.spdm.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides whether one end believes a certificate chain. */
@FunctionalInterface
public interface CertificatePolicy {
    /**
     * Judges a chain.
     *
     * @param chain the chain of the other end
     * @param policy what a chain of that role must fulfil for the negotiated version and algorithms
     * @param now the time
     * @return why the chain is refused; nothing if it is believed
     */
    Optional<String> refuse(CertificateChain chain, ChainPolicy policy, Instant now);

    /**
     * Returns the policy that believes chains of known roots.
     *
     * @param anchors the roots
     * @return a policy that refuses a chain with any finding
     */
    static CertificatePolicy trusting(List<X509Certificate> anchors) {
        List<X509Certificate> trusted = List.copyOf(anchors);
        return (chain, policy, now) -> {
            ChainVerdict verdict = ChainVerifier.verify(chain, policy, trusted, now);
            return verdict.isTrusted()
                    ? Optional.empty()
                    : Optional.of(verdict.findings().toString());
        };
    }

    /**
     * Returns the policy that believes any authentic chain, whoever its root is; somebody else decides about trust, for
     * example the guest.
     *
     * @return a policy that refuses a chain with any finding but an unknown root
     */
    static CertificatePolicy authentic() {
        return (chain, policy, now) -> {
            ChainVerdict verdict = ChainVerifier.verify(chain, policy, List.of(), now);
            return verdict.isAuthentic()
                    ? Optional.empty()
                    : Optional.of(verdict.findings().toString());
        };
    }
}
