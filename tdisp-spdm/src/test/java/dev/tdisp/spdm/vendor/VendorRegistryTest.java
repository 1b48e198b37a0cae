package dev.tdisp.spdm.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The envelope around TDISP, against bytes that were seen on the wire, and who gets what is in it. */
class VendorRegistryTest {
    private static final long SESSION = 0xFFFFFFFFL;
    private static final Bytes TDISP = Bytes.fromHex("10 81 00 00 ef be 00 00 00 00 00 00 00 00 00 00");
    private static final Bytes SHORT =
            Bytes.fromHex("12 fe 00 00 03 00 02 01 00 11 00 01").plus(TDISP);
    private static final Bytes LARGE =
            Bytes.fromHex("14 fe 80 00 03 00 02 01 00 00 00 11 00 00 00 01").plus(TDISP);

    private final List<Bytes> received = new ArrayList<>();
    private final VendorRegistry registry = registry();

    @Test
    @Tag("T-001")
    @Tag("T-002")
    void shortEnvelopeIsThatOfTheWire() {
        var request = new VendorDefinedRequest(SpdmHeader.of(SpdmVersion.V1_2, 0, 0), VendorProtocol.TDISP.wrap(TDISP));

        assertThat(request.encode()).isEqualTo(SHORT);
        assertThat(VendorProtocol.TDISP.unwrap(bodyOf(SHORT))).contains(TDISP);
    }

    @Test
    @Tag("T-002")
    @Tag("T-003")
    void largeEnvelopeIsThatOfTheWire() {
        var header = SpdmHeader.of(SpdmVersion.V1_4, 0x80, 0);

        assertThat(new VendorDefinedRequest(header, VendorProtocol.TDISP.wrap(TDISP)).encode())
                .isEqualTo(LARGE);
        assertThat(new VendorDefinedResponse(header, VendorProtocol.TDISP.wrap(TDISP)).encode())
                .isEqualTo(LARGE.with(1, 0x7E));
        assertThat(VendorProtocol.TDISP.unwrap(bodyOf(LARGE))).contains(TDISP);
    }

    /** Messages of the reference implementation: in the large envelope the reserved bytes hold anything. */
    @ParameterizedTest
    @CsvSource({
        "IDE_KM, 12fe0000 0300 02 0100 0400 00 000001, 000001",
        "TDISP, 12fe0000 0300 02 0100 1100 01 10810000efbe00000000000000000000, 10810000efbe00000000000000000000",
        "IDE_KM, 14fe8000 0300 02 0100 82d1 04000000 00 000001, 000001"
    })
    @Tag("S-190")
    @Tag("S-191")
    @Tag("S-220")
    void recordedRequestsAreReadAndWritten(String protocol, String recorded, String message) {
        VendorProtocol expected = protocol.equals("TDISP") ? VendorProtocol.TDISP : VendorProtocol.IDE_KM;

        assertThat(expected.unwrap(bodyOf(Bytes.fromHex(recorded)))).contains(Bytes.fromHex(message));
        assertThat(SpdmCodec.request(Bytes.fromHex(recorded), NegotiatedContext.NONE)
                        .message()
                        .encode())
                .isEqualTo(Bytes.fromHex(recorded));
    }

    @Test
    @Tag("S-190")
    @Tag("S-220")
    void recordedResponsesAreReadAndWritten() {
        Bytes asked = Bytes.fromHex("12fe0000 0300 02 0100 1100 01 10810000 efbe0000 0000000000000000");
        Bytes recorded = Bytes.fromHex("127e0000 0300 02 0100 1300 01 10010000 efbe0000 0000000000000000 01 10");
        Bytes query = Bytes.fromHex("127e0000 0300 02 0100 3001 00 010001").plus(Bytes.filled(0, 0x130 - 4));
        Bytes large =
                Bytes.fromHex("147e8000 0300 02 0100 0000 30010000 00 010001").plus(Bytes.filled(0, 0x130 - 4));
        SpdmRequest request = SpdmCodec.request(asked, NegotiatedContext.NONE).message();

        for (Bytes response : List.of(recorded, query, large)) {
            var decoded = (VendorDefinedResponse) SpdmCodec.response(response, request, NegotiatedContext.NONE)
                    .message();
            VendorProtocol protocol = response.equals(recorded) ? VendorProtocol.TDISP : VendorProtocol.IDE_KM;
            assertThat(decoded.encode()).isEqualTo(response);
            assertThat(protocol.unwrap(decoded.body())).isPresent();
        }
    }

    @Test
    @Tag("T-004")
    void reservedBytesOfTheLargeEnvelopeAreIgnored() {
        Bytes noisy = LARGE.with(9, 0x82).with(10, 0x8D);

        assertThat(VendorProtocol.TDISP.unwrap(bodyOf(noisy))).contains(TDISP);
        assertThat(registry.handle(SESSION, bodyOf(noisy))).isPresent();
    }

    @Test
    void answerCarriesTheSameNames() {
        VendorDefinedBody answer = registry.handle(SESSION, bodyOf(SHORT)).orElseThrow();

        assertThat(received).containsExactly(TDISP);
        assertThat(answer).isEqualTo(VendorProtocol.TDISP.wrap(Bytes.fromHex("10 01")));
    }

    @Test
    @Tag("T-005")
    void nothingIsHandedOnOutsideASession() {
        assertThat(registry.handle(VendorHandler.NO_SESSION, bodyOf(SHORT))).isEmpty();
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12 fe 00 00 03 00 02 01 00 11 00 02 10 81 00 00 ef be 00 00 00 00 00 00 00 00 00 00",
                "12 fe 00 00 03 00 02 01 00 11 00 00 10 81 00 00 ef be 00 00 00 00 00 00 00 00 00 00",
                "12 fe 00 00 03 00 02 98 1e 11 00 01 10 81 00 00 ef be 00 00 00 00 00 00 00 00 00 00",
                "12 fe 00 00 03 00 01 01 11 00 01 10 81 00 00 ef be 00 00 00 00 00 00 00 00 00 00",
                "12 fe 00 00 00 00 02 01 00 11 00 01 10 81 00 00 ef be 00 00 00 00 00 00 00 00 00 00",
                "12 fe 00 00 03 00 02 01 00 00 00"
            })
    @Tag("T-010")
    @Tag("P-068")
    void whatIsNotTdispIsNotHandedToTdisp(String request) {
        assertThat(registry.handle(SESSION, bodyOf(Bytes.fromHex(request)))).isEmpty();
        assertThat(received).isEmpty();
    }

    @Test
    void aProtocolHasOneHandler() {
        assertThatThrownBy(() -> registry.register(VendorProtocol.TDISP, (session, message) -> Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private VendorRegistry registry() {
        var created = new VendorRegistry();
        created.register(VendorProtocol.TDISP, (session, message) -> {
            received.add(message);
            return Optional.of(Bytes.fromHex("10 01"));
        });
        return created;
    }

    private static VendorDefinedBody bodyOf(Bytes request) {
        return ((VendorDefinedRequest)
                        SpdmCodec.request(request, NegotiatedContext.NONE).message())
                .body();
    }
}
