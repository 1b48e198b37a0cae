package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One changed bit in what a message carries is noticed where that is verified. */
class TamperedCaptureTest {
    @Test
    @Tag("S-175")
    void aTamperedChainOfTheRequesterSpoilsItsChallenge() {
        String name = "mut-W_ENCAP";
        int delivered = indexOf(decode(name, file(name)), "DELIVER_ENCAPSULATED_RESPONSE");

        DecodedCapture capture = decode(name, tampered(file(name), delivered, 2000));

        assertThat(capture.messages().get(delivered).isVerified()).isFalse();
        assertThat(capture.messages().get(delivered + 2).name()).isEqualTo("DELIVER_ENCAPSULATED_RESPONSE");
        assertThat(capture.messages().get(delivered + 2).isVerified()).isFalse();
    }

    @Test
    @Tag("S-185")
    void aTamperedChunkSpoilsTheWholeMessage() {
        String name = "chunk-mctp-12";
        List<DecodedMessage> messages = decode(name, file(name)).messages();
        int last = indexOf(decode(name, file(name)), "CERTIFICATE");
        int announced = last;
        while (!messages.get(announced).name().equals("ERROR")) {
            announced--;
        }

        DecodedCapture capture = decode(name, tampered(file(name), announced + 2, 100));

        assertThat(capture.messages().get(last).isVerified()).isFalse();
    }

    /** Returns where a message of that name brings a chain to its end. */
    private static int indexOf(DecodedCapture capture, String name) {
        return capture.messages().stream()
                        .filter(message -> message.name().equals(name))
                        .filter(message -> message.verifications().stream()
                                .anyMatch(done -> done.subject().equals("certificate chain")))
                        .findFirst()
                        .orElseThrow()
                        .packet()
                - 1;
    }

    private static PcapFile file(String name) {
        return PcapFile.decode(Captures.pcap(name));
    }

    private static DecodedCapture decode(String name, PcapFile file) {
        return CaptureDecoder.decode(file, Captures.secrets(name));
    }

    private static PcapFile tampered(PcapFile file, int packet, int at) {
        List<PcapPacket> packets = new ArrayList<>(file.packets());
        PcapPacket before = packets.get(packet);
        Bytes changed = before.content().with(at, before.content().at(at) ^ 0x10);
        packets.set(packet, new PcapPacket(before.at(), changed));
        return new PcapFile(file.linkType(), file.snapLength(), packets);
    }
}
