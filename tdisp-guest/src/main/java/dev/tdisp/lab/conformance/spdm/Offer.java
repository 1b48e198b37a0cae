package dev.tdisp.lab.conformance.spdm;

import static dev.tdisp.spdm.algorithm.Capability.CERT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.CHAL_CAP;
import static dev.tdisp.spdm.algorithm.Capability.ENCAP_CAP;
import static dev.tdisp.spdm.algorithm.Capability.ENCRYPT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.HANDSHAKE_IN_THE_CLEAR_CAP;
import static dev.tdisp.spdm.algorithm.Capability.HBEAT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.KEY_EX_CAP;
import static dev.tdisp.spdm.algorithm.Capability.KEY_UPD_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MAC_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MEL_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MULTI_KEY_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MUT_AUTH_CAP;
import static dev.tdisp.spdm.algorithm.Capability.PSK_CAP;

import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.AlgorithmOffer;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmHeader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the suite offers: as much as it can, so that the subject chooses. */
final class Offer {
    /** Enough for sessions by certificates, and nothing that lets the subject ask back. */
    static final CapabilityFlags PLAIN = CapabilityFlags.of(ENCRYPT_CAP, MAC_CAP, KEY_EX_CAP, HBEAT_CAP, KEY_UPD_CAP);

    /** The same, with a handshake in the clear. */
    static final CapabilityFlags IN_THE_CLEAR = PLAIN.with(HANDSHAKE_IN_THE_CLEAR_CAP);

    /** The same, with a pre-shared key. */
    static final CapabilityFlags WITH_PSK = PLAIN.with(PSK_CAP, 1);

    /** All that the public tests of responders offer. */
    static final CapabilityFlags FULL =
            WITH_PSK.with(CERT_CAP).with(CHAL_CAP).with(MUT_AUTH_CAP).with(ENCAP_CAP);

    private static final int MULTI_KEY = 0x10;
    private static final int MULTI_KEY_ONLY = 1;

    private Offer() {}

    static GetCapabilities capabilities(SpdmVersion version, CapabilityFlags own, long transfer, long largest) {
        boolean hasSizes = version.isAtLeast(SpdmVersion.V1_2);
        CapabilityFlags flags = own.defined(version, SpdmRole.REQUESTER);
        return new GetCapabilities(
                SpdmHeader.of(version, 0, 0), 0, 0, flags, hasSizes ? transfer : 0, hasSizes ? largest : 0);
    }

    /** Offers every algorithm that the version knows. */
    static AlgorithmOffer algorithms(NegotiatedContext context) {
        SpdmVersion version = context.version();
        Map<AlgorithmCategory, List<Algorithm>> known = new EnumMap<>(AlgorithmCategory.class);
        for (AlgorithmCategory category : AlgorithmCategory.values()) {
            if (version.isAtLeast(category.since())) {
                known.put(
                        category,
                        category.algorithms().stream()
                                .filter(algorithm -> version.isAtLeast(algorithm.since()))
                                .toList());
            }
        }
        boolean isMultiKey = context.responder().value(MULTI_KEY_CAP) == MULTI_KEY_ONLY;
        int format = version.isAtLeast(SpdmVersion.V1_2) ? OpaqueDataFormat.FORMAT_1.bit() : 0;
        boolean hasLog =
                version.isAtLeast(SpdmVersion.V1_3) && context.responder().has(MEL_CAP);
        return AlgorithmOffer.of(known, isMultiKey ? format | MULTI_KEY : format, hasLog ? 1 : 0);
    }
}
