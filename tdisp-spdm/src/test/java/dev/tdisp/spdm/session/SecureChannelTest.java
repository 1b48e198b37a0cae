package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.transport.TransportBinding;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of records at the end of their range, where no test gets by counting. */
class SecureChannelTest {
    private static final Bytes MESSAGE = Bytes.fromHex("12e80000");
    private static final long LAST_USABLE = -2;

    @Test
    @Tag("S-159")
    void theLastNumberIsNeverUsed() {
        SecureChannel sender = channel(SessionParameters.NO_LIMIT, LAST_USABLE);
        SecureChannel receiver = channel(SessionParameters.NO_LIMIT, LAST_USABLE);

        Bytes last = sender.seal(MESSAGE, Bytes.EMPTY);

        assertThat(receiver.open(last)).contains(MESSAGE);
        assertThat(sender.sequenceNumber()).isEqualTo(-1);
        assertThat(sender.isExhausted()).isTrue();
        assertThatThrownBy(() -> sender.seal(MESSAGE, Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("S-159")
    void aRecordOfTheLastNumberIsNotOpenedEither() {
        SecureChannel receiver = channel(SessionParameters.NO_LIMIT, -1);
        Bytes forbidden = codec().seal(keys(), -1, MESSAGE, Bytes.EMPTY);

        assertThat(receiver.open(forbidden)).isEmpty();
        assertThat(receiver.sequenceNumber()).isEqualTo(-1);
    }

    @Test
    @Tag("S-139")
    @Tag("S-160")
    void aNewKeyCountsFromTheStart() {
        SecureChannel sender = channel(SessionParameters.NO_LIMIT, -1);

        sender.update(false);

        assertThat(sender.sequenceNumber()).isZero();
        assertThat(sender.isExhausted()).isFalse();
        assertThat(sender.seal(MESSAGE, Bytes.EMPTY).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "16, 65535", "32, 4294967295", "63, 9223372036854775807"})
    @Tag("S-163")
    void aLimitIsTheNumberOfRecordsOfAKey(int exponent, long last) {
        SecureChannel sender = channel(exponent, last);
        assertThat(sender.isExhausted()).isFalse();

        sender.seal(MESSAGE, Bytes.EMPTY);

        assertThat(sender.isExhausted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"255, 256", "65535, 65536", "4294967295, 4294967296", "2147483647, 2147483648"})
    @Tag("S-152")
    void numbersGrowAcrossTheirBytes(long before, long after) {
        SecureChannel sender = channel(SessionParameters.NO_LIMIT, before);
        SecureChannel receiver = channel(SessionParameters.NO_LIMIT, before);

        for (int i = 0; i < 2; i++) {
            assertThat(receiver.open(sender.seal(MESSAGE, Bytes.EMPTY))).contains(MESSAGE);
        }

        assertThat(sender.sequenceNumber()).isEqualTo(after + 1);
    }

    private static SecureChannel channel(int limitExponent, long sequenceNumber) {
        var channel = new SecureChannel(codec(), limitExponent, keys());
        try {
            Field field = SecureChannel.class.getDeclaredField("sequenceNumber");
            field.setAccessible(true);
            field.setLong(channel, sequenceNumber);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return channel;
    }

    private static SecuredMessageCodec codec() {
        return new SecuredMessageCodec(1, TransportBinding.DOE, AeadAlgorithm.AES_256_GCM, true);
    }

    private static TrafficKeys keys() {
        var suite = AlgorithmSuite.builder()
                .hash(HashAlgorithm.SHA_384)
                .aead(AeadAlgorithm.AES_256_GCM)
                .build();
        return KeySchedule.ofPsk(SpdmVersion.V1_2, suite, Secret.copyOf(Bytes.filled(3, 32)), Bytes.filled(7, 48))
                .keys(SpdmRole.REQUESTER);
    }
}
