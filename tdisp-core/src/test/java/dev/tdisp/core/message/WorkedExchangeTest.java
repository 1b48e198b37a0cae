package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole life of an interface, every message of it written by hand: as fields and as bytes. */
@Tag("T-011")
class WorkedExchangeTest {
    private static final InterfaceId TDI = InterfaceId.of(new FunctionId(0, RequesterId.of(1, 0, 4)));
    private static final TdispHeader HEADER = TdispHeader.of(TDI);
    private static final String ID = "04 01 00 01 00 00 00 00 00 00 00 00";
    private static final Bytes NONCE_BYTES = Bytes.fromHex(
            "40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50 51 52 53 54 55 56 57 58 59 5a 5b 5c 5d 5e 5f");

    private static final Bytes FIRST_PORTION = Bytes.fromHex("0b 00 00 00 07 80 00 00 00 00 00 00 04 00 00 00"
            + "00 00 00 01 00 00 00 00 10 00 00 00 00 00 00 00"
            + "10 00 00 01 00 00 00 00 01 00 00 00 01 00 00 00"
            + "20 00 00 01 00 00 00 00 01 00 00 00 02 00 00 00");
    private static final Bytes SECOND_PORTION =
            Bytes.fromHex("00 00 01 01 00 00 00 00 00 01 00 00 08 00 02 00 08 00 00 00 44 45 4d 4f 2d 4e 49 43");

    @ParameterizedTest(name = "{0}")
    @MethodSource({"requests", "optionalRequests"})
    void requestEncodesAndDecodes(String name, TdispRequest message, String payload) {
        Bytes wire = wire(message.code(), payload);

        assertThat(message.name()).isEqualTo(name);
        assertThat(message.toBytes()).isEqualTo(wire);
        assertThat(TdispRequest.decode(wire)).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"responses", "optionalResponses", "errors"})
    void responseEncodesAndDecodes(String name, TdispResponse message, String payload) {
        Bytes wire = wire(message.code(), payload);

        assertThat(message.name()).isEqualTo(name);
        assertThat(message.toBytes()).isEqualTo(wire);
        assertThat(TdispResponse.decode(wire)).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"requests", "optionalRequests", "responses", "optionalResponses", "errors"})
    void readerAndWriterNameTheSameFields(String name, TdispMessage message, String payload) {
        var out = WireWriter.recording();
        message.encode(out);
        var in = WireReader.recording(out.toBytes());

        if (message instanceof TdispRequest) {
            TdispRequest.decode(in);
        } else {
            TdispResponse.decode(in);
        }

        assertThat(in.fields()).isEqualTo(out.fields());
        assertThat(in.fields().fields())
                .doesNotHaveDuplicates()
                .extracting("name")
                .doesNotHaveDuplicates();
    }

    private static Bytes wire(int code, String payload) {
        return Bytes.fromHex("10 %02x 00 00 %s %s".formatted(code, ID, payload));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("GET_TDISP_VERSION", new GetTdispVersion(HEADER), ""),
                Arguments.of("GET_TDISP_CAPABILITIES", new GetTdispCapabilities(HEADER, 0), "00 00 00 00"),
                Arguments.of("GET_DEVICE_INTERFACE_STATE", new GetDeviceInterfaceState(HEADER), ""),
                Arguments.of(
                        "LOCK_INTERFACE_REQUEST",
                        new LockInterfaceRequest(
                                HEADER,
                                LockParameters.of(LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX), 5)
                                        .withMmioReportingOffset(-0xE0_0000_0000L)),
                        "05 00 05 00 00 00 00 00 20 ff ff ff 00 00 00 00 00 00 00 00"),
                Arguments.of(
                        "GET_DEVICE_INTERFACE_REPORT", new GetDeviceInterfaceReport(HEADER, 0, 0x40), "00 00 40 00"),
                Arguments.of(
                        "GET_DEVICE_INTERFACE_REPORT", new GetDeviceInterfaceReport(HEADER, 0x40, 0x1C), "40 00 1c 00"),
                Arguments.of(
                        "START_INTERFACE_REQUEST",
                        new StartInterfaceRequest(HEADER, Nonce.of(NONCE_BYTES)),
                        NONCE_BYTES.toHex()),
                Arguments.of("STOP_INTERFACE_REQUEST", new StopInterfaceRequest(HEADER), ""));
    }

    static Stream<Arguments> optionalRequests() {
        return Stream.of(
                Arguments.of(
                        "SET_MMIO_ATTRIBUTE_REQUEST",
                        new SetMmioAttributeRequest(HEADER, 0x1010000, 256, SetMmioAttributeRequest.IS_NON_TEE_MEM, 2),
                        "00 00 01 01 00 00 00 00 00 01 00 00 04 00 02 00"),
                Arguments.of("BIND_P2P_STREAM_REQUEST", new BindP2pStreamRequest(HEADER, 9), "09"),
                Arguments.of("UNBIND_P2P_STREAM_REQUEST", new UnbindP2pStreamRequest(HEADER, 9), "09"),
                Arguments.of(
                        "VDM_REQUEST",
                        new VdmRequest(HEADER, VendorData.ofPciSig(0x1234, Bytes.fromHex("aa bb"))),
                        "00 02 34 12 aa bb"),
                Arguments.of(
                        "SET_TDISP_CONFIG_REQUEST",
                        new SetTdispConfigRequest(HEADER, SetTdispConfigRequest.XT_MODE_ENABLE),
                        "01 00 00 00"));
    }

    static Stream<Arguments> responses() {
        Stream<Arguments> states = Stream.of(TdiState.values())
                .map(state -> Arguments.of(
                        "DEVICE_INTERFACE_STATE",
                        new DeviceInterfaceState(HEADER, state),
                        "%02x".formatted(state.code())));
        Stream<Arguments> others = Stream.of(
                Arguments.of("TDISP_VERSION", new TdispVersion(HEADER, Bytes.fromHex("10")), "01 10"),
                Arguments.of(
                        "TDISP_CAPABILITIES",
                        new TdispCapabilities(HEADER, 0, SupportedRequests.allOf6(), LockFlags.ALL, 0, 52, 1, 4),
                        "00 00 00 00 fe 0f 00 00 00 00 00 00 00 00 00 00 00 00 00 00 1f 00 00 00 00 34 01 04"),
                Arguments.of(
                        "LOCK_INTERFACE_RESPONSE",
                        new LockInterfaceResponse(HEADER, Nonce.of(NONCE_BYTES)),
                        NONCE_BYTES.toHex()),
                Arguments.of(
                        "DEVICE_INTERFACE_REPORT",
                        new DeviceInterfaceReportPortion(HEADER, 0x1C, FIRST_PORTION),
                        "40 00 1c 00" + FIRST_PORTION.toHex()),
                Arguments.of(
                        "DEVICE_INTERFACE_REPORT",
                        new DeviceInterfaceReportPortion(HEADER, 0, SECOND_PORTION),
                        "1c 00 00 00" + SECOND_PORTION.toHex()),
                Arguments.of("START_INTERFACE_RESPONSE", new StartInterfaceResponse(HEADER), ""),
                Arguments.of("STOP_INTERFACE_RESPONSE", new StopInterfaceResponse(HEADER), ""));
        return Stream.concat(states, others);
    }

    static Stream<Arguments> optionalResponses() {
        return Stream.of(
                Arguments.of("SET_MMIO_ATTRIBUTE_RESPONSE", new SetMmioAttributeResponse(HEADER), ""),
                Arguments.of("BIND_P2P_STREAM_RESPONSE", new BindP2pStreamResponse(HEADER), ""),
                Arguments.of("UNBIND_P2P_STREAM_RESPONSE", new UnbindP2pStreamResponse(HEADER), ""),
                Arguments.of(
                        "VDM_RESPONSE",
                        new VdmResponse(HEADER, VendorData.ofPciSig(0x1234, Bytes.fromHex("cc"))),
                        "00 02 34 12 cc"),
                Arguments.of("SET_TDISP_CONFIG_RESPONSE", new SetTdispConfigResponse(HEADER), ""));
    }

    static Stream<Arguments> errors() {
        var codes = new TdispErrorCode[] {
            TdispErrorCode.INVALID_REQUEST,
            TdispErrorCode.BUSY,
            TdispErrorCode.INVALID_INTERFACE_STATE,
            TdispErrorCode.UNSPECIFIED,
            TdispErrorCode.VERSION_MISMATCH,
            TdispErrorCode.INVALID_INTERFACE,
            TdispErrorCode.INVALID_NONCE,
            TdispErrorCode.INSUFFICIENT_ENTROPY,
            TdispErrorCode.INVALID_DEVICE_CONFIGURATION
        };
        var bytes = new String[] {"01 00", "03 00", "04 00", "05 00", "41 00", "01 01", "02 01", "03 01", "04 01"};
        Stream<Arguments> plain = IntStream.range(0, codes.length)
                .mapToObj(i ->
                        Arguments.of("TDISP_ERROR", TdispError.of(HEADER, codes[i]), bytes[i] + " 00 00 00 00 00 00"));
        return Stream.concat(
                plain,
                Stream.of(
                        Arguments.of(
                                "TDISP_ERROR", TdispError.unsupportedRequest(HEADER, 0x88), "07 00 00 00 88 00 00 00"),
                        Arguments.of(
                                "TDISP_ERROR",
                                TdispError.vendorSpecific(
                                        HEADER, VendorData.ofPciSig(0x1234, Bytes.fromHex("01 02 03 04"))),
                                "ff 00 00 00 08 00 00 00 00 02 34 12 01 02 03 04")));
    }
}
