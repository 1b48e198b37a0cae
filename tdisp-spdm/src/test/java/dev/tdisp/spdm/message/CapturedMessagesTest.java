package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message of a recorded exchange with the reference implementation decodes and encodes to the same bytes. */
class CapturedMessagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "doe-12-tdisp-min",
                "doe-13-tdisp-min",
                "doe-14-tdisp-min",
                "mctp-10",
                "mctp-11",
                "mctp-12",
                "mctp-13",
                "doe-12",
                "hs-encrypted-12",
                "mut-DIGESTS",
                "psk-nocontext",
                "meas-nosig-12",
                "pqc-hybrid-ecdsa-mlkem",
                "dhe-FFDHE_3072",
                "hash-SHA_512",
                "asym-RSASSA_2048"
            })
    @Tag("S-001")
    void recordedMessagesDecodeAndEncodeToTheSameBytes(String capture) throws IOException {
        Path file = captures().resolve(capture + ".plain.txt");
        var replay = new Replay();

        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#") && !line.contains("<unknown>"))
                .toList();
        lines.forEach(replay::line);

        assertThat(replay.decoded).isGreaterThan(10);
    }

    private static Path captures() {
        Path folder = Path.of(System.getProperty("tdisp.captures", ""));
        if (!Boolean.getBoolean("tdisp.captures.required")) {
            assumeTrue(Files.isDirectory(folder), "no captures in " + folder);
        }
        return folder;
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
            assertThat(result.trailing())
                    .as("padding of a DOE object")
                    .isIn(Bytes.EMPTY, Bytes.filled(0, -message.encode().size() & 3));
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
