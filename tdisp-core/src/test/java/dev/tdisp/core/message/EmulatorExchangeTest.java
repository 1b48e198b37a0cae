package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the reference emulator was seen to send for FUNCTION_ID 0000BEEFh. */
@Tag("T-011")
class EmulatorExchangeTest {
    private static final TdispHeader HEADER = TdispHeader.of(new InterfaceId(0xBEEF, 0));
    private static final String ID = "ef be 00 00 00 00 00 00 00 00 00 00";
    private static final String NONCE =
            "de e1 c7 16 73 d8 91 84 28 36 68 47 2b 9e a4 61 83 02 d9 3e ba 85 7f 9a 07 fc 8a 46 eb 54 64 77";
    private static final String PORTION_1 = "03 00 00 00 00 00 00 00 00 00 00 00 04 00 00 00"
            + "00 00 00 00 00 00 00 00 01 00 00 00 04 00 01 00 00 80 00 00 00 00 00 00 04 00 00 00 08 00 02 00"
            + "00 00 01 00 00 00 00 00 08 00 00 00 08 00 03 00";
    private static final String PORTION_2 =
            "00 00 02 00 00 00 00 00 08 00 00 00 08 00 04 00 10 00 00 00 74 64 69 73 70 5f 64 65 76 5f 65 6d 75 00 00 00";

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void requestEncodesAndDecodes(TdispRequest message, String wire) {
        assertThat(message.toBytes()).isEqualTo(Bytes.fromHex(wire));
        assertThat(TdispRequest.decode(Bytes.fromHex(wire))).isEqualTo(message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void responseEncodesAndDecodes(TdispResponse message, String wire) {
        assertThat(message.toBytes()).isEqualTo(Bytes.fromHex(wire));
        assertThat(TdispResponse.decode(Bytes.fromHex(wire))).isEqualTo(message);
    }

    static Stream<Arguments> requestEncodesAndDecodes() {
        var lock = new LockParameters(new LockFlags(7), 0, 0xD000_0000L, 0);
        return Stream.of(
                Arguments.of(new GetTdispVersion(HEADER), "10 81 00 00 " + ID),
                Arguments.of(new GetTdispCapabilities(HEADER, 0), "10 82 00 00 " + ID + "00 00 00 00"),
                Arguments.of(
                        new LockInterfaceRequest(HEADER, lock),
                        "10 83 00 00 " + ID + "07 00 00 00 00 00 00 d0 00 00 00 00 00 00 00 00 00 00 00 00"),
                Arguments.of(new GetDeviceInterfaceReport(HEADER, 0, 0x40), "10 84 00 00 " + ID + "00 00 40 00"),
                Arguments.of(new GetDeviceInterfaceReport(HEADER, 0x40, 0x24), "10 84 00 00 " + ID + "40 00 24 00"),
                Arguments.of(
                        new StartInterfaceRequest(HEADER, Nonce.of(Bytes.fromHex(NONCE))), "10 86 00 00 " + ID + NONCE),
                Arguments.of(new StopInterfaceRequest(HEADER), "10 87 00 00 " + ID));
    }

    static Stream<Arguments> responseEncodesAndDecodes() {
        var capabilities =
                new TdispCapabilities(HEADER, 0, SupportedRequests.required(), new LockFlags(7), 0, 48, 0, 0);
        return Stream.of(
                Arguments.of(new TdispVersion(HEADER, Bytes.fromHex("10")), "10 01 00 00 " + ID + "01 10"),
                Arguments.of(
                        capabilities,
                        "10 02 00 00 " + ID
                                + "00 00 00 00 fe 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 00 00 00 30 00 00"),
                Arguments.of(
                        new LockInterfaceResponse(HEADER, Nonce.of(Bytes.fromHex(NONCE))), "10 03 00 00 " + ID + NONCE),
                Arguments.of(
                        new DeviceInterfaceReportPortion(HEADER, 0x24, Bytes.fromHex(PORTION_1)),
                        "10 04 00 00 " + ID + "40 00 24 00" + PORTION_1),
                Arguments.of(
                        new DeviceInterfaceReportPortion(HEADER, 0, Bytes.fromHex(PORTION_2)),
                        "10 04 00 00 " + ID + "24 00 00 00" + PORTION_2),
                Arguments.of(new StartInterfaceResponse(HEADER), "10 06 00 00 " + ID),
                Arguments.of(new DeviceInterfaceState(HEADER, TdiState.RUN), "10 05 00 00 " + ID + "02"),
                Arguments.of(new StopInterfaceResponse(HEADER), "10 07 00 00 " + ID));
    }
}
