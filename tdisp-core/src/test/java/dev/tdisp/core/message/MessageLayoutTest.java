package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of fields, byte by byte, and nothing between them. */
class MessageLayoutTest {
    private static final int UNKNOWN_LENGTH = 5;

    @ParameterizedTest
    @CsvSource(textBlock = """
            81, 16,
            82, 20, TSM_CAPS 16+4
            83, 36, FLAGS 16+2 DefaultStreamID 18+1 Reserved[19] 19+1 MMIO_REPORTING_OFFSET 20+8 BIND_P2P_ADDRESS_MASK 28+8
            84, 20, OFFSET 16+2 LENGTH 18+2
            85, 16,
            86, 48, START_INTERFACE_NONCE 16+32
            87, 16,
            88, 17, P2P_STREAM_ID 16+1
            89, 17, P2P_STREAM_ID 16+1
            8A, 32, MMIO_RANGE.First4KPage 16+8 MMIO_RANGE.NumberOf4KPages 24+4 MMIO_RANGE.RangeAttributes 28+2 MMIO_RANGE.RangeID 30+2
            8B, 23, REGISTRY_ID 16+1 VENDOR_ID_LEN 17+1 VENDOR_DATA 18+5
            8C, 20, TDISP_CONFIG 16+4
            """)
    @Tag("T-011")
    void requestHasItsFieldsWhereTheTableSays(String code, int size, String fields) {
        var in = WireReader.recording(zeros(code, size));

        TdispRequest.decode(in);

        assertThat(layout(in)).isEqualTo(expected(fields));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            02, 44, DSM_CAPS 16+4 REQ_MSGS_SUPPORTED 20+16 LOCK_INTERFACE_FLAGS_SUPPORTED 36+2 Reserved[38] 38+3 DEV_ADDR_WIDTH 41+1 NUM_REQ_THIS 42+1 NUM_REQ_ALL 43+1
            03, 48, START_INTERFACE_NONCE 16+32
            04, 20, PORTION_LENGTH 16+2 REMAINDER_LENGTH 18+2
            05, 17, TDI_STATE 16+1
            06, 16,
            07, 16,
            08, 16,
            09, 16,
            0A, 16,
            0B, 23, REGISTRY_ID 16+1 VENDOR_ID_LEN 17+1 VENDOR_DATA 18+5
            0C, 16,
            7F, 24, ERROR_CODE 16+4 ERROR_DATA 20+4
            """)
    @Tag("T-011")
    void responseHasItsFieldsWhereTheTableSays(String code, int size, String fields) {
        var in = WireReader.recording(zeros(code, size));

        TdispResponse.decode(in);

        assertThat(layout(in)).isEqualTo(expected(fields));
    }

    @Test
    void fieldsOfVariableLengthFollowTheirLength() {
        assertThat(responseLayout("01", "03 10 11 20")).endsWith("VERSION_NUM_COUNT 16+1", "VERSION_NUM_ENTRY 17+3");
        assertThat(responseLayout("04", "02 00 00 00 aa bb")).endsWith("REMAINDER_LENGTH 18+2", "REPORT_BYTES 20+2");
        assertThat(responseLayout("0B", "00 02 34 12 cc")).endsWith("VENDOR_ID 18+2", "VENDOR_DATA 20+1");
        assertThat(responseLayout("7F", "ff 00 00 00 05 00 00 00 00 02 34 12 01"))
                .endsWith(
                        "EXTENDED_ERROR_DATA.REGISTRY_ID 24+1",
                        "EXTENDED_ERROR_DATA.VENDOR_ID_LEN 25+1",
                        "EXTENDED_ERROR_DATA.VENDOR_ID 26+2",
                        "EXTENDED_ERROR_DATA.VENDOR_ERR_DATA 28+1");
    }

    static Stream<RequestCode> codes() {
        return Stream.of(RequestCode.values());
    }

    @ParameterizedTest
    @MethodSource("codes")
    void onlyTheSizesOfTheTableDecode(RequestCode code) {
        IntStream.range(TdispHeader.SIZE, 64).forEach(size -> {
            Bytes request = zeros("%02x".formatted(code.code()), size);
            Bytes response = zeros("%02x".formatted(code.responseCode()), size);

            if (code.requestSize().allows(size)) {
                assertThat(TdispRequest.decode(request).toBytes()).isEqualTo(request);
            } else {
                assertThatThrownBy(() -> TdispRequest.decode(request)).isInstanceOf(MalformedMessageException.class);
            }
            if (!code.responseSize().allows(size)) {
                assertThatThrownBy(() -> TdispResponse.decode(response)).isInstanceOf(MalformedMessageException.class);
            } else if (code.responseSize().isExact()) {
                assertThat(TdispResponse.decode(response).toBytes()).isEqualTo(response);
            }
        });
    }

    @Test
    void fewerThanSixteenBytesAreNoMessage() {
        IntStream.range(0, TdispHeader.SIZE).forEach(size -> {
            Bytes part = zeros("81", TdispHeader.SIZE).slice(0, size);

            assertThatThrownBy(() -> TdispRequest.decode(part)).isInstanceOf(MalformedMessageException.class);
            assertThatThrownBy(() -> TdispResponse.decode(part)).isInstanceOf(MalformedMessageException.class);
        });
    }

    @Test
    void undefinedCodesAreKeptWithTheirBody() {
        IntStream.range(0, 256).forEach(code -> {
            Bytes wire = zeros("%02x".formatted(code), TdispHeader.SIZE + UNKNOWN_LENGTH);
            var header = TdispHeader.of(new InterfaceId(0, 0));
            Bytes body = Bytes.filled(0, UNKNOWN_LENGTH);

            if (code < 0x81 || code > 0x8C) {
                assertThat(TdispRequest.decode(wire)).isEqualTo(new UnknownRequest(header, code, body));
                assertThat(TdispRequest.decode(wire).toBytes()).isEqualTo(wire);
            }
            if ((code < 0x01 || code > 0x0C) && code != 0x7F) {
                assertThat(TdispResponse.decode(wire)).isEqualTo(new UnknownResponse(header, code, body));
                assertThat(TdispResponse.decode(wire).toBytes()).isEqualTo(wire);
            }
        });
    }

    @Test
    void aDefinedCodeIsNotUnknown() {
        var header = TdispHeader.of(new InterfaceId(0, 0));

        assertThatThrownBy(() -> new UnknownRequest(header, 0x81, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnknownResponse(header, 0x7F, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnknownResponse(header, 0x0C, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("T-015")
    @Tag("T-016")
    void reservedBitsSurvive() {
        Bytes wire = Bytes.fromHex("1f 85 cd ab 04 01 00 ff 11 22 33 44 55 66 77 88");

        TdispRequest request = TdispRequest.decode(wire);

        assertThat(request.header().reserved()).isEqualTo(0xABCD);
        assertThat(request.header().version()).isEqualTo(0x1F);
        assertThat(request.header().interfaceId()).isEqualTo(new InterfaceId(0xFF000104L, 0x8877665544332211L));
        assertThat(request.toBytes()).isEqualTo(wire);
    }

    private static Bytes zeros(String code, int size) {
        return Bytes.filled(0, size).with(0, 0x10).with(1, Integer.parseInt(code, 16));
    }

    private static List<String> responseLayout(String code, String payload) {
        var in = WireReader.recording(zeros(code, TdispHeader.SIZE).plus(Bytes.fromHex(payload)));
        TdispResponse.decode(in);
        return layout(in);
    }

    private static List<String> layout(WireReader in) {
        return in.fields().fields().stream().map(MessageLayoutTest::text).toList();
    }

    private static String text(Field field) {
        return "%s %d+%d".formatted(field.name(), field.offset(), field.length());
    }

    private static List<String> expected(String fields) {
        String header = "TDISPVersion 0+1 MessageType 1+1 Reserved 2+2"
                + " INTERFACE_ID.FUNCTION_ID 4+4 INTERFACE_ID.Reserved 8+8";
        String[] words = (fields == null ? header : header + " " + fields).split(" ");
        return IntStream.range(0, words.length / 2)
                .mapToObj(i -> words[2 * i] + " " + words[2 * i + 1])
                .toList();
    }
}
