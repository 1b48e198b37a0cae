package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.transport.TransportBinding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecureSessionTest {
    private static final Bytes TH = Bytes.filled(0x77, 48);
    private static final Bytes MESSAGE = Bytes.fromHex("12e80000");

    @ParameterizedTest
    @Tag("S-215")
    @CsvSource({
        "session-1.1-mctp, MCTP, ECDSA_P256",
        "session-1.2-mctp, MCTP, ECDSA_P256",
        "session-1.3-doe, DOE, ECDSA_P384",
        "session-1.4-doe, DOE, ECDSA_P256"
    })
    @Tag("S-090")
    @Tag("S-094")
    @Tag("S-110")
    @Tag("S-114")
    @Tag("S-117")
    @Tag("S-124")
    @Tag("S-135")
    @Tag("S-138")
    void recordedKeyExchangeSessionsAreReproduced(String file, TransportBinding binding, AsymmetricAlgorithm key) {
        var replay = new Replay(Vectors.of(file), binding);
        Bytes signature = replay.vectors.bytes("signature");
        Bytes response = replay.vectors.bytes("KEY_EXCHANGE_RSP");
        int verifyDataAt = response.size() - replay.hash.size();
        String publicKey =
                replay.vectors.has("leaf_public_key_SPKI_DER") ? "leaf_public_key_SPKI_DER" : "public_key_DER_slot_FF";
        SessionTranscript transcript = replay.connection().keyExchange(replay.vectors.bytes("Ct_Hash_chain_or_key"));

        transcript.append(replay.vectors.bytes("KEY_EXCHANGE"));
        transcript.append(response.slice(0, verifyDataAt - signature.size()));
        assertThat(SigningContext.RESPONDER_KEY_EXCHANGE_RSP.verify(
                        Verifier.of(key, replay.vectors.bytes(publicKey)),
                        replay.version,
                        replay.hash,
                        transcript.content(),
                        signature))
                .isTrue();
        transcript.append(signature);
        assertThat(transcript.digest(replay.hash)).isEqualTo(replay.vectors.bytes("TH1_hash"));

        Secret secret = Secret.copyOf(replay.vectors.bytes("DHE_shared_secret"));
        replay.start(
                () -> KeySchedule.ofSharedSecret(replay.version, replay.suite, secret, transcript.digest(replay.hash)));
        replay.finish(transcript, response.from(verifyDataAt));
    }

    @ParameterizedTest
    @Tag("S-216")
    @CsvSource({"psk-1.2-mctp, MCTP", "psk-1.3-doe, DOE"})
    @Tag("S-123")
    @Tag("S-135")
    void recordedPskSessionsAreReproduced(String file, TransportBinding binding) {
        var replay = new Replay(Vectors.of(file), binding);
        Bytes response = replay.vectors.bytes("PSK_EXCHANGE_RSP");
        int verifyDataAt = response.size() - replay.hash.size();
        SessionTranscript transcript = replay.connection().pskExchange();

        transcript.append(replay.vectors.bytes("PSK_EXCHANGE"));
        transcript.append(response.slice(0, verifyDataAt));

        Secret psk = Secret.copyOf(replay.vectors.bytes("PSK"));
        replay.start(() -> KeySchedule.ofPsk(replay.version, replay.suite, psk, transcript.digest(replay.hash)));
        replay.finish(transcript, response.from(verifyDataAt));
    }

    @Test
    @Tag("S-160")
    void eachDirectionCountsForItself() {
        Pair pair = Pair.established(TransportBinding.DOE);

        for (int i = 0; i < 3; i++) {
            assertThat(pair.responder.open(pair.requester.seal(MESSAGE))).contains(MESSAGE);
        }
        assertThat(pair.requester.open(pair.responder.seal(MESSAGE))).contains(MESSAGE);

        assertThat(pair.requester.sendingSequenceNumber()).isEqualTo(3);
        assertThat(pair.responder.receivingSequenceNumber()).isEqualTo(3);
        assertThat(pair.responder.sendingSequenceNumber()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"DOE", "MCTP", "TCP"})
    void aRecordIsOpenedOnceInOrderByTheOtherEndOnly(TransportBinding binding) {
        Pair pair = Pair.established(binding);
        Bytes first = pair.requester.seal(MESSAGE);
        Bytes second = pair.requester.seal(MESSAGE);

        assertThat(pair.responder.open(second)).isEmpty();
        assertThat(pair.requester.open(first)).isEmpty();
        assertThat(pair.responder.open(first)).contains(MESSAGE);
        assertThat(pair.responder.open(first)).isEmpty();
        assertThat(pair.responder.open(second)).contains(MESSAGE);
    }

    @Test
    @Tag("S-153")
    void mctpRecordsCarryOneToThirtyTwoRandomBytes() {
        Pair pair = Pair.established(TransportBinding.MCTP);
        int least = 8 + 2 + 1 + MESSAGE.size() + 16;

        for (int i = 0; i < 100; i++) {
            Bytes sealed = pair.requester.seal(MESSAGE);
            assertThat(sealed.size()).isBetween(least + 1, least + 32);
            assertThat(pair.responder.open(sealed)).contains(MESSAGE);
        }
    }

    @Test
    @Tag("S-139")
    void anUpdateOfBothKeysGoesOnFromZero() {
        Pair pair = Pair.established(TransportBinding.DOE);
        pair.responder.open(pair.requester.seal(MESSAGE));

        pair.responder.updateReceiving();
        pair.responder.updateSending();
        pair.requester.updateReceiving();
        assertThat(pair.requester.open(pair.responder.seal(MESSAGE))).contains(MESSAGE);
        pair.requester.updateSending();
        pair.requester.confirmUpdate();
        assertThat(pair.requester.sendingSequenceNumber()).isZero();
        assertThat(pair.responder.open(pair.requester.seal(MESSAGE))).contains(MESSAGE);
        pair.responder.confirmUpdate();

        assertThat(pair.responder.open(pair.requester.seal(MESSAGE))).contains(MESSAGE);
    }

    @Test
    @Tag("S-162")
    void aRecordUnderTheOldKeyTakesAnUnverifiedUpdateBack() {
        Pair pair = Pair.established(TransportBinding.DOE);
        pair.responder.open(pair.requester.seal(MESSAGE));
        pair.responder.updateReceiving();

        assertThat(pair.responder.open(pair.requester.seal(MESSAGE))).contains(MESSAGE);
        assertThat(pair.responder.receivingSequenceNumber()).isEqualTo(2);
        assertThat(pair.responder.open(pair.requester.seal(MESSAGE))).contains(MESSAGE);
    }

    @Test
    @Tag("S-162")
    void recordsThatCarryTheirNumbersTakeNoUpdateBack() {
        Pair pair = Pair.established(TransportBinding.MCTP);
        pair.responder.open(pair.requester.seal(MESSAGE));
        pair.responder.updateReceiving();

        assertThat(pair.responder.open(pair.requester.seal(MESSAGE))).isEmpty();
    }

    @Test
    @Tag("S-162")
    void aVerifiedUpdateIsNeverTakenBack() {
        Pair pair = Pair.established(TransportBinding.DOE);
        pair.responder.updateReceiving();
        pair.responder.confirmUpdate();

        assertThat(pair.responder.open(pair.requester.seal(MESSAGE))).isEmpty();
    }

    @Test
    @Tag("S-163")
    @Tag("S-159")
    void aKeyProtectsNoMoreRecordsThanItsLimit() {
        Pair pair = Pair.of(new SessionParameters(1, TransportBinding.DOE, true, 2));

        for (int i = 0; i < 4; i++) {
            assertThat(pair.requester.canSeal()).isTrue();
            pair.requester.seal(MESSAGE);
        }

        assertThat(pair.requester.canSeal()).isFalse();
        assertThatThrownBy(() -> pair.requester.seal(MESSAGE)).isInstanceOf(IllegalStateException.class);
        pair.requester.updateSending();
        assertThat(pair.requester.canSeal()).isTrue();
    }

    @Test
    void aDestroyedSessionDoesNothing() {
        Pair pair = Pair.established(TransportBinding.DOE);
        Bytes sealed = pair.requester.seal(MESSAGE);

        pair.responder.destroy();

        assertThat(pair.responder.isDestroyed()).isTrue();
        assertThat(pair.responder.canSeal()).isFalse();
        assertThatThrownBy(() -> pair.responder.open(sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pair.responder.seal(MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThat(pair.responder.toString()).isEqualTo("SecureSession[FFFFFFFFh]");
    }

    @Test
    void aSessionIsEstablishedOnce() {
        Pair pair = Pair.established(TransportBinding.DOE);

        assertThatThrownBy(() -> pair.requester.establish(TH)).isInstanceOf(IllegalStateException.class);
    }

    /** Both ends of one session. */
    private record Pair(SecureSession requester, SecureSession responder) {
        static Pair of(SessionParameters parameters) {
            AlgorithmSuite suite = AlgorithmSuite.builder()
                    .hash(HashAlgorithm.SHA_384)
                    .aead(AeadAlgorithm.AES_256_GCM)
                    .build();
            return new Pair(
                    new SecureSession(parameters, SpdmRole.REQUESTER, schedule(suite), RandomSource.seeded(1)),
                    new SecureSession(parameters, SpdmRole.RESPONDER, schedule(suite), RandomSource.seeded(2)));
        }

        static Pair established(TransportBinding binding) {
            Pair pair = of(SessionParameters.encrypted(SessionParameters.sessionId(0xFFFF, 0xFFFF), binding));
            pair.requester.establish(TH);
            pair.responder.establish(TH);
            return pair;
        }

        private static KeySchedule schedule(AlgorithmSuite suite) {
            return KeySchedule.ofSharedSecret(SpdmVersion.V1_2, suite, Secret.copyOf(Bytes.filled(1, 48)), TH);
        }
    }

    /** A recorded session, replayed by both ends. */
    private static final class Replay {
        final Vectors vectors;
        final SpdmVersion version;
        final AlgorithmSuite suite;
        final Hash hash;
        private final TransportBinding binding;
        private SecureSession requester;
        private SecureSession responder;

        Replay(Vectors vectors, TransportBinding binding) {
            boolean isLarge = vectors.text("hash").equals("sha384");
            this.vectors = vectors;
            this.binding = binding;
            this.version = SpdmVersion.of(Integer.parseInt(vectors.text("version"), 16))
                    .orElseThrow();
            this.suite = AlgorithmSuite.builder()
                    .hash(isLarge ? HashAlgorithm.SHA_384 : HashAlgorithm.SHA_256)
                    .aead(
                            vectors.bytes("request_data_key").size() == 32
                                    ? AeadAlgorithm.AES_256_GCM
                                    : AeadAlgorithm.AES_128_GCM)
                    .build();
            this.hash = Hash.of(suite.hash());
        }

        Transcript connection() {
            var transcript = new Transcript();
            transcript.appendNegotiation(vectors.bytes("A"));
            return transcript;
        }

        void start(java.util.function.Supplier<KeySchedule> schedule) {
            var parameters = SessionParameters.encrypted(SessionParameters.sessionId(0xFFFF, 0xFFFF), binding);
            requester = new SecureSession(parameters, SpdmRole.REQUESTER, schedule.get(), RandomSource.seeded(1));
            responder = new SecureSession(parameters, SpdmRole.RESPONDER, schedule.get(), RandomSource.seeded(1));
        }

        void finish(SessionTranscript transcript, Bytes responderVerifyData) {
            assertThat(requester.verifyData(SpdmRole.RESPONDER, transcript.digest(hash)))
                    .isEqualTo(responderVerifyData)
                    .isEqualTo(vectors.bytes("verify_data_in_RSP"));
            transcript.append(responderVerifyData);

            Bytes request = open(0);
            int verifyDataAt = request.size() - hash.size();
            transcript.append(request.slice(0, verifyDataAt));
            assertThat(responder.verifyData(SpdmRole.REQUESTER, transcript.digest(hash)))
                    .isEqualTo(request.from(verifyDataAt));
            transcript.append(request.from(verifyDataAt));
            transcript.append(open(1));
            assertThat(transcript.digest(hash)).isEqualTo(vectors.bytes("TH2_hash"));

            requester.establish(transcript.digest(hash));
            responder.establish(transcript.digest(hash));
            for (int i = 2; vectors.has("records.%d.record".formatted(i)); i++) {
                open(i);
            }
        }

        private Bytes open(int number) {
            String prefix = "records.%d.".formatted(number);
            boolean isRequest = vectors.text(prefix + "dir").equals("req");
            SecureSession sender = isRequest ? requester : responder;
            SecureSession receiver = isRequest ? responder : requester;
            Bytes expected = binding.fromApplicationData(vectors.bytes(prefix + "app"));
            if (vectors.text(prefix + "key").endsWith("_upd")
                    && vectors.text(prefix + "seq").equals("0")) {
                sender.updateSending();
                receiver.updateReceiving();
            }
            Bytes secured = vectors.bytes(prefix + "record");

            assertThat(receiver.open(secured)).as(prefix).contains(expected);
            Bytes sealed = sender.seal(expected);
            if (binding == TransportBinding.DOE) {
                assertThat(sealed).isEqualTo(secured);
            }
            return expected;
        }
    }
}
