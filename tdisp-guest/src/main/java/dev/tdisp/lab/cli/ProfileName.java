package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.dsm.Credentials;
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

    private static final Bytes HINT = text("TestPskHint\0");

    DeviceProfile profile(SpdmVersion... versions) {
        return switch (this) {
            case SPEC -> DeviceProfile.SPEC.withSpdm(SpdmProfile.TDISP.withVersions(versions));
            case SPDM_EMU -> DeviceProfile.SPDM_EMU.withSpdm(SpdmProfile.SPDM_EMU.withVersions(versions));
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
