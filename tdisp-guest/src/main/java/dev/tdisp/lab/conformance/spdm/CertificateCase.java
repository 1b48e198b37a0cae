package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateExtensions;
import dev.tdisp.spdm.certificate.X509Certificate;
import java.util.List;
import java.util.function.Predicate;

/** Looks at the certificates of each chain. */
final class CertificateCase {
    private static final int ASSERTIONS = 17;
    private static final int X509_V3 = 3;
    private static final String RESPONDER_AUTH = "1.3.6.1.4.1.412.274.3";
    private static final String REQUESTER_AUTH = "1.3.6.1.4.1.412.274.4";

    private final Probe probe;
    private final CertificateChain chain;
    private final List<X509Certificate> certificates;

    private CertificateCase(Probe probe, CertificateChain chain) {
        this.probe = probe;
        this.chain = chain;
        this.certificates = chain.certificates();
    }

    static void certificates(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        for (int slot : peer.slots()) {
            Bytes bytes = peer.chain(slot);
            probe.each("slot " + slot, () -> judge(probe.go(), bytes));
        }
    }

    private static void judge(Probe probe, Bytes bytes) {
        try {
            new CertificateCase(
                            probe, CertificateChain.decode(bytes, probe.peer().hash()))
                    .judge();
        } catch (MalformedMessageException e) {
            for (int number = 1; number <= ASSERTIONS; number++) {
                probe.on(number).that("chain", false, "certificates", e.getMessage());
            }
        }
    }

    private void judge() {
        X509Certificate first = certificates.get(0);
        boolean isRoot = first.isSelfIssued();
        Bytes hash = probe.peer().hash().digest(first.encoded());
        probe.on(1)
                .that("RootHash", !isRoot || hash.equals(chain.rootHash()), "of a self-signed root", chain.rootHash());
        boolean isIssued = true;
        for (int i = isRoot ? 0 : 1; i < certificates.size(); i++) {
            isIssued &= certificates.get(i).isIssuedBy(certificates.get(Math.max(0, i - 1)));
        }
        probe.on(2).that("signatures", isIssued, "each by the one before", isIssued ? "so" : "not all");
        var algorithm = probe.peer().context().suite().signature();
        boolean isOfAlgorithm = chain.leaf().verifier(algorithm).isPresent();
        probe.on(3).that("key of the leaf", isOfAlgorithm, algorithm, isOfAlgorithm ? algorithm : "another");
        fields();
        leaf(chain.leaf().extensions());
        purposes();
    }

    private void fields() {
        every(4, "version", certificate -> certificate.version() == X509_V3);
        every(5, "serialNumber", certificate -> !certificate.serialNumber().isEmpty());
        every(6, "signatureAlgorithm", certificate -> !certificate.encoded().isEmpty());
        every(7, "issuer", certificate -> !certificate.issuer().isEmpty());
        every(8, "subject", certificate -> !certificate.subject().isEmpty());
        every(9, "validity", certificate -> certificate.notBefore().isBefore(certificate.notAfter()));
        every(
                10,
                "subjectPublicKeyInfo",
                certificate -> !certificate.publicKey().isEmpty());
        boolean hasUsage = chain.leaf().extensions().maySignMessages();
        probe.on(11).that("keyUsage of the leaf", hasUsage, "digitalSignature", hasUsage ? "so" : "not so");
    }

    private void every(int number, String field, Predicate<X509Certificate> test) {
        List<String> wrong = certificates.stream()
                .filter(test.negate())
                .map(X509Certificate::subject)
                .toList();
        probe.on(number)
                .that(field, wrong.isEmpty(), "in each certificate", wrong.isEmpty() ? "so" : "not in " + wrong);
    }

    private void leaf(CertificateExtensions leaf) {
        boolean isAuthority = leaf.isAuthority().orElse(false);
        probe.on(12)
                .that(
                        "basicConstraints of the leaf",
                        !isAuthority,
                        "no authority",
                        isAuthority ? "an authority" : "none");
        if (leaf.deviceInfo().isEmpty()) {
            probe.on(13)
                    .noting("the name is not compulsory")
                    .deviates("DMTF otherName", "manufacturer:product:serial", "none");
        } else {
            boolean isFormatted = leaf.deviceName().isPresent();
            String expected = "manufacturer:product:serial";
            probe.on(13)
                    .that(
                            "DMTF otherName",
                            isFormatted,
                            expected,
                            leaf.deviceInfo().get());
        }
        boolean hasAlias = probe.peer().context().responder().has(Capability.ALIAS_CERT_CAP);
        boolean isMarked = certificates.stream()
                .filter(certificate -> hasAlias || certificate == chain.leaf())
                .anyMatch(certificate -> certificate.extensions().isHardwareIdentity());
        if (isMarked) {
            probe.on(14).that("hardware identity", true, "marked", "marked");
        } else {
            probe.on(14).noting("the mark is not compulsory").deviates("hardware identity", "marked", "not marked");
        }
    }

    private void purposes() {
        only(15, "responder authentication", certificate -> has(certificate, RESPONDER_AUTH));
        only(16, "requester authentication", certificate -> has(certificate, REQUESTER_AUTH));
        boolean hasAlias = probe.peer().context().responder().has(Capability.ALIAS_CERT_CAP);
        boolean isMutable = certificates.stream()
                .anyMatch(certificate -> certificate.extensions().isMutable());
        probe.on(17).that("mutable certificate", hasAlias || !isMutable, "only with ALIAS_CERT_CAP", isMutable);
    }

    /** Demands that no authority has a purpose that is for leaves. */
    private void only(int number, String field, Predicate<X509Certificate> test) {
        List<String> wrong = certificates.subList(0, certificates.size() - 1).stream()
                .filter(test)
                .map(X509Certificate::subject)
                .toList();
        probe.on(number).that(field, wrong.isEmpty(), "only in the leaf", wrong.isEmpty() ? "so" : "also in " + wrong);
    }

    private static boolean has(X509Certificate certificate, String purpose) {
        return certificate.extensions().keyPurposes().contains(purpose);
    }
}
