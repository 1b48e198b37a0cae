package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a subject's capabilities must have for a case to be about it.
 *
 * @param text what, in the words of the specification
 * @param test tells whether they have it
 */
record Need(String text, Predicate<CapabilityFlags> test) {
    static final Need CERT = of(Capability.CERT_CAP);
    static final Need CHAL = of(Capability.CHAL_CAP);
    static final Need MEAS = of(Capability.MEAS_CAP);
    static final Need SIGNED_MEAS = new Need("MEAS_CAP 2", flags -> flags.value(Capability.MEAS_CAP) == 2);
    static final Need KEY_EX = of(Capability.KEY_EX_CAP);
    static final Need CLEAR = of(Capability.HANDSHAKE_IN_THE_CLEAR_CAP);
    static final Need HBEAT = of(Capability.HBEAT_CAP);
    static final Need KEY_UPD = of(Capability.KEY_UPD_CAP);
    static final Need PSK = of(Capability.PSK_CAP);

    /** What a session by KEY_EXCHANGE with a certificate needs. */
    static final List<Need> SESSION = List.of(CERT, KEY_EX);

    static Need of(Capability capability) {
        return new Need(capability.name(), flags -> flags.has(capability));
    }

    static Need not(Need other) {
        return new Need("no " + other.text, other.test.negate());
    }
}
