package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.AnnotatedHex;
import dev.tdisp.core.wire.Bytes;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTextTest {
    private static final TdispHeader HEADER =
            TdispHeader.of(InterfaceId.of(new FunctionId(0, RequesterId.of(1, 0, 4))));

    static Stream<Arguments> details() {
        var flags = LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX);
        return Stream.of(
                Arguments.of(
                        new LockInterfaceRequest(HEADER, LockParameters.of(flags, 5)),
                        "FLAGS NO_FW_UPDATE|LOCK_MSIX stream 5"),
                Arguments.of(
                        new LockInterfaceRequest(
                                HEADER,
                                LockParameters.of(new LockFlags(0x8008), 0)
                                        .withMmioReportingOffset(-0x1000)
                                        .withBindP2pAddressMask(-1)),
                        "FLAGS BIND_P2P|8000h stream 0 offset -1000h mask FFFFFFFFFFFFFFFFh"),
                Arguments.of(new GetDeviceInterfaceReport(HEADER, 64, 28), "offset 64 length 28"),
                Arguments.of(
                        new DeviceInterfaceReportPortion(HEADER, 28, Bytes.filled(0, 64)), "portion 64 remainder 28"),
                Arguments.of(new DeviceInterfaceState(HEADER, TdiState.RUN), "RUN"),
                Arguments.of(new DeviceInterfaceState(HEADER, 9), "09h"),
                Arguments.of(new TdispVersion(HEADER, Bytes.fromHex("10 21")), "1.0 2.1"),
                Arguments.of(TdispError.of(HEADER, TdispErrorCode.INVALID_NONCE), "INVALID_NONCE"),
                Arguments.of(TdispError.unsupportedRequest(HEADER, 0x8C), "UNSUPPORTED_REQUEST data 8Ch"),
                Arguments.of(new BindP2pStreamRequest(HEADER, 9), "stream 9"),
                Arguments.of(
                        new SetMmioAttributeRequest(HEADER, 0x1010000, 256, 4, 2),
                        "range 2: 256 pages from page 1010000h become non-TEE"),
                Arguments.of(new GetTdispVersion(HEADER), ""));
    }

    @ParameterizedTest
    @MethodSource("details")
    void detailSaysWhatMatters(TdispMessage message, String detail) {
        assertThat(message.detail()).isEqualTo(detail);
    }

    @Test
    void eventNamesInterfaceAndDetail() {
        var lock = new LockInterfaceRequest(HEADER, LockParameters.of(LockFlags.NONE, 5));

        TraceEvent.Message event = lock.toEvent(Instant.EPOCH, "tsm", "device");

        assertThat(event.summary())
                .isEqualTo("tsm -> device: TDISP LOCK_INTERFACE_REQUEST 0000:01:00.4 FLAGS none stream 5");
        assertThat(event.bytes()).isEqualTo(lock.toBytes());
    }

    @Test
    void annotatedHexComesFromTheCodec() {
        var state = new DeviceInterfaceState(HEADER, TdiState.CONFIG_LOCKED);
        TraceEvent.Message event = state.toEvent(Instant.EPOCH, "device", "tsm");

        assertThat(AnnotatedHex.render(event.bytes(), event.fields())).isEqualTo("""
                0000  10                       TDISPVersion                      1.0
                0001  05                       MessageType                       DEVICE_INTERFACE_STATE
                0002  00 00                    Reserved                          0000h
                0004  04 01 00 01              INTERFACE_ID.FUNCTION_ID          0000:01:00.4
                0008  00 00 00 00 00 00 00 00  INTERFACE_ID.Reserved             0000000000000000h
                0010  01                       TDI_STATE                         CONFIG_LOCKED
                """);
    }
}
