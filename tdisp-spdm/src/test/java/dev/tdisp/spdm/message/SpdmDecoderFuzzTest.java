package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are a message of either direction, or malformed.
 *
 * <p>An input is the number of a sample, which lends its request and its negotiated context, and the bytes to decode.
 */
class SpdmDecoderFuzzTest {
    private static final int NUMBER_SIZE = 2;
    private static final List<Samples.Exchange> SAMPLES = Stream.of(SpdmVersion.values())
            .flatMap(version -> Stream.concat(
                    version.isAtLeast(SpdmVersion.V1_2) ? new Samples(version).all().stream() : Stream.empty(),
                    ManagementSamples.of(version).stream()))
            .toList();

    @MethodSource("samples")
    @Tag("GAP-SEC-05")
    @Tag("GAP-SEC-06")
    @Tag("GAP-SEC-13")
    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAMessageOrMalformed(byte[] input) {
        if (input.length < NUMBER_SIZE) {
            return;
        }
        int number = (input[0] & 0xFF) << Byte.SIZE | input[1] & 0xFF;
        Samples.Exchange sample = SAMPLES.get(number % SAMPLES.size());
        Bytes bytes = Bytes.of(input).from(NUMBER_SIZE);

        requireTotal(bytes, () -> SpdmCodec.request(bytes, sample.context()));
        requireTotal(bytes, () -> SpdmCodec.request(bytes, NegotiatedContext.NONE));
        requireTotal(bytes, () -> SpdmCodec.response(bytes, sample.request(), sample.context()));
    }

    static Stream<byte[]> samples() {
        return IntStream.range(0, SAMPLES.size()).boxed().flatMap(number -> {
            Samples.Exchange sample = SAMPLES.get(number);
            return Stream.of(numbered(number, sample.request()), numbered(number, sample.response()));
        });
    }

    private static byte[] numbered(int number, SpdmMessage message) {
        return Bytes.of((byte) (number >> Byte.SIZE), (byte) number)
                .plus(message.encode())
                .toArray();
    }

    private static void requireTotal(Bytes bytes, Supplier<Decoded<? extends SpdmMessage>> decode) {
        try {
            Decoded<? extends SpdmMessage> decoded = decode.get();
            SpdmMessage message = decoded.message();
            assertThat(message.encode().plus(decoded.trailing())).isEqualTo(bytes);
            assertThat(decoded.bytes()).isEqualTo(message.encode());
            assertThat(message.toString()).isNotEmpty();
            assertThat(message.detail()).hasSizeLessThan(1000);
            int described = message.fields().fields().stream()
                    .mapToInt(field -> field.length())
                    .sum();
            assertThat(described).isEqualTo(decoded.bytes().size());
        } catch (MalformedMessageException e) {
            assertThat(e.offset()).isBetween(0, bytes.size());
        }
    }
}
