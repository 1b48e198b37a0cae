package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyedAeadTest {
    private static final Bytes HEADER = Bytes.fromHex("fdfffeff1400");
    private static final Bytes MESSAGE = Bytes.filled(0x5A, 40);

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void manyMessagesAreSealedAsEachAlone(AeadAlgorithm algorithm) {
        Aead aead = Aead.of(algorithm);
        Secret key = key(algorithm);
        KeyedAead sender = aead.keyed(key);
        KeyedAead receiver = aead.keyed(key);

        for (int number = 0; number < 5; number++) {
            Bytes sealed = sender.seal(nonce(algorithm, number), HEADER, MESSAGE);

            assertThat(sealed).isEqualTo(aead.seal(key, nonce(algorithm, number), HEADER, MESSAGE));
            assertThat(receiver.open(nonce(algorithm, number), HEADER, sealed)).contains(MESSAGE);
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void messageThatIsNotAuthenticLeavesTheNextOneUnharmed(AeadAlgorithm algorithm) {
        KeyedAead keyed = Aead.of(algorithm).keyed(key(algorithm));
        Bytes sealed = keyed.seal(nonce(algorithm, 7), HEADER, MESSAGE);

        assertThat(keyed.open(nonce(algorithm, 7), HEADER, sealed.with(0, sealed.at(0) ^ 1)))
                .isEmpty();
        assertThat(keyed.open(nonce(algorithm, 7), HEADER.with(0, 0), sealed)).isEmpty();
        assertThat(keyed.open(nonce(algorithm, 7), HEADER, sealed)).contains(MESSAGE);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void nothingIsLeftOfADestroyedKey(AeadAlgorithm algorithm) {
        Secret key = key(algorithm);
        KeyedAead keyed = Aead.of(algorithm).keyed(key);
        Bytes sealed = keyed.seal(nonce(algorithm, 1), HEADER, MESSAGE);

        keyed.destroy();
        key.destroy();

        assertThatThrownBy(() -> keyed.seal(nonce(algorithm, 2), HEADER, MESSAGE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keyed.open(nonce(algorithm, 1), HEADER, sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Secret key(AeadAlgorithm algorithm) {
        return Secret.copyOf(Bytes.filled(7, algorithm.keySize()));
    }

    private static Bytes nonce(AeadAlgorithm algorithm, int number) {
        return Bytes.filled(3, algorithm.ivSize()).with(0, number);
    }
}
