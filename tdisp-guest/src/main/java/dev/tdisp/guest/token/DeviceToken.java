package dev.tdisp.guest.token;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.token.CborItem.Text;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A device attestation token (draft-poirier-rats-eat-da), before it is signed.
 *
 * <pre>{@code
 * DeviceToken token = TokenMaker.of(evidence, TokenProfile.BOUND);
 * CoseSign1 signed = CoseSign1.sign(guestKey, token.encode(TokenProfile.BOUND));
 * Files.write(path, signed.encode().toArray());
 * }</pre>
 *
 * @param nonce the relying party's nonce, 8 to 64 bytes
 * @param devices what it says of each device, by its name
 */
public record DeviceToken(Bytes nonce, SortedMap<String, DeviceClaims> devices) {
    static final String PROFILE = "tag:linaro.org,2025:device#1.0.0";

    private static final int SHORTEST_NONCE = 8;
    private static final int LONGEST_NONCE = 64;
    private static final String NAME = "(legacy-pcie|spdm):.+";

    /**
     * Checks nonce and names.
     *
     * @param nonce 8 to 64 bytes
     * @param devices at least one; the names start with {@code spdm:}
     */
    public DeviceToken {
        if (nonce.size() < SHORTEST_NONCE || nonce.size() > LONGEST_NONCE) {
            throw new IllegalArgumentException("nonce: %d bytes are not 8 to 64".formatted(nonce.size()));
        }
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("devices: none");
        }
        for (String name : devices.keySet()) {
            if (!name.matches(NAME)) {
                throw new IllegalArgumentException(
                        "devices: %s starts with neither spdm: nor legacy-pcie:".formatted(name));
            }
        }
    }

    /**
     * Encodes the claims.
     *
     * @param profile how the draft is read
     * @return deterministic CBOR
     * @throws IllegalArgumentException if the profile has no way to say it
     */
    public Bytes encode(TokenProfile profile) {
        return Cbor.encode(item(profile));
    }

    CborItem item(TokenProfile profile) {
        var map = new ClaimWriter();
        devices.forEach((name, claims) -> map.put(new Text(name), claims.encode(profile)));
        return new ClaimWriter()
                .put(TokenClaim.PROFILE, new Text(PROFILE))
                .put(TokenClaim.NONCE, nonce)
                .put(TokenClaim.SUBMODS, map.toItem())
                .toItem();
    }

    /**
     * Decodes claims.
     *
     * @param bytes what somebody handed over
     * @param profile how the draft is read
     * @return the token
     * @throws MalformedMessageException if it is none, or not in its one form
     */
    public static DeviceToken decode(Bytes bytes, TokenProfile profile) {
        ClaimMap in = ClaimMap.of("token", Cbor.decode(bytes));
        in.requireText(TokenClaim.PROFILE, PROFILE);
        Bytes nonce = in.bytes(TokenClaim.NONCE);
        SortedMap<String, DeviceClaims> devices = new TreeMap<>();
        ClaimMap.of("eat_submods", in.require(TokenClaim.SUBMODS))
                .named()
                .forEach((name, claims) -> devices.put(name, DeviceClaims.decode(claims, profile)));
        in.end();
        try {
            return new DeviceToken(nonce, devices);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("token", 0, String.valueOf(e.getMessage()));
        }
    }
}
