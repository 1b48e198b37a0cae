package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyAgreementTest {
    @ParameterizedTest
    @MethodSource("algorithms")
    void bothPartiesComeToOneSecret(KeyExchangeAlgorithm group) {
        KeyAgreement agreement = KeyAgreement.of(group);
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
                .flatMap(Arrays::stream)
                .filter(algorithm -> algorithm != DheGroup.SM2_P256);
    }

    @ParameterizedTest
    @EnumSource(KemAlgorithm.class)
    @Tag("S-121")
    void anEncapsulationKeyIsCheckedAndACiphertextIsNotRevealed(KemAlgorithm algorithm) {
        KeyAgreement agreement = KeyAgreement.of(algorithm);
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
        KeyAgreement agreement = KeyAgreement.of(algorithm);
        Bytes key = agreement.start(RandomSource.seeded(1)).exchangeData();

        assertThat(agreement.start(RandomSource.seeded(1)).exchangeData()).isEqualTo(key);
        assertThat(agreement.respond(key, RandomSource.seeded(2)).orElseThrow().exchangeData())
                .isEqualTo(agreement
                        .respond(key, RandomSource.seeded(2))
                        .orElseThrow()
                        .exchangeData());
    }

    @ParameterizedTest
    @EnumSource(value = DheGroup.class, mode = EnumSource.Mode.EXCLUDE, names = "SM2_P256")
    void invalidValuesAreRefused(DheGroup group) {
        KeyAgreement agreement = KeyAgreement.of(group);
        int size = group.requesterExchangeSize();
        RandomSource random = RandomSource.seeded(1);
        Bytes one = Bytes.filled(0, size).with(size - 1, 1);

        assertThat(agreement.respond(Bytes.filled(0, size), random)).isEmpty();
        assertThat(agreement.respond(one, random)).isEmpty();
        assertThat(agreement.respond(Bytes.filled(0xFF, size), random)).isEmpty();
        assertThat(agreement.respond(Bytes.filled(0x11, size - 1), random)).isEmpty();
        assertThat(agreement.respond(Bytes.EMPTY, random)).isEmpty();
    }

    @Test
    @Tag("S-220")
    void encodingsOnP256AreThoseOfTheSpecification() {
        var agreement = new EcAgreement(EllipticCurve.P256);
        Secret one = Secret.copyOf(Bytes.filled(0x11, 32));
        Secret other = Secret.copyOf(Bytes.filled(0x22, 32));

        assertThat(agreement.publicValue(one).toHex())
                .isEqualTo("0217e617f0b6443928278f96999e69a23a4f2c152bdf6d6cdf66e5b80282d4ed"
                        + "194a7debcb97712d2dda3ca85aa8765a56f45fc758599652f2897c65306e5794");
        assertThat(agree(agreement, one, agreement.publicValue(other)))
                .isEqualTo("ccfc261f58193c98ca4ad4a53bbac6f0ee29bc4d48438090446908622ca79af6");
    }

    @Test
    @Tag("S-220")
    void encodingsOnP384AreThoseOfTheSpecification() {
        var agreement = new EcAgreement(EllipticCurve.P384);
        Secret one = Secret.copyOf(Bytes.filled(0x11, 48));
        Secret other = Secret.copyOf(Bytes.filled(0x22, 48));

        assertThat(agreement.publicValue(other).toHex())
                .isEqualTo(
                        "4f2bda7fd2105f8467e21f45223ad58863ffa4c084832d9f6c64ffc47fdd519727ab53cb71f9c40de24b64acde61f02f"
                                + "c7dce130b612fa5dbcac94573a2354fd005d8e9caefdc5fde48304474708bbd82f77e1fd2c630bea236f6f8dccc1678e");
        assertThat(agree(agreement, one, agreement.publicValue(other)))
                .isEqualTo("2ac3da23c114b5b1f3aa200cf3c57bebd1b3b880a0e68066ab5d00dda50dcfe6"
                        + "cd03410292346187a84b1f12d53569c0");
    }

    @Test
    @Tag("S-220")
    void leadingZerosOfASecretAreKept() {
        var agreement = new EcAgreement(EllipticCurve.P256);
        Bytes peer = Bytes.fromHex("4fbc3f7269d8dc803ad1d04dc96294d03736f0f481eb0c1c4a24c610591560f9"
                + "b8fba8d4b83c692caf2c6fa85bf4bfd97f6908b36dbdffb948d23f4ef5bb263e");

        assertThat(agree(agreement, Secret.copyOf(Bytes.filled(0x11, 32)), peer))
                .isEqualTo("004c67239b68c9f83e0cda039169795bfcceb6ff8f89374133515ea248f1ff10");
    }

    @Test
    @Tag("S-220")
    void finiteFieldsAreThoseOfRfc7919() {
        var agreement = FiniteFieldAgreement.of(DheGroup.FFDHE_2048);
        Secret one = Secret.copyOf(Bytes.filled(0x11, 28));
        Secret other = Secret.copyOf(Bytes.filled(0x22, 28));
        Hash sha256 = Hash.of(HashAlgorithm.SHA_256);

        assertThat(sha256.digest(agreement.publicValue(one)).toHex())
                .isEqualTo("21585ae0cdd18f9f03a57eac384d25adf72f9d4f7094028a2e5e89aa289acc9b");
        assertThat(agree(agreement, one, agreement.publicValue(other))).startsWith("833464f3a6f7023bf7f98ff96e09b6bb");
    }

    private static String agree(DiffieHellman agreement, Secret privateValue, Bytes peer) {
        return agreement.agree(privateValue, peer).orElseThrow().reveal().toHex();
    }
}
