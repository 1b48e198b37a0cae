package dev.tdisp.guest.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A token that another encoder of deterministic CBOR made of the draft's tables. */
class GoldenTokenTest {
    private static final Bytes GOLDEN = Bytes.fromHex("""
            a30a48000102030405060719010978207461673a6c696e61726f2e6f72672c323032353a64657669636523312e302e30
            19010aa1781d7370646d3a41434d453a5749444745542d413a30313233343536373839a519010978257461673a6c696e
            61726f2e6f72672c323032353a6465766963652d7370646d23312e302e30190edaa201a2010203454f6d61686106a201
            010282075830000000000000000000000000000000000000000000000000000000000000000000000000000000000000
            000000000000190edba2004230000243300105190edc421084190ee0a601420900024200000342000004440000000005
            a201a30148000100000000000002440200000003a2014200000242000002a30148020100000000000002440100000003
            a201420400024202000640
            """.replaceAll("\\s", ""));

    private static DeviceToken token() {
        var ranges = List.of(
                new MmioRange(0x100, 2, MmioAttributes.NONE, 0), new MmioRange(0x102, 1, new MmioAttributes(4), 2));
        var report = DeviceInterfaceReport.of(new InterfaceInfo(9), ranges, Bytes.EMPTY);
        var measurements = new TreeMap<>(Map.of(
                1, new MeasurementClaim(2, OptionalInt.empty(), Bytes.fromHex("4f6d616861")),
                6, new MeasurementClaim(1, OptionalInt.of(7), Bytes.filled(0, 48))));
        var certificates = new TreeMap<>(Map.of(0, Bytes.fromHex("3000"), 2, Bytes.fromHex("300105")));
        var claims = new DeviceClaims(
                measurements,
                Optional.empty(),
                certificates,
                Optional.of(Bytes.fromHex("1084")),
                Optional.empty(),
                Optional.of(report),
                Optional.empty());
        return new DeviceToken(
                Bytes.fromHex("0001020304050607"), new TreeMap<>(Map.of("spdm:ACME:WIDGET-A:0123456789", claims)));
    }

    @Test
    void tokenIsEncodedAsElsewhere() {
        assertThat(token().encode(TokenProfile.DRAFT)).isEqualTo(GOLDEN);
    }

    @Test
    void tokenOfElsewhereIsDecoded() {
        assertThat(DeviceToken.decode(GOLDEN, TokenProfile.DRAFT)).isEqualTo(token());
    }
}
