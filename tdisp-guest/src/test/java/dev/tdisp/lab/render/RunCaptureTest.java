package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.capture.CaptureDecoder;
import dev.tdisp.spdm.capture.CaptureSecrets;
import dev.tdisp.spdm.capture.DecodedMessage;
import dev.tdisp.spdm.capture.PcapFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunCaptureTest {
    @Test
    void bothKindsOfCaptureHoldTheDataObjectsThatTheHypervisorSaw() {
        PcapFile pcap = PcapFile.decode(RunCapture.pcap(RecordedRuns.WHOLE));
        PcapFile pcapng = PcapFile.decode(RunCapture.pcapng(RecordedRuns.WHOLE));

        assertThat(pcap.linkType()).isEqualTo(PcapFile.LINK_TYPE_DOE);
        assertThat(pcapng.linkType()).isEqualTo(PcapFile.LINK_TYPE_USER);
        assertThat(pcap.packets()).hasSize(86).isEqualTo(pcapng.packets());
    }

    @Test
    void aCaptureOfTheUsersLinkTypeIsDecodedAsWell() {
        List<String> names = CaptureDecoder.decode(
                        PcapFile.decode(RunCapture.pcapng(RecordedRuns.CONNECTED)), CaptureSecrets.NONE)
                .messages()
                .stream()
                .map(DecodedMessage::name)
                .toList();

        assertThat(names)
                .startsWith("GET_VERSION", "VERSION", "GET_CAPABILITIES")
                .contains("KEY_EXCHANGE_RSP");
    }

    @Test
    void eachPacketSaysWhatIsInside() {
        List<String> comments = RunCapture.packets(RecordedRuns.WHOLE).stream()
                .map(RunCapture.Packet::comment)
                .toList();

        assertThat(comments)
                .startsWith("tsm -> device: SPDM GET_VERSION", "device -> tsm: SPDM VERSION 1.2")
                .contains(
                        "tsm -> device: TDISP START_INTERFACE_REQUEST 0000:01:00.1 [section 11.3.14]",
                        "device -> tsm: IDE_KM KP_ACK stream 10h key 22h SUCCESS [section 6.33.3]")
                .noneMatch(comment -> comment.contains("VENDOR_DEFINED") || comment.contains("DOE"));
    }

    @Test
    void commentsStandInTheFile() {
        Bytes file = RunCapture.pcapng(RecordedRuns.WHOLE);

        assertThat(new String(file.toArray(), StandardCharsets.ISO_8859_1))
                .contains("tsm -> device: TDISP START_INTERFACE_REQUEST 0000:01:00.1 [section 11.3.14]");
    }
}
