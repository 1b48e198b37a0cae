package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S-211")
class KeyScheduleTest {
    @ParameterizedTest
    @CsvSource({
        "key-schedule, 12, SHA_384, dhe",
        "key-schedule-11-sha256-dhe, 11, SHA_256, dhe",
        "key-schedule-11-sha256-psk, 11, SHA_256, psk",
        "key-schedule-11-sha384-dhe, 11, SHA_384, dhe",
        "key-schedule-11-sha384-psk, 11, SHA_384, psk",
        "key-schedule-12-sha256-dhe, 12, SHA_256, dhe",
        "key-schedule-12-sha256-psk, 12, SHA_256, psk",
        "key-schedule-12-sha384-dhe, 12, SHA_384, dhe",
        "key-schedule-12-sha384-psk, 12, SHA_384, psk",
        "key-schedule-13-sha256-dhe, 13, SHA_256, dhe",
        "key-schedule-13-sha256-psk, 13, SHA_256, psk",
        "key-schedule-13-sha384-dhe, 13, SHA_384, dhe",
        "key-schedule-13-sha384-psk, 13, SHA_384, psk",
        "key-schedule-14-sha256-dhe, 14, SHA_256, dhe",
        "key-schedule-14-sha256-psk, 14, SHA_256, psk",
        "key-schedule-14-sha384-dhe, 14, SHA_384, dhe",
        "key-schedule-14-sha384-psk, 14, SHA_384, psk"
    })
    @Tag("S-122")
    @Tag("S-123")
    @Tag("S-139")
    void derivesTheSpecificationsKeys(String file, String version, HashAlgorithm hash, String kind) {
        Vectors vectors = Vectors.of(file);
        KeySchedule schedule =
                schedule(SpdmVersion.of(Integer.parseInt(version, 16)).orElseThrow(), hash, kind);

        assertKeys(schedule.keys(SpdmRole.REQUESTER), vectors, "request_handshake");
        assertKeys(schedule.keys(SpdmRole.RESPONDER), vectors, "response_handshake");
        assertThat(schedule.verifyData(SpdmRole.REQUESTER, Bytes.EMPTY))
                .isEqualTo(Hash.of(hash).hmac(Secret.copyOf(vectors.bytes("request_finished_key")), Bytes.EMPTY));
        assertThat(schedule.verifyData(SpdmRole.RESPONDER, Bytes.EMPTY))
                .isEqualTo(Hash.of(hash).hmac(Secret.copyOf(vectors.bytes("response_finished_key")), Bytes.EMPTY));

        schedule.establish(digest(hash, "TH2"));

        assertKeys(schedule.keys(SpdmRole.REQUESTER), vectors, "request_data");
        assertKeys(schedule.keys(SpdmRole.RESPONDER), vectors, "response_data");
        assertThat(schedule.exportMaster().reveal()).isEqualTo(vectors.bytes("export_master_secret"));
        assertUpdatedKeys(schedule.keys(SpdmRole.REQUESTER).updated(), vectors, "request_data");
        assertUpdatedKeys(schedule.keys(SpdmRole.RESPONDER).updated(), vectors, "response_data");
    }

    @Test
    void labelsAreJoinedWithALittleEndianLength() {
        Vectors vectors = Vectors.of("key-schedule");
        var derivation = new KeyDerivation(SpdmVersion.V1_2, Hash.of(HashAlgorithm.SHA_384), AeadAlgorithm.AES_256_GCM);

        assertThat(derivation.binConcat(48, "req hs data", digest(HashAlgorithm.SHA_384, "TH1")))
                .isEqualTo(vectors.bytes("bin_str1"));
        assertThat(derivation.binConcat(12, "iv", Bytes.EMPTY)).isEqualTo(vectors.bytes("bin_str6"));
        assertThat(derivation.binConcat(48, "traffic upd", Bytes.EMPTY)).isEqualTo(vectors.bytes("bin_str9"));
    }

    @Test
    void establishingForgetsTheHandshake() {
        KeySchedule schedule = schedule(SpdmVersion.V1_2, HashAlgorithm.SHA_384, "dhe");
        TrafficKeys handshake = schedule.keys(SpdmRole.REQUESTER);

        schedule.establish(digest(HashAlgorithm.SHA_384, "TH2"));

        assertThat(handshake.key().isDestroyed()).isTrue();
        assertThat(handshake.secret().isDestroyed()).isTrue();
        assertThatThrownBy(() -> schedule.verifyData(SpdmRole.REQUESTER, Bytes.EMPTY))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void destroyingForgetsEverythingAndNothingIsShown() {
        KeySchedule schedule = schedule(SpdmVersion.V1_2, HashAlgorithm.SHA_384, "dhe");
        schedule.establish(digest(HashAlgorithm.SHA_384, "TH2"));
        TrafficKeys keys = schedule.keys(SpdmRole.RESPONDER);

        schedule.destroy();

        assertThat(keys.key().isDestroyed()).isTrue();
        assertThat(keys.iv().isDestroyed()).isTrue();
        assertThat(keys.secret().isDestroyed()).isTrue();
        assertThat(schedule.exportMaster().isDestroyed()).isTrue();
    }

    @Test
    void keysAreListedBehindTheirParentsWithTheDigestsThatWentInAndWithoutTheirValues() {
        KeySchedule schedule = schedule(SpdmVersion.V1_2, HashAlgorithm.SHA_384, "dhe");
        schedule.establish(digest(HashAlgorithm.SHA_384, "TH2"));

        List<DerivedKey> keys = Stream.of(ScheduleKey.Phase.values())
                .flatMap(phase -> schedule.keys(phase).stream())
                .toList();

        List<ScheduleKey> order = keys.stream().map(DerivedKey::key).toList();
        assertThat(order).containsExactly(ScheduleKey.values());
        assertThat(order)
                .allMatch(key -> key.parent()
                        .filter(parent -> order.indexOf(parent) > order.indexOf(key))
                        .isEmpty());
        assertThat(keys)
                .contains(
                        new DerivedKey(ScheduleKey.REQUEST_HANDSHAKE, digest(HashAlgorithm.SHA_384, "TH1"), 48),
                        new DerivedKey(ScheduleKey.EXPORT, digest(HashAlgorithm.SHA_384, "TH2"), 48),
                        new DerivedKey(ScheduleKey.RESPONSE_DATA_IV, Bytes.EMPTY, 12));
    }

    private static KeySchedule schedule(SpdmVersion version, HashAlgorithm hash, String kind) {
        AlgorithmSuite suite = AlgorithmSuite.builder()
                .hash(hash)
                .aead(hash == HashAlgorithm.SHA_256 ? AeadAlgorithm.AES_128_GCM : AeadAlgorithm.AES_256_GCM)
                .build();
        Secret secret = Secret.copyOf(counting(hash.size()));
        Bytes th1 = digest(hash, "TH1");
        return kind.equals("psk")
                ? KeySchedule.ofPsk(version, suite, secret, th1)
                : KeySchedule.ofSharedSecret(version, suite, secret, th1);
    }

    private static void assertKeys(TrafficKeys keys, Vectors vectors, String name) {
        assertThat(keys.secret().reveal()).isEqualTo(vectors.bytes(name + "_secret"));
        assertThat(keys.key().reveal()).isEqualTo(vectors.bytes(name + "_key"));
        assertThat(keys.iv().reveal()).isEqualTo(vectors.bytes(name + "_iv"));
        assertThat(keys.toString()).doesNotContain(keys.key().reveal().toHex());
    }

    private static void assertUpdatedKeys(TrafficKeys keys, Vectors vectors, String name) {
        assertThat(keys.secret().reveal()).isEqualTo(vectors.bytes(name + "_secret_updated"));
        assertThat(keys.key().reveal()).isEqualTo(vectors.bytes(name + "_key_updated"));
        assertThat(keys.iv().reveal()).isEqualTo(vectors.bytes(name + "_iv_updated"));
    }

    private static Bytes digest(HashAlgorithm hash, String text) {
        return Hash.of(hash).digest(Bytes.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Bytes counting(int size) {
        Bytes bytes = Bytes.filled(0, size);
        for (int i = 0; i < size; i++) {
            bytes = bytes.with(i, i);
        }
        return bytes;
    }
}
