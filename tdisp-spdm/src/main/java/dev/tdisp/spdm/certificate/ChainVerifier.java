package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Verifies chains: root hash, signatures from the root to the leaf, validity, and SPDM's demands on the leaf. */
public final class ChainVerifier {
    private static final int VERSION_3 = 3;
    private static final List<LeafCheck> LEAF_CHECKS = List.of(
            new LeafCheck(ChainProblem.VERSION, (leaf, policy) -> leaf.version() == VERSION_3),
            new LeafCheck(
                    ChainProblem.PUBLIC_KEY,
                    (leaf, policy) -> leaf.verifier(policy.algorithm()).isPresent()),
            new LeafCheck(ChainProblem.KEY_USAGE, ChainVerifier::maySign),
            new LeafCheck(ChainProblem.EXTENDED_KEY_USAGE, ChainVerifier::isForOwner),
            new LeafCheck(
                    ChainProblem.HARDWARE_IDENTITY,
                    (leaf, policy) -> policy.model() != CertificateModel.ALIAS
                            || !leaf.extensions().isHardwareIdentity()),
            new LeafCheck(ChainProblem.BASIC_CONSTRAINTS, ChainVerifier::isNoAuthority));

    private ChainVerifier() {}

    /**
     * Verifies a chain.
     *
     * @param chain the chain
     * @param policy what it must fit
     * @param anchors the root certificates that are trusted
     * @param now the time
     * @return all that is wrong
     */
    public static ChainVerdict verify(
            CertificateChain chain, ChainPolicy policy, List<X509Certificate> anchors, Instant now) {
        List<ChainFinding> findings = new ArrayList<>();
        checkRoot(chain, policy, anchors, findings);
        checkPath(chain.certificates(), now, findings);
        int last = chain.certificates().size() - 1;
        for (LeafCheck check : LEAF_CHECKS) {
            if (!check.condition().test(chain.leaf(), policy)) {
                findings.add(new ChainFinding(check.problem(), last));
            }
        }
        return new ChainVerdict(findings);
    }

    private static void checkRoot(
            CertificateChain chain, ChainPolicy policy, List<X509Certificate> anchors, List<ChainFinding> findings) {
        X509Certificate first = chain.certificates().get(0);
        Hash hash = Hash.of(policy.hash());
        if (first.isSelfIssued()) {
            checkSelfIssued(first, findings);
            if (!isHashOf(chain.rootHash(), hash, first)) {
                findings.add(new ChainFinding(ChainProblem.ROOT_HASH, 0));
            }
            if (!anchors.contains(first)) {
                findings.add(new ChainFinding(ChainProblem.NO_AUTHORITY, 0));
            }
            return;
        }
        List<X509Certificate> named = anchors.stream()
                .filter(anchor -> isHashOf(chain.rootHash(), hash, anchor))
                .toList();
        if (named.isEmpty()) {
            findings.add(new ChainFinding(ChainProblem.NO_AUTHORITY, 0));
        } else if (named.stream().noneMatch(first::isIssuedBy)) {
            findings.add(new ChainFinding(ChainProblem.ROOT_HASH, 0));
        }
    }

    private static void checkSelfIssued(X509Certificate root, List<ChainFinding> findings) {
        if (!root.isIssuedBy(root)) {
            findings.add(new ChainFinding(ChainProblem.NOT_ISSUED_BY_PREDECESSOR, 0));
        }
    }

    private static void checkPath(List<X509Certificate> certificates, Instant now, List<ChainFinding> findings) {
        for (int i = 0; i < certificates.size(); i++) {
            X509Certificate certificate = certificates.get(i);
            if (i > 0 && !certificate.isIssuedBy(certificates.get(i - 1))) {
                findings.add(new ChainFinding(ChainProblem.NOT_ISSUED_BY_PREDECESSOR, i));
            }
            if (i + 1 < certificates.size() && !certificate.extensions().maySignCertificates()) {
                findings.add(new ChainFinding(ChainProblem.NOT_AN_AUTHORITY, i));
            }
            if (!certificate.extensions().allowsAuthorities(certificates.size() - 2 - i)) {
                findings.add(new ChainFinding(ChainProblem.PATH_LENGTH, i));
            }
            if (now.isBefore(certificate.notBefore())) {
                findings.add(new ChainFinding(ChainProblem.NOT_YET_VALID, i));
            }
            if (now.isAfter(certificate.notAfter())) {
                findings.add(new ChainFinding(ChainProblem.EXPIRED, i));
            }
        }
    }

    private static boolean isHashOf(Bytes rootHash, Hash hash, X509Certificate root) {
        return rootHash.equalsInConstantTime(hash.digest(root.encoded()));
    }

    private static boolean maySign(X509Certificate leaf, ChainPolicy policy) {
        boolean isOptional = policy.model() == CertificateModel.GENERIC
                && leaf.extensions().keyUsage().isEmpty();
        return isOptional || leaf.extensions().maySignMessages();
    }

    private static boolean isForOwner(X509Certificate leaf, ChainPolicy policy) {
        Set<String> purposes = leaf.extensions().keyPurposes();
        boolean isResponder = purposes.contains(DmtfIdentifiers.RESPONDER_AUTH.getId());
        boolean isRequester = purposes.contains(DmtfIdentifiers.REQUESTER_AUTH.getId());
        return isResponder == isRequester || isResponder == (policy.owner() == SpdmRole.RESPONDER);
    }

    private static boolean isNoAuthority(X509Certificate leaf, ChainPolicy policy) {
        boolean isMandatory = policy.version().isAtLeast(SpdmVersion.V1_3);
        return leaf.extensions().isAuthority().map(is -> !is).orElse(!isMandatory);
    }

    private record LeafCheck(ChainProblem problem, BiPredicate<X509Certificate, ChainPolicy> condition) {}
}
