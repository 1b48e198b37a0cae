package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TDISP requests of recorded runs of the reference emulators, answered again. */
class CapturedTdispTest {
    /** Short form: 10 bytes of header and length, then the protocol id 01. */
    private static final String ENVELOPE = "fe0000030002" + "0100";

    private static final int NONCE_FROM = 16;

    @ParameterizedTest
    @ValueSource(strings = {"doe-12-tdisp-min", "doe-13-tdisp-min"})
    @Tag("T-001")
    @Tag("T-012")
    @Tag("T-014")
    void theRecordedRequestsGetTheRecordedAnswers(String capture) {
        List<Exchange> exchanges = read(capture);
        assertThat(exchanges).hasSizeGreaterThanOrEqualTo(11);
        var device = new MemoryDevice(TdispProfile.SPDM_EMU);
        var nonce = Bytes.EMPTY;
        var recordedNonce = Bytes.EMPTY;

        for (Exchange exchange : exchanges) {
            device.tdi().report = exchange.report();
            Bytes request = exchange.request();
            if (request.at(1) == 0x86) {
                assertThat(request.from(NONCE_FROM)).isEqualTo(recordedNonce);
                request = request.slice(0, NONCE_FROM).plus(nonce);
            }

            Bytes response =
                    device.responder.handle(exchange.session(), request).orElseThrow();

            if (request.at(1) == 0x83) {
                nonce = response.from(NONCE_FROM);
                recordedNonce = exchange.response().from(NONCE_FROM);
                assertThat(response.slice(0, NONCE_FROM))
                        .isEqualTo(exchange.response().slice(0, NONCE_FROM));
                assertThat(response.size()).isEqualTo(exchange.response().size());
            } else {
                assertThat(response).isEqualTo(exchange.response());
            }
        }
        assertThat(device.tdi().interfaceId()).isEqualTo(new InterfaceId(0x0100_0100, 0));
    }

    private static List<Exchange> read(String capture) {
        List<Bytes[]> lines = new ArrayList<>();
        List<Exchange> exchanges = new ArrayList<>();
        Bytes report = Bytes.EMPTY;
        for (String line : lines(capture)) {
            String[] words = line.split(" ");
            boolean isRequest = words[0].equals("REQ->RSP") && words.length > 4 && isTdisp(words[4]);
            boolean isResponse = words[0].equals("RSP->REQ") && words.length > 4 && isTdisp(words[4]);
            if (isRequest) {
                lines.add(new Bytes[] {Bytes.fromHex(words[4]).from(12)});
            }
            if (isResponse) {
                Bytes request = lines.get(lines.size() - 1)[0];
                Bytes response = Bytes.fromHex(words[4]).from(12);
                exchanges.add(new Exchange(Long.parseLong(words[1], 16), request, response, Bytes.EMPTY));
                if (response.at(1) == 0x04) {
                    report = request.at(16) == 0 ? response.from(20) : report.plus(response.from(20));
                }
            }
        }
        Bytes whole = report;
        return exchanges.stream().map(exchange -> exchange.withReport(whole)).toList();
    }

    private static boolean isTdisp(String hex) {
        String head = hex.substring(2).replaceFirst("^7e", "fe");
        return head.startsWith(ENVELOPE) && hex.startsWith("01", 22);
    }

    private static List<String> lines(String capture) {
        Path file = Path.of(System.getProperty("tdisp.captures", "../../shared/captures"), capture + ".plain.txt");
        if (!Files.isReadable(file)) {
            if (Boolean.getBoolean("tdisp.captures.required")) {
                fail("capture %s is required and missing".formatted(file));
            }
            assumeTrue(false, "capture %s is missing".formatted(file));
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Exchange(long session, Bytes request, Bytes response, Bytes report) {
        Exchange withReport(Bytes whole) {
            return new Exchange(session, request, response, whole);
        }
    }
}
