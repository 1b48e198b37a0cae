package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The profiles of a served device by their names on the command line. */
enum ProfileName {
    /** The specification. */
    SPEC,
    /** The sample responder of DMTF's emulator, with the pre-shared key that its requester knows. */
    SPDM_EMU;

    private static final int PSK_WITH_CONTEXT = 2;
    private static final int HEARTBEAT_PERIOD = 0xF0;
    /** spdm-emu's requester wants an algorithm for its own signatures even where it makes none. */
    private static final AlgorithmPreferences ALGORITHMS = AlgorithmPreferences.TDISP
            .with(AlgorithmCategory.BASE_HASH, HashAlgorithm.SHA_384, HashAlgorithm.SHA_256, HashAlgorithm.SHA_512)
            .with(AlgorithmCategory.DHE, DheGroup.SECP_384_R1, DheGroup.SECP_256_R1, DheGroup.FFDHE_3072)
            .with(AlgorithmCategory.AEAD, AeadAlgorithm.AES_256_GCM, AeadAlgorithm.CHACHA20_POLY1305)
            .with(
                    AlgorithmCategory.REQ_BASE_ASYM,
                    AsymmetricAlgorithm.RSAPSS_3072,
                    AsymmetricAlgorithm.RSAPSS_2048,
                    AsymmetricAlgorithm.RSASSA_3072,
                    AsymmetricAlgorithm.ECDSA_P384,
                    AsymmetricAlgorithm.ECDSA_P256);

    private static final Bytes HINT = text("TestPskHint\0");

    DeviceProfile profile(SpdmVersion... versions) {
        return switch (this) {
            case SPEC -> DeviceProfile.SPEC.withSpdm(SpdmProfile.TDISP.withVersions(versions));
            case SPDM_EMU ->
                DeviceProfile.SPDM_EMU.withSpdm(SpdmProfile.TDISP
                        .withVersions(versions)
                        .withAlgorithms(ALGORITHMS)
                        .withCapabilities(SpdmProfile.TDISP.capabilities().with(Capability.PSK_CAP, PSK_WITH_CONTEXT))
                        .withHeartbeatPeriod(HEARTBEAT_PERIOD));
        };
    }

    Credentials credentials(Credentials own) {
        return switch (this) {
            case SPEC -> own;
            case SPDM_EMU ->
                own.withPreSharedKeys(hint ->
                        HINT.equals(hint) ? Optional.of(Secret.copyOf(text("TestPskData\0"))) : Optional.empty());
        };
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
