package dev.tdisp.spdm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.capture.RecordingResponder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers behind a transport that say nothing, or something else than what was asked. */
class TransportDistrustTest {
    private static final TransportMessage REQUEST = TransportMessage.spdm(Bytes.fromHex("10840000"));

    @ParameterizedTest
    @EnumSource(EmulatorTransport.class)
    void silenceAndPacketsWithoutAFormAreNoResponses(EmulatorTransport transport) {
        var silent = new PacketTransport(transport, packet -> Bytes.EMPTY);
        var echoing = new PacketTransport(transport, packet -> packet);

        assertThatThrownBy(() -> silent.exchange(REQUEST))
                .isInstanceOf(TransportException.class)
                .hasMessage("no response");
        assertThat(echoing.exchange(REQUEST).payload().slice(0, 4)).isEqualTo(REQUEST.payload());
        assertThat(echoing.binding()).isEqualTo(transport.binding());
    }

    @ParameterizedTest
    @CsvSource({"PCI_DOE, 01", "PCI_DOE, 01000900 03000000 00000000", "MCTP, 07 10 84 00 00", "TCP, ff ff 01 05 10"})
    void aMalformedPacketIsSaid(EmulatorTransport transport, String packet) {
        var lying = new PacketTransport(transport, request -> Bytes.fromHex(packet));

        assertThatThrownBy(() -> lying.exchange(REQUEST))
                .isInstanceOf(TransportException.class)
                .hasMessage("malformed packet");
    }

    @ParameterizedTest
    @CsvSource({
        "01000100 03000000 00000000, discovery answered by data object type 1",
        "01000200 03000000 00000000, discovery answered by data object type 2",
        "01000000 02000000, malformed discovery response"
    })
    void anotherAnswerToDiscoveryIsSaid(String answer, String reason) {
        var transport = new DoeTransport(object -> Bytes.fromHex(answer));

        assertThatThrownBy(transport::discover)
                .isInstanceOf(TransportException.class)
                .hasMessage(reason);
    }

    @Test
    @Tag("GAP-TRN-07")
    void discoveryEndsAtAVendorThatIsNone() {
        var transport = new DoeTransport(object -> Bytes.fromHex("01000000 03000000 ffff0000"));

        assertThat(transport.discover()).isEmpty();
    }

    @Test
    void aRecordingResponderHandsEverythingOn() {
        var told = new Told();
        List<Bytes> recorded = new ArrayList<>();
        var recording = new RecordingResponder(
                told, EmulatorTransport.NONE, () -> Instant.EPOCH, (at, packet, name) -> recorded.add(packet));

        Optional<Bytes> answer = recording.handle(REQUEST.payload());
        recording.keyUpdateWanted(7);
        recording.endpointInfoWanted();
        recording.disconnected();

        assertThat(answer).contains(Bytes.fromHex("10040000"));
        assertThat(recorded).containsExactly(REQUEST.payload(), Bytes.fromHex("10040000"));
        assertThat(told.calls).containsExactly("handle", "keyUpdateWanted 7", "endpointInfoWanted", "disconnected");
    }

    /** Notes what it is told. */
    private static final class Told implements PacketResponder {
        private final List<String> calls = new ArrayList<>();

        @Override
        public Optional<Bytes> handle(Bytes packet) {
            calls.add("handle");
            return Optional.of(Bytes.fromHex("10040000"));
        }

        @Override
        public void keyUpdateWanted(long sessionId) {
            calls.add("keyUpdateWanted " + sessionId);
        }

        @Override
        public void endpointInfoWanted() {
            calls.add("endpointInfoWanted");
        }

        @Override
        public void disconnected() {
            calls.add("disconnected");
        }
    }
}
