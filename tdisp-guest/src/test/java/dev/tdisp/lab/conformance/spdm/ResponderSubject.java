package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.responder.ResponseFilter;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.transport.InMemoryTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A responder without a device, with as much of SPDM as there is. */
record ResponderSubject(String name, SpdmProfile profile, ResponseFilter filter) implements Subject {
    /** The name of the pre-shared key that the responder knows. */
    static final Bytes HINT = Bytes.fromHex("01 02 03");

    private static final DeviceIdentity IDENTITY = DeviceIdentity.generate(
            new DeviceName("ACME", "WIDGET", "1"), AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(8));

    private static final SpdmProfile FULL = SpdmProfile.SPDM_EMU
            .withVersions(SpdmVersion.values())
            .withCapabilities(SpdmProfile.SPDM_EMU.capabilities())
            .withHeartbeatPeriod(5);

    static ResponderSubject full() {
        return new ResponderSubject("a responder with everything", FULL, (id, request, response) -> response);
    }

    static ResponderSubject filtered(ResponseFilter filter) {
        return new ResponderSubject("a wrong responder", FULL, filter);
    }

    static ResponderSubject of(SpdmVersion... versions) {
        return new ResponderSubject("a responder", FULL.withVersions(versions), (id, request, response) -> response);
    }

    ResponderSubject without(Capability capability) {
        return new ResponderSubject(
                name, profile.withCapabilities(profile.capabilities().without(capability)), filter);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FRESH_DEVICE);
    }

    @Override
    public Link open(long seed) {
        var registry = new VendorRegistry();
        registry.register(VendorProtocol.TDISP, (session, message) -> Optional.of(message));
        SpdmResponder responder = SpdmResponder.builder(
                        profile, Env.seeded(seed).forParty("device"))
                .slot(0, IDENTITY)
                .slot(2, IDENTITY)
                .measurements(() -> DeviceMeasurements.of(List.of(
                        Measurement.of(1, MeasurementType.IMMUTABLE_ROM, Bytes.filled(1, 40)),
                        Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.filled(2, 40)),
                        Measurement.securityVersion(0x10, 7))))
                .preSharedKeys(hint ->
                        HINT.equals(hint) ? Optional.of(Secret.copyOf(Bytes.filled(0x5A, 32))) : Optional.empty())
                .vendors(registry)
                .build();
        responder.filter(filter);
        var transport = new InMemoryTransport(responder::handle);
        return () -> transport;
    }
}
