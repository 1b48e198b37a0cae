package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyAgreementTest {
    private static final Vectors VECTORS = Vectors.of("key-agreement");
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);

    @ParameterizedTest
    @MethodSource("algorithms")
    void bothPartiesComeToOneSecret(KeyExchangeAlgorithm group) {
        KeyAgreement agreement = KeyAgreement.of(group, SpdmVersion.V1_4);
        KeyAgreement.Initiator initiator = agreement.start(RandomSource.seeded(1));

        KeyAgreement.Response response = agreement
                .respond(initiator.exchangeData(), RandomSource.seeded(2))
                .orElseThrow();
        Secret secret = initiator.finish(response.exchangeData()).orElseThrow();

        assertThat(initiator.exchangeData().size()).isEqualTo(group.requesterExchangeSize());
        assertThat(response.exchangeData().size()).isEqualTo(group.responderExchangeSize());
        assertThat(secret.size()).isEqualTo(group.sharedSecretSize());
        assertThat(secret.matches(response.sharedSecret())).isTrue();
        assertThatThrownBy(() -> initiator.finish(response.exchangeData())).isInstanceOf(IllegalStateException.class);
    }

    static Stream<KeyExchangeAlgorithm> algorithms() {
        return Stream.<KeyExchangeAlgorithm[]>of(DheGroup.values(), KemAlgorithm.values())
                .flatMap(Arrays::stream);
    }

    @ParameterizedTest
    @EnumSource(KemAlgorithm.class)
    @Tag("S-121")
    void anEncapsulationKeyIsCheckedAndACiphertextIsNotRevealed(KemAlgorithm algorithm) {
        KeyAgreement agreement = KeyAgreement.of(algorithm, SpdmVersion.V1_4);
        RandomSource random = RandomSource.seeded(1);
        Bytes key = agreement.start(random).exchangeData();

        assertThat(agreement.respond(key, random)).isPresent();
        assertThat(agreement.respond(key.with(0, 0xFF).with(1, key.at(1) | 0x0F), random))
                .isEmpty();
        assertThat(agreement.respond(key.with(1, key.at(1) | 0xF0).with(2, 0xFF), random))
                .isEmpty();
        assertThat(agreement.respond(key.from(1), random)).isEmpty();
        assertThat(agreement.respond(key.plus(Bytes.filled(0, 1)), random)).isEmpty();

        KeyAgreement.Initiator initiator = agreement.start(random);
        KeyAgreement.Response response =
                agreement.respond(initiator.exchangeData(), random).orElseThrow();
        Bytes tampered = response.exchangeData().with(9, response.exchangeData().at(9) ^ 1);
        assertThat(initiator.finish(tampered).orElseThrow().matches(response.sharedSecret()))
                .isFalse();
        assertThat(agreement.start(random).finish(tampered.from(1))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void sameSeedSameExchange(KeyExchangeAlgorithm algorithm) {
        KeyAgreement agreement = KeyAgreement.of(algorithm, SpdmVersion.V1_4);
        Bytes key = agreement.start(RandomSource.seeded(1)).exchangeData();

        assertThat(agreement.start(RandomSource.seeded(1)).exchangeData()).isEqualTo(key);
        assertThat(agreement.respond(key, RandomSource.seeded(2)).orElseThrow().exchangeData())
                .isEqualTo(agreement
                        .respond(key, RandomSource.seeded(2))
                        .orElseThrow()
                        .exchangeData());
    }

    @ParameterizedTest
    @EnumSource(DheGroup.class)
    void invalidValuesAreRefused(DheGroup group) {
        KeyAgreement agreement = KeyAgreement.of(group, SpdmVersion.V1_4);
        int size = group.requesterExchangeSize();
        RandomSource random = RandomSource.seeded(1);
        Bytes one = Bytes.filled(0, size).with(size - 1, 1);

        assertThat(agreement.respond(Bytes.filled(0, size), random)).isEmpty();
        assertThat(agreement.respond(one, random)).isEmpty();
        assertThat(agreement.respond(Bytes.filled(0xFF, size), random)).isEmpty();
        assertThat(agreement.respond(Bytes.filled(0x11, size - 1), random)).isEmpty();
        assertThat(agreement.respond(Bytes.EMPTY, random)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, P256", "secp384r1, P384", "secp521r1, P521"})
    @Tag("S-120")
    @Tag("S-220")
    void pointsAndSecretsAreThoseOfTheSpecification(String name, EllipticCurve curve) {
        var agreement = new EcAgreement(curve);
        Secret one = Secret.copyOf(VECTORS.bytes(name + ".dA"));
        Secret other = Secret.copyOf(VECTORS.bytes(name + ".dB"));

        assertThat(agreement.publicValue(one)).isEqualTo(VECTORS.bytes(name + ".QA"));
        assertThat(agreement.publicValue(other)).isEqualTo(VECTORS.bytes(name + ".QB"));
        assertThat(agree(agreement, one, VECTORS.bytes(name + ".QB"))).isEqualTo(VECTORS.bytes(name + ".secret"));
        assertThat(agree(agreement, other, VECTORS.bytes(name + ".QA"))).isEqualTo(VECTORS.bytes(name + ".secret"));
    }

    @Test
    @Tag("S-120")
    @Tag("S-220")
    void leadingZerosOfASecretAreKept() {
        Secret one = Secret.copyOf(Bytes.filled(0x11, 32));
        Bytes secret = agree(new EcAgreement(EllipticCurve.P256), one, VECTORS.bytes("secp256r1.zero.QB"));

        assertThat(secret).isEqualTo(VECTORS.bytes("secp256r1.zero.secret"));
        assertThat(secret.at(0)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = DheGroup.class,
            names = {"FFDHE_2048", "FFDHE_3072", "FFDHE_4096"})
    @Tag("S-120")
    @Tag("S-220")
    void finiteFieldsAreThoseOfRfc7919(DheGroup group) {
        String name = group.name().replace("_", "").toLowerCase(Locale.ROOT);
        var agreement = FiniteFieldAgreement.of(group);
        Secret one = Secret.copyOf(Bytes.filled(0x11, 28));
        BigInteger other = new BigInteger("22".repeat(28), 16);
        BigInteger withZero = other.add(new BigInteger(VECTORS.text(name + ".zero.add")));
        Bytes publicOne = agreement.publicValue(one);
        Bytes publicOther = agreement.publicValue(Secret.copyOf(Bytes.filled(0x22, 28)));
        Bytes secret = agree(agreement, one, publicOther);
        Bytes zero = agree(agreement, one, agreement.publicValue(Secret.adopt(withZero.toByteArray())));

        assertThat(SHA_256.digest(publicOne)).isEqualTo(VECTORS.bytes(name + ".YA_sha256"));
        assertThat(SHA_256.digest(publicOther)).isEqualTo(VECTORS.bytes(name + ".YB_sha256"));
        assertThat(SHA_256.digest(secret)).isEqualTo(VECTORS.bytes(name + ".secret_sha256"));
        assertThat(zero.at(0)).isZero();
        assertThat(SHA_256.digest(zero)).isEqualTo(VECTORS.bytes(name + ".zero.sha256"));
    }

    /**
     * The published accumulated vector of ML-KEM-768: keys, ciphertexts and secrets of 100 rounds whose inputs come from
     * SHAKE128, the last one of each round for a ciphertext that fits no key.
     */
    @Test
    @Tag("S-121")
    void keyEncapsulationIsThatOfFips203() {
        var input = new ShakeSource();
        KeyAgreement agreement = KeyAgreement.of(KemAlgorithm.ML_KEM_768, SpdmVersion.V1_4);
        var output = new SHAKEDigest(128);
        for (int round = 0; round < 100; round++) {
            Bytes seed = input.next(64);
            KeyAgreement.Initiator initiator = agreement.start(new FixedSource(seed));
            KeyAgreement.Response response =
                    agreement.respond(initiator.exchangeData(), input).orElseThrow();
            Secret implicit = agreement
                    .start(new FixedSource(seed))
                    .finish(input.next(KemAlgorithm.ML_KEM_768.responderExchangeSize()))
                    .orElseThrow();
            Secret secret = initiator.finish(response.exchangeData()).orElseThrow();
            assertThat(secret.matches(response.sharedSecret())).isTrue();
            for (Bytes part :
                    List.of(initiator.exchangeData(), response.exchangeData(), secret.reveal(), implicit.reveal())) {
                output.update(part.toArray(), 0, part.size());
            }
        }
        var accumulated = new byte[32];
        output.doFinal(accumulated, 0, accumulated.length);

        assertThat(Bytes.of(accumulated).toHex())
                .isEqualTo("1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415");
    }

    /** The endless output of SHAKE128 of nothing. */
    private static final class ShakeSource implements RandomSource {
        private final SHAKEDigest digest = new SHAKEDigest(128);

        @Override
        public Bytes next(int size) {
            var bytes = new byte[size];
            digest.doOutput(bytes, 0, size);
            return Bytes.of(bytes);
        }

        @Override
        public RandomSource forParty(String party) {
            return this;
        }

        @Override
        public boolean isDeterministic() {
            return true;
        }
    }

    /** Gives the same bytes once. */
    private record FixedSource(Bytes bytes) implements RandomSource {
        @Override
        public Bytes next(int size) {
            assertThat(size).isEqualTo(bytes.size());
            return bytes;
        }

        @Override
        public RandomSource forParty(String party) {
            return this;
        }

        @Override
        public boolean isDeterministic() {
            return true;
        }
    }

    @Test
    void theSm2ExchangeIsBoundToTheVersion() {
        KeyAgreement.Initiator initiator =
                KeyAgreement.of(DheGroup.SM2_P256, SpdmVersion.V1_2).start(RandomSource.seeded(1));
        KeyAgreement.Response response = KeyAgreement.of(DheGroup.SM2_P256, SpdmVersion.V1_3)
                .respond(initiator.exchangeData(), RandomSource.seeded(2))
                .orElseThrow();

        assertThat(initiator.finish(response.exchangeData()).orElseThrow().matches(response.sharedSecret()))
                .isFalse();
    }

    private static Bytes agree(DiffieHellman agreement, Secret privateValue, Bytes peer) {
        return agreement.agree(privateValue, peer).orElseThrow().reveal();
    }
}
