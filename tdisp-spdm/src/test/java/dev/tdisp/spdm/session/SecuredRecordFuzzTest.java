package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Aead;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is not authentic never opens, whatever it is; what is authentic opens to what was sealed, or to nothing.
 *
 * <p>The first byte of an input is the format: the binding, whether records are encrypted, the algorithm, and whether the
 * rest is a record as it arrives or what a peer with the right key has sealed.
 */
class SecuredRecordFuzzTest {
    private static final long SESSION = 0xFFFE_FFFDL;
    private static final int FORMATS = 24;
    private static final int MAXIMUM_SIZE = 0xFF00;
    private static final Bytes MESSAGE = Bytes.fromHex("12e80000");

    @MethodSource("records")
    @Tag("S-157")
    @Tag("GAP-SEC-13")
    @FuzzTest(maxDuration = "10m")
    void onlyAuthenticRecordsOpen(byte[] input) {
        if (input.length == 0 || input.length > MAXIMUM_SIZE) {
            return;
        }
        Format format = Format.of(input[0] & 0xFF);
        Bytes rest = Bytes.of(input).from(1);

        if (format.isAuthentic()) {
            opensToWhatWasSealed(format, rest);
        } else {
            doesNotOpen(format, rest);
        }
    }

    static Stream<byte[]> records() {
        return IntStream.range(0, FORMATS).boxed().flatMap(number -> {
            Format format = Format.of(number);
            Bytes inner = format.binding().toApplicationData(MESSAGE);
            Bytes sized = Bytes.of((byte) inner.size(), (byte) 0).plus(inner);
            Bytes record = format.isAuthentic()
                    ? inner
                    : format.session(SpdmRole.REQUESTER).seal(MESSAGE);
            Bytes damaged = record.with(record.size() - 1, record.at(record.size() - 1) ^ 1);
            return Stream.of(record, damaged, record.slice(0, 3), sized, sized.with(0, 0xFF), sized.plus(record))
                    .map(bytes -> Bytes.of((byte) (int) number).plus(bytes).toArray());
        });
    }

    private static void doesNotOpen(Format format, Bytes record) {
        SecureSession peer = format.session(SpdmRole.REQUESTER);
        SecureSession session = format.session(SpdmRole.RESPONDER);
        Bytes next = peer.seal(MESSAGE);
        boolean isHonest = next.size() <= record.size() && next.equals(record.slice(0, next.size()));

        Optional<Bytes> opened = session.openApplicationData(record);

        assertThat(opened.isPresent()).isEqualTo(isHonest);
        assertThat(session.receivingSequenceNumber()).isEqualTo(isHonest ? 1 : 0);
        assertThat(isHonest || session.open(next).isPresent()).isTrue();
    }

    private static void opensToWhatWasSealed(Format format, Bytes plaintext) {
        SecureSession session = format.session(SpdmRole.RESPONDER);
        Bytes record = format.sealed(plaintext);

        Optional<Bytes> opened = session.openApplicationData(record);

        assertThat(opened).isEqualTo(format.expected(plaintext));
        assertThat(session.receivingSequenceNumber()).isEqualTo(opened.isPresent() ? 1 : 0);
        try {
            Optional<Bytes> message = format.session(SpdmRole.RESPONDER).open(record);
            assertThat(message.isPresent()).isEqualTo(opened.isPresent());
        } catch (MalformedMessageException e) {
            assertThat(opened).isPresent();
            assertThat(format.binding()).isNotEqualTo(TransportBinding.DOE);
        }
    }

    /** How records look, and what an input is. */
    private record Format(TransportBinding binding, boolean isEncrypted, AeadAlgorithm aead, boolean isAuthentic) {
        static Format of(int number) {
            TransportBinding[] bindings = TransportBinding.values();
            return new Format(
                    bindings[number % bindings.length],
                    number / 3 % 2 == 0,
                    number / 6 % 2 == 0 ? AeadAlgorithm.AES_256_GCM : AeadAlgorithm.CHACHA20_POLY1305,
                    number / 12 % 2 == 0);
        }

        SecureSession session(SpdmRole self) {
            var parameters = new SessionParameters(SESSION, binding, isEncrypted, SessionParameters.NO_LIMIT);
            return new SecureSession(parameters, self, schedule(), RandomSource.seeded(1));
        }

        /** What a peer seals that puts into a record what it likes. */
        Bytes sealed(Bytes plaintext) {
            TrafficKeys keys = schedule().keys(SpdmRole.REQUESTER);
            Bytes number = Bytes.filled(0, binding.sequenceNumberSize());
            int size = plaintext.size() + aead.tagSize();
            Bytes header = new SecuredMessage(SESSION, number, Bytes.filled(0, size)).header();
            Aead cipher = Aead.of(aead);
            if (isEncrypted) {
                return header.plus(cipher.seal(keys.key(), keys.nonce(0), header, plaintext));
            }
            Bytes associated = header.plus(plaintext);
            return associated.plus(cipher.seal(keys.key(), keys.nonce(0), associated, Bytes.EMPTY));
        }

        Optional<Bytes> expected(Bytes plaintext) {
            if (!isEncrypted) {
                return Optional.of(plaintext);
            }
            int announced = plaintext.size() < 2 ? MAXIMUM_SIZE : plaintext.at(0) | plaintext.at(1) << Byte.SIZE;
            return announced <= plaintext.size() - 2
                    ? Optional.of(plaintext.slice(2, 2 + announced))
                    : Optional.empty();
        }

        /** Keys of this format alone: an honest record of another one is a forged one here. */
        private KeySchedule schedule() {
            Bytes th1 = Bytes.filled(binding.ordinal() | (isEncrypted ? 0x10 : 0), 48);
            var suite = AlgorithmSuite.builder()
                    .hash(HashAlgorithm.SHA_384)
                    .aead(aead)
                    .build();
            return KeySchedule.ofPsk(SpdmVersion.V1_2, suite, Secret.copyOf(Bytes.filled(0x5A, 32)), th1);
        }
    }
}
