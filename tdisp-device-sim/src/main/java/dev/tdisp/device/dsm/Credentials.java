package dev.tdisp.device.dsm;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.responder.PskProvider;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * By what a device proves who and what it is.
 *
 * @param identity its certificates and the key to them
 * @param measuring measures it, as the firmware that runs makes it
 * @param preSharedKeys the keys it shares with requesters
 * @param requesters which requesters it believes
 */
public record Credentials(
        DeviceIdentity identity,
        Function<DeviceFirmware, DeviceMeasurements> measuring,
        PskProvider preSharedKeys,
        RequesterTrust requesters) {
    private static final DeviceName NAME = new DeviceName("TDISP", "ACCELERATOR", "0001");

    /**
     * Issues an identity from a fresh authority, for factory firmware and without shared keys.
     *
     * @param profile says which signature the device makes
     * @param random where keys come from
     * @return the credentials
     */
    public static Credentials issue(SpdmProfile profile, RandomSource random) {
        SignatureAlgorithm algorithm = Stream.of(AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM)
                .flatMap(category -> profile.algorithms().byCategory().getOrDefault(category, List.of()).stream())
                .map(SignatureAlgorithm.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("profile: no signature algorithm"));
        var identity = DeviceIdentity.generate(NAME, algorithm, random.forParty("manufacturer"));
        return new Credentials(identity, DeviceFirmware::measurements, hint -> Optional.empty(), RequesterTrust.ANY);
    }

    /**
     * Measures the device as it left the factory.
     *
     * @return measures it whenever somebody asks
     */
    public Supplier<DeviceMeasurements> measurements() {
        return () -> measuring.apply(DeviceFirmware.FACTORY);
    }

    /**
     * Returns the credentials with another identity.
     *
     * @param other certificates and key
     * @return the changed copy
     */
    public Credentials withIdentity(DeviceIdentity other) {
        return new Credentials(other, measuring, preSharedKeys, requesters);
    }

    /**
     * Returns the credentials with other measurements, which no firmware changes.
     *
     * @param other measures the device whenever somebody asks
     * @return the changed copy
     */
    public Credentials withMeasurements(Supplier<DeviceMeasurements> other) {
        return new Credentials(identity, firmware -> other.get(), preSharedKeys, requesters);
    }

    /**
     * Returns the credentials with shared keys.
     *
     * @param other the keys
     * @return the changed copy
     */
    public Credentials withPreSharedKeys(PskProvider other) {
        return new Credentials(identity, measuring, other, requesters);
    }

    /**
     * Returns the credentials with other requesters.
     *
     * @param other which requesters the device believes
     * @return the changed copy
     */
    public Credentials trusting(RequesterTrust other) {
        return new Credentials(identity, measuring, preSharedKeys, other);
    }
}
