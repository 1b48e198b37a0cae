package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

/** The cases of DIGESTS, CERTIFICATE and CHALLENGE_AUTH. */
final class CatalogAuthentication {
    private static final String SIGNING = "responder-challenge_auth signing";
    private static final String DEVICE_INFO = "1.3.6.1.4.1.412.274.1";
    private static final String HARDWARE_IDENTITY = "1.3.6.1.4.1.412.274.2";
    private static final String RESPONDER_AUTH = "1.3.6.1.4.1.412.274.3";
    private static final String REQUESTER_AUTH = "1.3.6.1.4.1.412.274.4";
    private static final String MUTABLE = "1.3.6.1.4.1.412.274.5";
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final List<Integer> SUMMARIES = List.of(0x00, 0x01, 0xFF);
    private static final List<SpdmVersion> OLD = CatalogCase.ALL.subList(0, 2);
    private static final List<SpdmVersion> NEW = CatalogCase.ALL.subList(2, CatalogCase.ALL.size());

    /** What goes before a CHALLENGE: is VCA cached, and which part of B comes. */
    private record Order(String id, boolean isCached, boolean hasDigests, boolean hasCertificate) {}

    private static final List<Order> OLD_ORDERS = List.of(
            new Order("SPDM-CHAL-01", false, true, true),
            new Order("SPDM-CHAL-02", false, false, false),
            new Order("SPDM-CHAL-03", false, true, false));

    private static final List<Order> NEW_ORDERS = List.of(
            new Order("SPDM-CHAL-06", false, true, true),
            new Order("SPDM-CHAL-07", false, false, false),
            new Order("SPDM-CHAL-08", false, true, false),
            new Order("SPDM-CHAL-09", false, false, true),
            new Order("SPDM-CHAL-10", true, true, true),
            new Order("SPDM-CHAL-11", true, false, false),
            new Order("SPDM-CHAL-12", true, true, false),
            new Order("SPDM-CHAL-13", true, false, true));

    private CatalogAuthentication() {}

    static Stream<CatalogCase> cases() {
        return Stream.of(
                        CatalogCase.in(CatalogCase.ALL, "SPDM-DIG-01", "DIGESTS", CatalogAuthentication::digests),
                        CatalogCase.in(CatalogCase.ALL, "SPDM-CERT-01", "chains", CatalogAuthentication::chains),
                        CatalogCase.in(
                                CatalogCase.ALL, "SPDM-CERT-04", "certificates", CatalogAuthentication::certificates),
                        CatalogCase.in(
                                List.of(SpdmVersion.V1_3, SpdmVersion.V1_4),
                                "SPDM-CERT-05",
                                "size of a slot",
                                CatalogAuthentication::slotSize),
                        OLD_ORDERS.stream().flatMap(order -> challenges(OLD, order)),
                        NEW_ORDERS.stream().flatMap(order -> challenges(NEW, order)))
                .flatMap(cases -> cases);
    }

    private static void digests(SpdmVersion version) {
        Bytes answer = CatalogTalk.of(version).ask("vv 81 00 00");

        CatalogCase.requireHeader(version, 0x01, answer);
        int slots = answer.at(3);
        assertThat(slots & 1).as("slot 0").isOne();
        assertThat(answer.size()).isEqualTo(4 + CatalogTalk.HASH_SIZE * Integer.bitCount(slots));
        if (version.isAtLeast(SpdmVersion.V1_3)) {
            assertThat(answer.at(2) & slots).as("supported slots").isEqualTo(slots);
        }
    }

    private static void chains(SpdmVersion version) {
        CatalogTalk talk = CatalogTalk.of(version);
        Bytes digests = talk.ask("vv 81 00 00");
        int found = 0;
        for (int slot = 0; slot < Byte.SIZE; slot++) {
            if ((digests.at(3) & 1 << slot) != 0) {
                Bytes chain = talk.chain(slot);

                assertThat(WireReader.of(chain).u32("Length")).isEqualTo(chain.size());
                int start = 4 + CatalogTalk.HASH_SIZE * found++;
                assertThat(digests.slice(start, start + CatalogTalk.HASH_SIZE)).isEqualTo(CatalogTalk.hash(chain));
            }
        }
        assertThat(found).isEqualTo(2);
    }

    private static void certificates(SpdmVersion version) {
        Bytes chain = CatalogTalk.of(version).chain(0);
        List<X509Certificate> certificates = parsed(chain.from(4 + CatalogTalk.HASH_SIZE));
        X509Certificate leaf = certificates.get(certificates.size() - 1);
        try {
            Bytes root = Bytes.of(certificates.get(0).getEncoded());
            assertThat(chain.slice(4, 4 + CatalogTalk.HASH_SIZE)).isEqualTo(CatalogTalk.hash(root));
            for (int i = 0; i < certificates.size(); i++) {
                certificates.get(i).verify(certificates.get(Math.max(0, i - 1)).getPublicKey());
                certificates.get(i).checkValidity(Date.from(NOW));
                requireComplete(certificates.get(i));
            }
            requireLeaf(leaf);
            for (X509Certificate authority : certificates.subList(0, certificates.size() - 1)) {
                assertThat(authority.getBasicConstraints()).isNotNegative();
                assertThat(authority.getExtendedKeyUsage()).isNull();
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void requireComplete(X509Certificate certificate) {
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSerialNumber()).isPositive();
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA384withECDSA");
        assertThat(certificate.getIssuerX500Principal().getName()).isNotEmpty();
        assertThat(certificate.getSubjectX500Principal().getName()).isNotEmpty();
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(certificate.getKeyUsage()).isNotNull();
    }

    private static void requireLeaf(X509Certificate leaf) throws GeneralSecurityException {
        String text = new String(leaf.getEncoded(), StandardCharsets.ISO_8859_1);

        assertThat(leaf.getBasicConstraints()).as("no authority").isNegative();
        assertThat(leaf.getKeyUsage()[0]).as("digitalSignature").isTrue();
        assertThat(leaf.getExtendedKeyUsage()).contains(RESPONDER_AUTH).doesNotContain(REQUESTER_AUTH);
        assertThat(text).contains("ACME:WIDGET:1").contains(der(DEVICE_INFO)).contains(der(HARDWARE_IDENTITY));
        assertThat(text).as("not an alias certificate").doesNotContain(der(MUTABLE));
    }

    /** The content of an object identifier of DMTF: only its last arc differs. */
    private static String der(String identifier) {
        char last = identifier.charAt(identifier.length() - 1);
        return "\u002b\u0006\u0001\u0004\u0001\u0083\u001c\u0082\u0012" + (char) (last - '0');
    }

    private static List<X509Certificate> parsed(Bytes encoded) {
        try {
            var in = new ByteArrayInputStream(encoded.toArray());
            List<X509Certificate> certificates = new ArrayList<>();
            while (in.available() > 0) {
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void slotSize(SpdmVersion version) {
        CatalogTalk talk = CatalogTalk.of(version);
        talk.ask("vv 81 00 00");

        Bytes answer = talk.ask("vv 82 00 01 ff ff 55 aa");

        CatalogCase.requireHeader(version, 0x02, answer);
        assertThat(answer.size()).isEqualTo(8);
        assertThat(CatalogTalk.u16(answer, 4)).as("PortionLength").isZero();
        assertThat(CatalogTalk.u16(answer, 6)).as("RemainderLength").isPositive();
    }

    private static Stream<CatalogCase> challenges(List<SpdmVersion> versions, Order order) {
        return SUMMARIES.stream()
                .flatMap(summary -> CatalogCase.in(
                        versions,
                        order.id(),
                        "CHALLENGE_AUTH, summary %02x".formatted(summary),
                        version -> challenge(version, order, summary)));
    }

    private static void challenge(SpdmVersion version, Order order, int summary) {
        CatalogTalk talk = CatalogTalk.of(version);
        if (order.isCached()) {
            talk.ask("vv 81 00 00");
            talk.ask("vv 83 00 00 nonce ctx");
        }
        if (order.hasDigests()) {
            talk.keep("vv 81 00 00");
        }
        if (order.hasCertificate()) {
            talk.chain(0);
        }
        Bytes before = talk.taken();
        Bytes request = CatalogCase.request(version, "vv 83 00 %02x nonce ctx".formatted(summary));

        Bytes answer = talk.bench.clear(request);

        requireFields(version, answer, summary, talk);
        int end = answer.size() - CatalogTalk.SIGNATURE_SIZE;
        Bytes transcript = talk.negotiation.plus(before).plus(request).plus(answer.slice(0, end));
        talk.requireSigned(SIGNING, transcript, answer.from(end));
    }

    private static void requireFields(SpdmVersion version, Bytes answer, int summary, CatalogTalk talk) {
        CatalogCase.requireHeader(version, 0x03, answer);
        assertThat(answer.at(2) & 0x0F).as("slot").isZero();
        assertThat(answer.at(3) & 1).as("slot mask").isOne();
        int hash = CatalogTalk.HASH_SIZE;
        Bytes chainHash = answer.slice(4, 4 + hash);
        int opaque = 4 + hash + 32 + (summary == 0 ? 0 : hash);
        int context = version.isAtLeast(SpdmVersion.V1_3) ? 8 : 0;
        int size = opaque + 2 + CatalogTalk.u16(answer, opaque) + context + CatalogTalk.SIGNATURE_SIZE;
        assertThat(answer.size()).isEqualTo(size);
        Bytes echo = answer.slice(size - CatalogTalk.SIGNATURE_SIZE - context, size - CatalogTalk.SIGNATURE_SIZE);
        assertThat(echo).isEqualTo(CatalogCase.request(version, "ctx"));
        CatalogTalk other = CatalogTalk.of(version);
        assertThat(chainHash).isEqualTo(CatalogTalk.hash(other.chain(0)));
        assertThat(chainHash).isEqualTo(other.ask("vv 81 00 00").slice(4, 4 + hash));
    }
}
