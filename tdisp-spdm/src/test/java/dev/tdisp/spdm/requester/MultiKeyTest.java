package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateRequest;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.LeafOptions;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.KeySlotInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of a responder with several key pairs. */
class MultiKeyTest {
    private static final SpdmVersion VERSION = SpdmVersion.V1_3;
    private static final Hash HASH = Hash.of(HashAlgorithm.SHA_384);
    private static final DeviceName NAME = new DeviceName("ACME", "WIDGET", "1");
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.root("second root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(31));

    /** Slot 3 has a key of its own: key pair 7, for measurements alone. */
    private static final DeviceIdentity OTHER = AUTHORITY.issue(NAME);

    private static final int OTHER_PAIR = 7;

    @Test
    @Tag("S-195")
    void aRequestIsSignedByTheKeyPairThatItNames() {
        ManagedDevice device = device();

        CertificateRequest first = device.outside().certificateRequest(CsrQuery.DEFAULT.of(1, 1));
        CertificateRequest other = device.outside().certificateRequest(CsrQuery.DEFAULT.of(OTHER_PAIR, 1));

        assertThat(first.publicKey()).isEqualTo(device.peers.identity.leaf().publicKey());
        assertThat(other.publicKey()).isEqualTo(OTHER.leaf().publicKey());
        assertThat(other.isSelfSigned()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"00, 01", "00, 00", "01, 00", "01, 04", "01, 07", "09, 01", "ff, 01"})
    @Tag("S-195")
    void aRequestNamesAKeyPairThatIsThereAndAModel(String keyPair, String model) {
        Bench bench = device().bench().negotiated();

        Bytes answer = bench.clear("13 ed %s %s 00 00 00 00".formatted(keyPair, model));

        assertThat(answer).isEqualTo(Bytes.fromHex("13 7f 01 00"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @Tag("S-195")
    void eachModelOfCertificatesCanBeAskedFor(int model) {
        Bench bench = device().bench().negotiated();

        assertThat(bench.clear("13 ed 07 %02x 00 00 00 00".formatted(model)).at(1))
                .isEqualTo(0x6D);
    }

    @Test
    @Tag("S-042")
    @Tag("S-195")
    void aChainIsInstalledForItsKeyPair() {
        ManagedDevice device = device();
        CertificateChain chain = CertificateChain.of(
                HASH, AUTHORITY.issue(NAME, OTHER.leaf().publicKey(), LeafOptions.DEFAULT.withoutHardwareIdentity()));
        RequesterSession session = device.session();

        session.management().installCertificate(3, chain, OTHER_PAIR, 2);

        assertThat(session.digests().get(3)).isEqualTo(chain.digest(HASH));
        Bytes digests = device.bench().negotiated().clear("13 81 00 00");
        Bytes tail = digests.from(4 + 3 * HASH.size());
        assertThat(tail.slice(0, 3)).as("KeyPairID").isEqualTo(Bytes.fromHex("01 03 07"));
        assertThat(tail.slice(3, 6)).as("CertificateInfo").isEqualTo(Bytes.fromHex("01 01 02"));
        assertThat(tail.slice(6, 12)).as("KeyUsageMask").isEqualTo(Bytes.fromHex("0f 00 0f 00 04 00"));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, 1, UNSPECIFIED", // the chain is of another key pair
        "3, 9, 1, UNSPECIFIED", // there is no such key pair
        "3, 7, 0, INVALID_REQUEST",
        "3, 7, 4, INVALID_REQUEST",
        "3, 0, 1, INVALID_REQUEST",
        "0, 1, 3, INVALID_REQUEST" // slot 0 is never generic
    })
    @Tag("S-195")
    void aChainThatIsNotOfTheKeyPairIsRefused(int slot, int keyPairId, int model, String error) {
        ManagedDevice device = device();
        DeviceManagement management = device.session().management();

        assertThatThrownBy(() -> management.installCertificate(slot, OTHER.chain(HASH), keyPairId, model))
                .hasMessageContaining(error);
    }

    @Test
    @Tag("S-195")
    void aSlotIsErasedWithItsKeyPairNamed() {
        RequesterSession session = device().session();
        session.digests();

        session.management().eraseCertificate(3);

        assertThat(session.digests()).containsOnlyKeys(0, 2);
    }

    @ParameterizedTest
    @CsvSource({"83, CHALLENGE", "e0, MEASUREMENTS"})
    @Tag("S-100")
    void aKeySignsNothingThatItIsNotFor(String code, String name) {
        Bench bench = device().bench().negotiated();
        boolean isChallenge = name.equals("CHALLENGE");

        Bytes answer = bench.clear(
                CatalogCase.request(VERSION, isChallenge ? "13 83 03 00 nonce ctx" : "13 e0 01 ff nonce 03 ctx"));

        if (isChallenge) {
            assertThat(answer).isEqualTo(Bytes.fromHex("13 7f 01 00"));
        } else {
            assertThat(answer.at(1)).as("key pair 7 is for %s", name).isEqualTo(0x60);
        }
    }

    private static ManagedDevice device() {
        var capabilities = ManagedDevice.all(VERSION).with(Capability.MULTI_KEY_CAP, 1);
        return new ManagedDevice(
                VERSION,
                capabilities,
                builder -> builder.slot(3, OTHER, new KeySlotInfo(OTHER_PAIR, 1, KeySlotInfo.MEASUREMENT)));
    }
}
