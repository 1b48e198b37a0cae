package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Aead;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S-212")
class SecuredMessageTest {
    private static final long SESSION = 0xFFFEFFFDL;
    private static final Bytes HEARTBEAT = Bytes.fromHex("12e80000");

    @ParameterizedTest
    @CsvSource({
        "0, DOE, 8, ''",
        "1, DOE, 8, ''",
        "2, DOE, 8, ''",
        "3, MCTP, 1, a1a2a3",
        "4, MCTP, 1, 5a",
        "5, TCP, 4, ''"
    })
    @Tag("S-150")
    @Tag("S-151")
    @Tag("S-152")
    @Tag("S-154")
    void recordsAreThoseOfTheSpecification(int number, TransportBinding binding, int headerSize, String random) {
        Vectors vectors = Vectors.of("records");
        Bytes expected = vectors.bytes("record.%d.frame".formatted(number)).from(headerSize);
        long sequenceNumber = Long.decode(vectors.text("record.%d.seq".formatted(number)));
        SecuredMessageCodec codec = codec(binding, true);

        Bytes sealed = codec.seal(keys(), sequenceNumber, binding.toApplicationData(HEARTBEAT), Bytes.fromHex(random));

        int size = sealed.size();
        assertThat(sealed).isEqualTo(expected.slice(0, size));
        assertThat(expected.from(size)).isEqualTo(Bytes.filled(0, expected.size() - size));
        assertThat(codec.open(keys(), sequenceNumber, expected).map(binding::fromApplicationData))
                .contains(HEARTBEAT);
    }

    @Test
    @Tag("S-155")
    void aRecordWithoutEncryptionShowsTheMessage() {
        SecuredMessageCodec codec = codec(TransportBinding.DOE, false);

        Bytes sealed = codec.seal(keys(), 0, HEARTBEAT, Bytes.EMPTY);

        assertThat(sealed).isEqualTo(Bytes.fromHex("fdfffeff140012e8000044c6e2643cac404232d349b94358646a"));
        assertThat(codec.open(keys(), 0, sealed)).contains(HEARTBEAT);
        assertThat(codec.open(keys(), 0, sealed.with(6, 0x13))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "response"})
    @Tag("S-155")
    @Tag("S-218")
    void recordedMessagesWithoutEncryptionVerify(String direction) {
        Vectors vectors = Vectors.of("record-mac-only");
        Bytes recorded = vectors.bytes(direction + ".record");
        var derivation = new KeyDerivation(SpdmVersion.V1_2, Hash.of(HashAlgorithm.SHA_384), AeadAlgorithm.AES_256_GCM);
        var keys = new TrafficKeys(
                derivation,
                Secret.copyOf(Bytes.EMPTY),
                Secret.copyOf(vectors.bytes(direction + ".key")),
                Secret.copyOf(vectors.bytes(direction + ".iv")));
        var codec = new SecuredMessageCodec(0xFFFFFFFFL, TransportBinding.DOE, AeadAlgorithm.AES_256_GCM, false);

        Bytes message = codec.open(keys, 0, recorded).orElseThrow();

        assertThat(keys.nonce(0)).isEqualTo(vectors.bytes(direction + ".nonce"));
        assertThat(vectors.bytes(direction + ".AAD").from(6)).isEqualTo(message);
        assertThat(recorded.from(recorded.size() - 16)).isEqualTo(vectors.bytes(direction + ".tag"));
        assertThat(codec.seal(keys, 0, message, Bytes.EMPTY)).isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource({"DOE, true", "DOE, false", "MCTP, true", "MCTP, false", "TCP, true"})
    @Tag("S-161")
    void oneChangedBitAnywhereIsNoticed(TransportBinding binding, boolean isEncrypted) {
        SecuredMessageCodec codec = codec(binding, isEncrypted);
        Bytes sealed = codec.seal(keys(), 5, binding.toApplicationData(HEARTBEAT), Bytes.EMPTY);

        for (int bit = 0; bit < sealed.size() * 8; bit++) {
            Bytes tampered = sealed.with(bit / 8, sealed.at(bit / 8) ^ 1 << bit % 8);
            assertThat(codec.open(keys(), 5, tampered)).as("bit %d", bit).isEmpty();
        }
        assertThat(codec.open(keys(), 6, sealed)).isEmpty();
        assertThat(codec.open(keys(), 5, sealed.plus(Bytes.filled(0, 3)))).isPresent();
        for (int size = 0; size < sealed.size(); size++) {
            assertThat(codec.open(keys(), 5, sealed.slice(0, size))).isEmpty();
        }
    }

    @Test
    @Tag("libspdm-4975ccc3")
    void anInnerLengthBehindTheEndIsNotAccepted() {
        SecuredMessageCodec codec = codec(TransportBinding.DOE, true);
        Aead aead = Aead.of(AeadAlgorithm.AES_256_GCM);
        Bytes plaintext = Bytes.fromHex("0500 12e80000");
        Bytes header = new SecuredMessage(SESSION, Bytes.EMPTY, Bytes.filled(0, plaintext.size() + 16)).header();

        Bytes record = header.plus(aead.seal(keys().key(), keys().nonce(0), header, plaintext));

        assertThat(codec.open(keys(), 0, record)).isEmpty();
    }

    @Test
    void noiseIsNoRecordOrOneThatEncodesToItself() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 2_000; i++) {
            var noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            Bytes bytes = Bytes.of(noise);
            for (TransportBinding binding : TransportBinding.values()) {
                try {
                    Bytes encoded = SecuredMessage.decode(binding, bytes).encode();
                    assertThat(encoded).isEqualTo(bytes.slice(0, encoded.size()));
                } catch (MalformedMessageException e) {
                    assertThat(e.field()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void aMessageTooLargeForARecordIsTheCallersMistake() {
        SecuredMessageCodec codec = codec(TransportBinding.DOE, true);

        assertThatThrownBy(() -> codec.seal(keys(), 0, Bytes.filled(0, 0xFFFF - 17), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(codec.seal(keys(), 0, Bytes.filled(0, 0xFFFF - 18), Bytes.EMPTY)
                        .size())
                .isEqualTo(6 + 0xFFFF);
    }

    private static SecuredMessageCodec codec(TransportBinding binding, boolean isEncrypted) {
        return new SecuredMessageCodec(SESSION, binding, AeadAlgorithm.AES_256_GCM, isEncrypted);
    }

    private static TrafficKeys keys() {
        Vectors vectors = Vectors.of("key-schedule");
        var derivation = new KeyDerivation(SpdmVersion.V1_2, Hash.of(HashAlgorithm.SHA_384), AeadAlgorithm.AES_256_GCM);
        return TrafficKeys.of(derivation, Secret.copyOf(vectors.bytes("request_data_secret")));
    }
}
