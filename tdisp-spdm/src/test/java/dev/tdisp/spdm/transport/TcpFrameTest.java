package dev.tdisp.spdm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.capture.Captures;
import dev.tdisp.spdm.capture.PcapFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S-200")
class TcpFrameTest {
    @Test
    @Tag("S-220")
    void framesAreThoseOfTheReference() {
        assertThat(TcpFrame.of(TcpFrame.ROLE_INQUIRY, Bytes.EMPTY).encode()).isEqualTo(Bytes.fromHex("000001bf"));
        for (String message : new String[] {
            "10840000", "1004000000010012", "12e1000000000000c6f702000012000000800200",
        }) {
            Bytes payload = Bytes.fromHex(message);
            Bytes frame = TcpFrame.of(TcpFrame.SPDM, payload).encode();
            assertThat(frame).isEqualTo(TransportBinding.TCP.encode(TransportMessage.spdm(payload)));
            assertThat(TcpFrame.decode(frame)).isEqualTo(new TcpFrame(payload.size() + 2, 1, 5, payload));
        }
        assertThat(TcpFrame.of(TcpFrame.SPDM, Bytes.fromHex("10840000")).encode())
                .isEqualTo(Bytes.fromHex("0600010510840000"));
        assertThat(TcpFrame.of(TcpFrame.SPDM, Bytes.fromHex("1004000000010012")).encode())
                .isEqualTo(Bytes.fromHex("0a0001051004000000010012"));
        assertThat(TcpFrame.of(TcpFrame.SPDM, Bytes.fromHex("12e1000000000000c6f702000012000000800200"))
                        .encode())
                .isEqualTo(Bytes.fromHex("1600010512e1000000000000c6f702000012000000800200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000001bf", "020001bf", "000001c0", "020001c3", "02000105", "0300ff7712"})
    void bothLengthsOfABareHeaderSurvive(String frame) {
        Bytes bytes = Bytes.fromHex(frame);

        assertThat(TcpFrame.decode(bytes).encode()).isEqualTo(bytes);
        assertThat(TcpFrame.size(bytes.at(0))).isEqualTo(bytes.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000", "0000ff", "01000105", "0100ff", "000001bf00", "070001051084", "ffff0105"})
    @Tag("libspdm-6eb89fcf")
    @Tag("GAP-SEC-06")
    @Tag("GAP-TRN-12")
    void theLengthMustBeThatOfTheBytes(String frame) {
        assertThatThrownBy(() -> TcpFrame.decode(Bytes.fromHex(frame))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aFrameHasItsLimit() {
        assertThat(TcpFrame.of(TcpFrame.SPDM, Bytes.filled(0, 0xFFFD)).encode().size())
                .isEqualTo(0x10001);
        assertThatThrownBy(() -> TcpFrame.of(TcpFrame.SPDM, Bytes.filled(0, 0xFFFE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TcpFrame(1, 1, 5, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TcpFrame(0, 1, 5, Bytes.filled(0, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyErrorsAreErrors() {
        assertThat(TcpFrame.of(TcpFrame.TOO_LARGE, Bytes.EMPTY).isError()).isTrue();
        assertThat(TcpFrame.of(TcpFrame.NO_RESPONDER, Bytes.EMPTY).isError()).isTrue();
        assertThat(TcpFrame.of(TcpFrame.ROLE_INQUIRY, Bytes.EMPTY).isError()).isFalse();
        assertThat(TcpFrame.of(TcpFrame.SECURED, Bytes.EMPTY).isError()).isFalse();
    }

    @Test
    void recordedFramesComeOutAsTheyWere() {
        for (var packet : PcapFile.decode(Captures.pcap("tcp-12")).packets()) {
            assertThat(TcpFrame.decode(packet.content()).encode()).isEqualTo(packet.content());
        }
    }
}
