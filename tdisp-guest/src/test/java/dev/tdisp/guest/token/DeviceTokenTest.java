package dev.tdisp.guest.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.RemoteVerdict;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokenTest {
    private static final long SEED = Long.getLong("tdisp.seed", 22);
    private static final Signer GUEST = Signer.generate(AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(5));
    private static final Bytes NONCE = Bytes.filled(0x42, 32);

    private static Evidence evidence;
    private static AppraisalPolicy policy;
    private static Instant now;

    @BeforeAll
    static void collect() {
        Lab built = Lab.builder()
                .seed(3)
                .challenge(NONCE)
                .policy(usual -> {
                    policy = usual;
                    return usual;
                })
                .build();
        try (Lab lab = built) {
            lab.attach(1).runTo(Milestone.REPORTED);
            evidence = lab.evidence(1).orElseThrow();
            now = lab.time().instant();
        }
    }

    private static CoseSign1 signed(TokenProfile profile) {
        return CoseSign1.sign(GUEST, TokenMaker.of(evidence, profile).encode(profile));
    }

    private static RemoteVerdict appraise(CoseSign1 token, TokenProfile profile) {
        List<RemoteVerdict> verdicts =
                new TokenAppraisal(GUEST.publicKey(), policy, profile).appraise(token, Optional.of(NONCE), now);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    @Test
    void tokenOfAGoodDeviceIsAccepted() {
        for (TokenProfile profile : List.of(TokenProfile.DRAFT, TokenProfile.BOUND)) {
            CoseSign1 token = CoseSign1.decode(signed(profile).encode());

            RemoteVerdict verdict = appraise(token, profile);

            assertThat(verdict.failures()).isEmpty();
            assertThat(verdict.isAcceptable())
                    .as(verdict.explanation().toString())
                    .isTrue();
            assertThat(verdict.device()).startsWith("spdm:TDISP:ACCELERATOR:");
        }
    }

    @Test
    void tokenSaysWhatTheEvidenceDoes() {
        DeviceToken token = DeviceToken.decode(
                TokenMaker.of(evidence, TokenProfile.BOUND).encode(TokenProfile.BOUND), TokenProfile.BOUND);

        DeviceClaims claims = token.devices().values().iterator().next();
        Hash hash = Hash.of(evidence.after().digests().hash());
        var chain = CertificateChain.decode(
                evidence.blob(EvidenceKind.CERTIFICATE_CHAIN).orElseThrow(), hash);
        assertThat(token.nonce()).isEqualTo(NONCE);
        assertThat(claims.vca()).isEqualTo(evidence.blob(EvidenceKind.NEGOTIATION));
        assertThat(claims.report())
                .contains(DeviceInterfaceReport.decode(
                        evidence.blob(EvidenceKind.INTERFACE_REPORT).orElseThrow(), MmioAddressUnit.PAGE));
        assertThat(claims.certificates().get(0).size())
                .isEqualTo(chain.certificates().stream()
                        .mapToInt(one -> one.encoded().size())
                        .sum());
        assertThat(claims.word().orElseThrow().epoch())
                .isEqualTo(evidence.after().epoch());
        assertThat(claims.signature().orElseThrow().prefix().size()).isEqualTo(100);
        assertThat(claims.measurements().lastKey()).isEqualTo(254);
    }

    @Test
    void draftHasNoWordOfTheSecurityManagerAndBlocksTo239() {
        DeviceToken token = TokenMaker.of(evidence, TokenProfile.DRAFT);

        DeviceClaims claims = token.devices().values().iterator().next();
        assertThat(claims.word()).isEmpty();
        assertThat(claims.measurements().lastKey()).isLessThan(240);
    }

    @Test
    void guestThatIsNotTrustedIsNotBelieved() {
        Signer other = Signer.generate(AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(6));
        Bytes payload = TokenMaker.of(evidence, TokenProfile.BOUND).encode(TokenProfile.BOUND);

        RemoteVerdict verdict = appraise(CoseSign1.sign(other, payload), TokenProfile.BOUND);

        assertThat(verdict.failures()).containsExactly(Check.TOKEN_SIGNED);
        assertThat(verdict.isAcceptable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECDSA_P256", "ECDSA_P384", "ECDSA_P521"})
    void eachAlgorithmOfCoseSignsAndVerifies(AsymmetricAlgorithm algorithm) {
        Signer signer = Signer.generate(algorithm, RandomSource.seeded(7));
        Bytes payload = Bytes.fromHex("a0");

        CoseSign1 token = CoseSign1.decode(CoseSign1.sign(signer, payload).encode());

        assertThat(token.isSignedBy(signer.publicKey())).isTrue();
        assertThat(token.isSignedBy(GUEST.publicKey())).isFalse();
        assertThat(new CoseSign1(token.algorithm(), Bytes.fromHex("a1"), token.signature())
                        .isSignedBy(signer.publicKey()))
                .isFalse();
    }

    @Test
    void keyThatCoseHasNoAlgorithmForCannotSign() {
        Signer signer = Signer.generate(AsymmetricAlgorithm.SM2_P256, RandomSource.seeded(7));

        assertThatThrownBy(() -> CoseSign1.sign(signer, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allThreeFormsOfAFileHoldTheSameToken() {
        CoseSign1 token = signed(TokenProfile.BOUND);

        assertThat(TokenFile.read(token.encode())).isEqualTo(token);
        assertThat(TokenFile.read(bytes(TokenFile.pem(token)))).isEqualTo(token);
        assertThat(TokenFile.read(bytes(TokenFile.json(token)))).isEqualTo(token);
        assertThat(TokenFile.json(token)).contains("\"265\" : \"tag:linaro.org,2025:device#1.0.0\"", "\"-70001\"");
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(TokenSwitch.class)
    void eachSwitchChangesTheReading(TokenSwitch which) {
        TokenProfile with = TokenProfile.DRAFT.with(which);
        if (which == TokenSwitch.ONE_RANGE) {
            assertThatThrownBy(() -> TokenMaker.of(evidence, with).encode(with))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        DeviceToken token = which == TokenSwitch.SHA_256_IS_1 ? withSha256() : TokenMaker.of(evidence, with);
        Bytes encoded = token.encode(with);

        assertThat(DeviceToken.decode(encoded, with)).isEqualTo(token);
        assertThatThrownBy(() -> DeviceToken.decode(encoded, TokenProfile.DRAFT))
                .isInstanceOf(MalformedMessageException.class);
    }

    private static DeviceToken withSha256() {
        DeviceToken token = TokenMaker.of(evidence, TokenProfile.DRAFT);
        String name = token.devices().firstKey();
        DeviceClaims claims = token.devices().get(name);
        SignatureClaim signature = claims.signature().orElseThrow();
        var other = new SignatureClaim(
                signature.slot(),
                signature.requesterNonce(),
                signature.responderNonce(),
                signature.prefix(),
                signature.transcript(),
                HashAlgorithm.SHA_256,
                signature.signature());
        var changed = new DeviceClaims(
                claims.measurements(),
                Optional.of(other),
                claims.certificates(),
                claims.vca(),
                claims.challenge(),
                claims.report(),
                claims.word());
        return new DeviceToken(token.nonce(), new TreeMap<>(Map.of(name, changed)));
    }

    @Test
    void mutatedTokensAreRefusedOrNotAccepted() {
        var random = RandomSource.seeded(SEED);
        Bytes genuine = signed(TokenProfile.BOUND).encode();
        for (int run = 0; run < 20_000; run++) {
            Bytes noise = random.next(8);
            int at = (noise.at(0) << 16 | noise.at(1) << 8 | noise.at(2)) % genuine.size();
            Bytes bad = switch (noise.at(3) % 4) {
                case 0 -> genuine.slice(0, at);
                case 1 -> Bytes.concat(genuine.slice(0, at), noise.slice(4, 8), genuine.from(at));
                case 2 -> random.next(1 + noise.at(4));
                default -> genuine.with(at, genuine.at(at) ^ 1 << noise.at(4) % 8);
            };
            requireRefused(bad, "seed %d, run %d".formatted(SEED, run), noise.at(5) == 0);
        }
    }

    /** Of well-formed ones a part is judged, which takes time; all of the payload is behind the signature. */
    private static void requireRefused(Bytes bad, String where, boolean judged) {
        try {
            CoseSign1 token = TokenFile.read(bad);
            if (judged) {
                assertThat(appraise(token, TokenProfile.BOUND).isAcceptable())
                        .as(where)
                        .isFalse();
            } else {
                DeviceToken.decode(token.payload(), TokenProfile.BOUND);
            }
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).as(where).isNotBlank();
        }
    }

    @Test
    void mutatedClaimsAreRefusedOrEncodedAsTheyWere() {
        var random = RandomSource.seeded(SEED);
        Bytes genuine = TokenMaker.of(evidence, TokenProfile.BOUND).encode(TokenProfile.BOUND);
        int decoded = 0;
        for (int run = 0; run < 10_000; run++) {
            Bytes noise = random.next(4);
            int at = (noise.at(0) << 16 | noise.at(1) << 8 | noise.at(2)) % genuine.size();
            Bytes bad = genuine.with(at, noise.at(3));
            try {
                DeviceToken token = DeviceToken.decode(bad, TokenProfile.BOUND);
                assertThat(token.encode(TokenProfile.BOUND))
                        .as("seed %d, run %d", SEED, run)
                        .isEqualTo(bad);
                decoded++;
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(decoded).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "a0",
                "80",
                "d28440a04040",
                "d28443a10126a04040",
                "d28443a10126a1010140",
                "f6",
                "f90000",
                "ff",
                "5b7fffffffffffffff",
                "9b7fffffffffffffff",
                "bb7fffffffffffffff",
                "7b7fffffffffffffff",
                "5f41004100ff",
                "c2420001",
                "1b00000000000000ff",
                "a201010101",
                "8181818181818181818181818181818181818181818100"
            })
    void whatIsNoTokenIsSaid(String hex) {
        assertThatThrownBy(() -> {
                    CoseSign1 token = TokenFile.read(Bytes.fromHex(hex));
                    DeviceToken.decode(token.payload(), TokenProfile.BOUND);
                })
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void lengthsThatAreNotThereCostNothing() {
        long before = usedByThisThread();
        for (int run = 0; run < 100; run++) {
            for (String hex : List.of("5a7fffffff", "9a7fffffff", "ba7fffffff", "7a7fffffff", "5a0003d000")) {
                assertThatThrownBy(() -> Cbor.decode(Bytes.fromHex(hex))).isInstanceOf(MalformedMessageException.class);
            }
        }
        assertThat(usedByThisThread() - before).isLessThan(300L << 20);
    }

    private static long usedByThisThread() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
