package dev.tdisp.spdm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.capture.Captures;
import dev.tdisp.spdm.capture.PcapFile;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmulatorFrameTest {
    private static final Bytes GET_VERSION = Bytes.fromHex("10840000");

    @Test
    void theHeaderIsBigEndian() {
        var frame = EmulatorFrame.of(EmulatorCommand.TEST, EmulatorTransport.PCI_DOE, EmulatorFrame.CLIENT_GREETING);

        assertThat(frame.encode()).isEqualTo(Bytes.fromHex("0000dead 00000002 0000000e 436c69656e742048656c6c6f2100"));
        assertThat(EmulatorFrame.decode(frame.encode())).isEqualTo(frame);
    }

    @Test
    void unknownNumbersSurvive() {
        Bytes strange = Bytes.fromHex("fedcba98 76543210 00000001 07");

        EmulatorFrame frame = EmulatorFrame.decode(strange);

        assertThat(frame.encode()).isEqualTo(strange);
        assertThat(EmulatorCommand.of(frame.command())).isEmpty();
        assertThat(EmulatorTransport.of(frame.transport())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000001",
                "00000001 00000002 000000",
                "00000001 00000002 00000001",
                "00000001 00000002 00000000 00",
                "00000001 00000002 ffffffff 00",
            })
    @Tag("GAP-TRN-14")
    void theSizeMustBeThatOfThePayload(String frame) {
        assertThatThrownBy(() -> EmulatorFrame.decode(Bytes.fromHex(frame)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void everyNumberIsFoundAgain() {
        for (EmulatorCommand command : EmulatorCommand.values()) {
            assertThat(EmulatorCommand.of(command.code())).contains(command);
        }
        for (EmulatorTransport transport : EmulatorTransport.values()) {
            assertThat(EmulatorTransport.of(transport.code())).contains(transport);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 10840000",
        "MCTP, 0510840000",
        "PCI_DOE, 010001000300000010840000",
        "TCP, 0600010510840000",
    })
    void aPacketIsThatOfTheTransport(EmulatorTransport transport, String packet) {
        var message = TransportMessage.spdm(GET_VERSION);

        assertThat(transport.encode(message)).isEqualTo(Bytes.fromHex(packet));
        assertThat(transport.decode(Bytes.fromHex(packet))).isEqualTo(message);
        assertThat(PacketResponder.of(transport, Optional::of).handle(Bytes.fromHex(packet)))
                .contains(Bytes.fromHex(packet));
    }

    @Test
    void aRecordNeedsATransport() {
        assertThatThrownBy(() -> EmulatorTransport.NONE.encode(TransportMessage.secured(GET_VERSION)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PCI_DOE, 0100030003000000 10840000",
        "PCI_DOE, 0200010003000000 10840000",
        "MCTP, 01800002",
        "TCP, 000001bf"
    })
    void aPacketOfAnotherKindIsMalformed(EmulatorTransport transport, String packet) {
        var responder = PacketResponder.of(transport, Optional::of);

        assertThatThrownBy(() -> responder.handle(Bytes.fromHex(packet))).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "doe-12, PCI_DOE, 0",
        "doe-10, PCI_DOE, 0",
        "doe-14-tdisp-min, PCI_DOE, 0",
        "mctp-10, MCTP, 4",
        "mctp-13, MCTP, 4",
        "tcp-12, TCP, 0",
        "none-12, NONE, 0",
    })
    void recordedPacketsComeOutAsTheyWere(String capture, EmulatorTransport transport, int header) {
        for (var recorded : PcapFile.decode(Captures.pcap(capture)).packets()) {
            Bytes packet = recorded.content().from(header);
            if (transport != EmulatorTransport.PCI_DOE
                    || DoeObject.decode(packet).type() != 0) {
                assertThat(transport.encode(transport.decode(packet))).isEqualTo(packet);
            }
        }
    }
}
