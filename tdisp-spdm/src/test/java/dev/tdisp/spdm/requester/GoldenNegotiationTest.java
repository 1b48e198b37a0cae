package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends negotiate as the reference implementation does, byte for byte. */
class GoldenNegotiationTest {
    private static final CapabilityFlags REQUESTER = new CapabilityFlags(0x76C6);
    private static final AlgorithmPreferences SMALL = AlgorithmPreferences.TDISP
            .with(AlgorithmCategory.BASE_ASYM, AsymmetricAlgorithm.ECDSA_P256)
            .with(AlgorithmCategory.BASE_HASH, HashAlgorithm.SHA_256)
            .with(AlgorithmCategory.DHE, DheGroup.SECP_256_R1)
            .with(AlgorithmCategory.AEAD, AeadAlgorithm.AES_128_GCM)
            .with(AlgorithmCategory.MEASUREMENT_HASH, MeasurementHashAlgorithm.SHA_256);

    private Bytes said = Bytes.EMPTY;

    @ParameterizedTest
    @EnumSource(SpdmVersion.class)
    @Tag("S-003")
    @Tag("S-022")
    @Tag("S-194")
    void theResponderSaysWhatTheReferenceImplementationSays(SpdmVersion version) {
        Bytes golden = Vectors.of("negotiations").bytes(version.toString());
        Peers peers = peers(version);

        int offset = 0;
        while (offset < golden.size()) {
            offset += step(peers, golden, offset);
        }

        assertThat(said).isEqualTo(golden);
    }

    @ParameterizedTest
    @EnumSource(
            value = SpdmVersion.class,
            names = {"V1_0", "V1_1", "V1_2"})
    @Tag("S-008")
    @Tag("S-031")
    void theRequesterSaysWhatTheReferenceImplementationSays(SpdmVersion version) {
        Bytes golden = Vectors.of("negotiations").bytes(version.toString());
        Peers peers = peers(version);
        peers.onRequest = this::note;
        peers.onResponse = this::note;

        peers.requester.connect();

        assertThat(said).isEqualTo(golden);
    }

    private TransportMessage note(TransportMessage message) {
        said = said.plus(message.payload());
        return message;
    }

    /** Sends the request that stands at an offset; the answer must stand behind it. */
    private int step(Peers peers, Bytes golden, int offset) {
        int size = requestSize(golden, offset);
        Bytes request = golden.slice(offset, offset + size);
        Bytes answer = peers.responder
                .handle(TransportMessage.spdm(request))
                .orElseThrow()
                .payload();
        said = Bytes.concat(said, request, answer);
        assertThat(golden.slice(offset + size, offset + size + answer.size())).isEqualTo(answer);
        return size + answer.size();
    }

    private static int requestSize(Bytes golden, int offset) {
        int version = golden.at(offset);
        return switch (golden.at(offset + 1)) {
            case 0xE1 -> version == 0x10 ? 4 : version == 0x11 ? 12 : 20;
            case 0xE3 -> golden.at(offset + 4) | golden.at(offset + 5) << 8;
            default -> 4;
        };
    }

    private static Peers peers(SpdmVersion version) {
        boolean isLarge = version == SpdmVersion.V1_3;
        AlgorithmPreferences algorithms = (isLarge ? AlgorithmPreferences.TDISP : SMALL)
                .with(
                        AlgorithmCategory.REQ_BASE_ASYM,
                        AsymmetricAlgorithm.RSAPSS_3072,
                        AsymmetricAlgorithm.RSASSA_3072,
                        AsymmetricAlgorithm.RSAPSS_2048,
                        AsymmetricAlgorithm.RSASSA_2048);
        long flags = switch (version) {
            case V1_0 -> 0x37;
            case V1_1, V1_2, V1_3 -> 0x7AF7;
            case V1_4 -> 0x8000_7AF7L;
        };
        var profile = Peers.profile()
                .withVersions(version)
                .withCapabilities(new CapabilityFlags(flags))
                .withAlgorithms(algorithms);
        var options = Peers.options()
                .withVersions(version)
                .withCapabilities(REQUESTER)
                .withAlgorithms(algorithms);
        return new Peers(profile, options);
    }
}
