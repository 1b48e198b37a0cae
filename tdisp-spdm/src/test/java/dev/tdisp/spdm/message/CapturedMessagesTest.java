package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.capture.Captures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of a recorded exchange with the reference implementation decodes and encodes to the same bytes. */
class CapturedMessagesTest {
    /** What the reference responder sends behind KEY_PAIR_INFO from 1.4 on, in any transport. */
    private static final int BEHIND_KEY_PAIR_INFO = 6;

    @ParameterizedTest
    @MethodSource("dev.tdisp.spdm.capture.Captures#names")
    @Tag("S-001")
    void recordedMessagesDecodeAndEncodeToTheSameBytes(String capture) throws IOException {
        Path file = Captures.path(capture + ".plain.txt");
        var replay = new Replay();

        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#") && !line.contains("<unknown>"))
                .toList();
        lines.forEach(replay::line);

        assertThat(replay.decoded).isGreaterThan(10);
    }

    /** Follows a recorded exchange as a bystander: what is negotiated decides how the next message is read. */
    private static final class Replay {
        private NegotiatedContext context = NegotiatedContext.NONE;
        private SpdmRequest request = GetVersion.of();
        private int decoded;

        void line(String line) {
            String[] words = line.split(" ");
            String name = words[2].substring("SPDM_".length(), words[2].indexOf('('));
            Bytes bytes = Bytes.fromHex(words[words.length - 1]);
            Decoded<? extends SpdmMessage> result = "REQ->RSP".equals(words[0]) ? request(bytes) : response(bytes);
            SpdmMessage message = result.message();
            decoded++;

            assertThat(message.encode().plus(result.trailing())).as(line).isEqualTo(bytes);
            assertThat(result.bytes()).isEqualTo(message.encode());
            int size = message.encode().size();
            int own = message instanceof KeyPairInfo && message.header().isAtLeast(SpdmVersion.V1_4)
                    ? BEHIND_KEY_PAIR_INFO
                    : 0;
            assertThat(result.trailing())
                    .as("padding of a DOE object")
                    .isIn(Bytes.filled(0, own), Bytes.filled(0, own + (-(size + own) & 3)));
            assertThat(message.name()).isEqualTo(name);
            assertThat(message.fields().fields().stream()
                            .mapToInt(Field::length)
                            .sum())
                    .as(line)
                    .isEqualTo(message.encode().size());
        }

        private Decoded<SpdmRequest> request(Bytes bytes) {
            Decoded<SpdmRequest> result = SpdmCodec.request(bytes, context);
            request = result.message();
            return result;
        }

        private Decoded<SpdmResponse> response(Bytes bytes) {
            Decoded<SpdmResponse> result = SpdmCodec.response(bytes, request, context);
            SpdmResponse response = result.message();
            if (response instanceof Capabilities capabilities) {
                SpdmVersion version =
                        SpdmVersion.of(response.header().version()).orElseThrow();
                context = NegotiatedContext.of(version, (GetCapabilities) request, capabilities);
            } else if (response instanceof Algorithms algorithms) {
                context = context.with(algorithms.suite((NegotiateAlgorithms) request));
            }
            return result;
        }
    }
}
