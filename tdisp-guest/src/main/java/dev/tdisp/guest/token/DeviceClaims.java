package dev.tdisp.guest.token;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.attestation.InterfaceWord;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Text;
import dev.tdisp.guest.token.CborItem.Whole;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a token says of one device that speaks SPDM.
 *
 * @param measurements the measurements by index
 * @param signature the device's signature over them
 * @param certificates for each slot its certificates in DER, one behind the other
 * @param vca GET_VERSION to ALGORITHMS
 * @param challenge the device's answer to a challenge
 * @param report the interface report
 * @param word what the security manager said; only with {@link TokenSwitch#INTERFACE_CLAIM}
 */
public record DeviceClaims(
        SortedMap<Integer, MeasurementClaim> measurements,
        Optional<SignatureClaim> signature,
        SortedMap<Integer, Bytes> certificates,
        Optional<Bytes> vca,
        Optional<SignatureClaim> challenge,
        Optional<DeviceInterfaceReport> report,
        Optional<InterfaceWord> word) {
    static final String PROFILE = "tag:linaro.org,2025:device-spdm#1.0.0";

    private static final int LAST_BLOCK = 239;
    private static final int LAST_BLOCK_OF_ALL = 254;
    private static final int LAST_SLOT = 7;

    /**
     * Copies the maps.
     *
     * @param measurements the measurements by index
     * @param signature the device's signature over them
     * @param certificates the certificates by slot
     * @param vca GET_VERSION to ALGORITHMS
     * @param challenge the device's answer to a challenge
     * @param report the interface report
     * @param word what the security manager said
     */
    public DeviceClaims {
        measurements = Collections.unmodifiableSortedMap(new TreeMap<>(measurements));
        certificates = Collections.unmodifiableSortedMap(new TreeMap<>(certificates));
    }

    static int lastBlock(TokenProfile profile) {
        return profile.has(TokenSwitch.ALL_BLOCKS) ? LAST_BLOCK_OF_ALL : LAST_BLOCK;
    }

    CborItem encode(TokenProfile profile) {
        var out = new ClaimWriter().put(TokenClaim.DEVICE_PROFILE, new Text(PROFILE));
        if (!measurements.isEmpty()) {
            var blocks = new ClaimWriter();
            measurements.forEach((index, claim) -> blocks.put(new Whole(index), claim.encode()));
            signature.ifPresent(claim -> blocks.put(TokenClaim.SIGNATURE, claim.encode(profile)));
            out.put(TokenClaim.MEASUREMENTS, blocks.toItem());
        }
        if (!certificates.isEmpty()) {
            var slots = new ClaimWriter();
            certificates.forEach((slot, chain) -> slots.put(new Whole(slot), new Blob(chain)));
            out.put(TokenClaim.CERTIFICATES, slots.toItem());
        }
        vca.ifPresent(bytes -> out.put(TokenClaim.VCA, bytes));
        challenge.ifPresent(claim -> out.put(TokenClaim.CHALLENGE, claim.encode(profile)));
        report.ifPresent(body -> out.put(TokenClaim.REPORT, ReportClaim.encode(body, profile)));
        word.filter(said -> profile.has(TokenSwitch.INTERFACE_CLAIM))
                .ifPresent(said -> out.put(TokenClaim.INTERFACE, InterfaceClaim.encode(said)));
        return out.toItem();
    }

    static DeviceClaims decode(CborItem item, TokenProfile profile) {
        ClaimMap in = ClaimMap.of("device", item);
        in.requireText(TokenClaim.DEVICE_PROFILE, PROFILE);
        Optional<ClaimMap> blocks = in.take(TokenClaim.MEASUREMENTS).map(map -> ClaimMap.of("measurements", map));
        var claims = new DeviceClaims(
                new TreeMap<>(),
                blocks.flatMap(map -> map.take(TokenClaim.SIGNATURE))
                        .map(claim -> SignatureClaim.decode(claim, profile)),
                certificates(in),
                in.take(TokenClaim.VCA).map(bytes -> in.bytes("vca", bytes)),
                in.take(TokenClaim.CHALLENGE).map(claim -> SignatureClaim.decode(claim, profile)),
                in.take(TokenClaim.REPORT).map(claim -> ReportClaim.decode(claim, profile)),
                profile.has(TokenSwitch.INTERFACE_CLAIM)
                        ? in.take(TokenClaim.INTERFACE).map(InterfaceClaim::decode)
                        : Optional.empty());
        in.end();
        SortedMap<Integer, MeasurementClaim> measurements =
                blocks.map(map -> measurements(map, profile)).orElse(new TreeMap<>());
        boolean isHollow = blocks.isPresent() && measurements.isEmpty();
        boolean hasNothing = blocks.isEmpty() && claims.certificates().isEmpty();
        boolean isBareChallenge =
                claims.challenge().isPresent() && claims.certificates().isEmpty();
        if (isHollow || hasNothing || isBareChallenge) {
            throw new MalformedMessageException("device", 0, "measurements or certificates are missing");
        }
        return claims.with(measurements);
    }

    private DeviceClaims with(SortedMap<Integer, MeasurementClaim> others) {
        return new DeviceClaims(others, signature, certificates, vca, challenge, report, word);
    }

    private static SortedMap<Integer, MeasurementClaim> measurements(ClaimMap in, TokenProfile profile) {
        SortedMap<Integer, MeasurementClaim> measurements = new TreeMap<>();
        in.numbered(1, lastBlock(profile))
                .forEach((index, claim) -> measurements.put(index, MeasurementClaim.decode(claim)));
        return measurements;
    }

    private static SortedMap<Integer, Bytes> certificates(ClaimMap in) {
        SortedMap<Integer, Bytes> certificates = new TreeMap<>();
        in.take(TokenClaim.CERTIFICATES)
                .map(map -> ClaimMap.of("certificates", map).numbered(0, LAST_SLOT))
                .ifPresent(slots -> {
                    slots.forEach((slot, chain) -> certificates.put(slot, in.bytes("certificates", chain)));
                    if (!certificates.containsKey(0)) {
                        throw in.malformed("certificates", "slot 0 is missing");
                    }
                });
        return certificates;
    }
}
