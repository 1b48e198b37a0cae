package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpdmCodecTest {
    private static final int INPUTS = 5_000;
    private static final long SEED = Long.getLong("tdisp.seed", 20261124);

    @ParameterizedTest
    @MethodSource("samples")
    void aMessageSurvivesEncodingAndDecoding(Samples.Exchange sample) {
        Decoded<SpdmRequest> request = SpdmCodec.request(sample.request().encode(), sample.context());
        Decoded<SpdmResponse> response =
                SpdmCodec.response(sample.response().encode(), sample.request(), sample.context());

        assertThat(request.message()).isEqualTo(sample.request());
        assertThat(request.trailing()).isEqualTo(Bytes.EMPTY);
        assertThat(response.message()).isEqualTo(sample.response());
        assertThat(response.trailing()).isEqualTo(Bytes.EMPTY);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void bytesBehindTheNaturalEndAreToldApart(Samples.Exchange sample) {
        Bytes padding = Bytes.filled(0, 3);

        Decoded<SpdmRequest> request =
                SpdmCodec.request(sample.request().encode().plus(padding), sample.context());
        Decoded<SpdmResponse> response =
                SpdmCodec.response(sample.response().encode().plus(padding), sample.request(), sample.context());

        requireToldApart(request, ManagementSamples.isOpenEnded(sample.request()), padding);
        requireToldApart(response, ManagementSamples.isOpenEnded(sample.response()), padding);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyFieldHasANameAndAPlace(Samples.Exchange sample) {
        for (SpdmMessage message : List.of(sample.request(), sample.response())) {
            int offset = 0;
            for (var field : message.fields().fields()) {
                assertThat(field.offset()).as(field.name()).isEqualTo(offset);
                offset += field.length();
            }
            assertThat(offset).isEqualTo(message.encode().size());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anyBytesGiveAMessageOrSayWhatIsMalformed(Samples.Exchange sample) {
        var noise = new Noise(SEED);
        for (int i = 0; i < INPUTS; i++) {
            Bytes request = noise.damage(sample.request().encode());
            Bytes response = noise.damage(sample.response().encode());

            requireTotal(request, bytes -> SpdmCodec.request(bytes, sample.context()));
            requireTotal(response, bytes -> SpdmCodec.response(bytes, sample.request(), sample.context()));
        }
    }

    @Test
    void aResponseToAnotherRequestIsMalformed() {
        Bytes version = VersionResponse.of(List.of(SpdmVersion.V1_2)).encode();

        assertThatThrownBy(() -> SpdmCodec.response(version, GetDigests.of(SpdmVersion.V1_2), NegotiatedContext.NONE))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("RequestResponseCode")
                .hasMessageContaining("VERSION does not answer GET_DIGESTS");
    }

    @Test
    @Tag("S-020")
    void aWrongLengthOfAnOfferIsMalformed() {
        Samples.Exchange negotiation = new Samples(SpdmVersion.V1_2)
                .all().stream()
                        .filter(sample -> sample.request() instanceof NegotiateAlgorithms)
                        .findFirst()
                        .orElseThrow();
        Bytes bytes = negotiation.request().encode();

        assertThatThrownBy(() -> SpdmCodec.request(bytes.with(4, bytes.at(4) + 1), negotiation.context()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("Length at offset 4");
    }

    @Test
    @Tag("S-003")
    void getVersionIsAlwaysTheSameFourBytes() {
        assertThat(GetVersion.of().encode()).isEqualTo(Bytes.fromHex("10 84 00 00"));
    }

    @Test
    @Tag("S-010")
    void getCapabilitiesGrewWithTheVersions() {
        assertThat(capabilitiesSize(SpdmVersion.V1_0)).isEqualTo(4);
        assertThat(capabilitiesSize(SpdmVersion.V1_1)).isEqualTo(12);
        assertThat(capabilitiesSize(SpdmVersion.V1_2)).isEqualTo(20);
        assertThat(capabilitiesSize(SpdmVersion.V1_4)).isEqualTo(20);
    }

    static Stream<Samples.Exchange> samples() {
        return Stream.of(SpdmVersion.V1_1, SpdmVersion.V1_2, SpdmVersion.V1_3, SpdmVersion.V1_4)
                .flatMap(version -> Stream.concat(
                        version.isAtLeast(SpdmVersion.V1_2) ? new Samples(version).all().stream() : Stream.empty(),
                        ManagementSamples.of(version).stream()));
    }

    private static void requireToldApart(Decoded<? extends SpdmMessage> decoded, boolean isOpenEnded, Bytes padding) {
        assertThat(decoded.trailing()).isEqualTo(isOpenEnded ? Bytes.EMPTY : padding);
        assertThat(decoded.bytes()).isEqualTo(decoded.message().encode());
    }

    private static int capabilitiesSize(SpdmVersion version) {
        Bytes bytes = Bytes.fromHex(
                "%02x e1 00 00 00 00 00 00 00 00 00 00 2a 00 00 00 2a 00 00 00".formatted(version.code()));
        return SpdmCodec.request(bytes, NegotiatedContext.NONE).bytes().size();
    }

    private static void requireTotal(Bytes bytes, Function<Bytes, Decoded<? extends SpdmMessage>> decode) {
        try {
            Decoded<? extends SpdmMessage> result = decode.apply(bytes);
            if (!result.message().encode().plus(result.trailing()).equals(bytes)) {
                throw new AssertionError("seed %d: %s became %s".formatted(SEED, bytes, result.message()));
            }
            result.message().write(WireWriter.create());
        } catch (MalformedMessageException e) {
            assertThat(e.offset()).isBetween(0, bytes.size());
        }
    }

    /** Damages messages, reproducibly. */
    private static final class Noise {
        private final Random random;

        Noise(long seed) {
            random = new Random(seed);
        }

        Bytes damage(Bytes message) {
            return switch (random.nextInt(4)) {
                case 0 -> message.slice(0, random.nextInt(message.size() + 1));
                case 1 -> message.slice(0, Math.min(2, message.size())).plus(bytes(random.nextInt(200)));
                case 2 -> bytes(random.nextInt(64));
                default -> flip(message, 1 + random.nextInt(4)).plus(bytes(random.nextInt(3)));
            };
        }

        private Bytes flip(Bytes message, int count) {
            Bytes damaged = message;
            for (int i = 0; i < count; i++) {
                damaged = damaged.with(random.nextInt(message.size()), random.nextInt(256));
            }
            return damaged;
        }

        private Bytes bytes(int size) {
            var drawn = new byte[size];
            random.nextBytes(drawn);
            return Bytes.of(drawn);
        }
    }
}
