package dev.tdisp.host.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DoeMailboxTest {
    private static final Bytes OBJECT =
            DoeObject.of(DoeObject.TYPE_SPDM, Bytes.fromHex("10840000")).encode();
    private static final TransportMessage REQUEST = TransportMessage.spdm(Bytes.fromHex("10840000"));

    private final FakeDevice device = new FakeDevice();
    private Duration waited = Duration.ZERO;
    private final DoeMailbox mailbox = DoeMailbox.open(
            new ConfigAccess(device, new FunctionId(0, FakeDevice.PF)), time -> waited = waited.plus(time));
    private final RecordingTrace trace = new RecordingTrace();
    private final DoeRelay relay = new DoeRelay(mailbox, Env.seeded(1, trace));

    @Test
    void objectGoesInAndOutDwordByDword() {
        device.mailbox =
                request -> DoeObject.of(DoeObject.TYPE_SPDM, request.from(8)).encode();

        assertThat(mailbox.exchange(OBJECT)).isEqualTo(OBJECT);
        assertThat(device.log)
                .containsSubsequence("01:00.0 1B0:4=10001", "01:00.0 1B0:4=3", "01:00.0 1B0:4=8410")
                .containsSubsequence("01:00.0 1A8:4=80000000", "01:00.0 1B4:4=0", "01:00.0 1B4:4=0");
    }

    @Test
    @Tag("GAP-TRN-04")
    void busyMailboxIsAwaited() {
        device.slowness = 5;

        assertThat(mailbox.exchange(OBJECT)).isEqualTo(OBJECT);
        assertThat(waited).isEqualTo(Duration.ofMillis(35));
    }

    @Test
    @Tag("P-056")
    @Tag("GAP-TRN-04")
    void silenceEndsAfterASecond() {
        device.mailbox = request -> Bytes.EMPTY;

        assertThat(mailbox.exchange(OBJECT)).isEqualTo(Bytes.EMPTY);
        assertThat(waited).isBetween(Duration.ofMillis(900), Duration.ofMillis(1100));
    }

    @Test
    void answerThatCameTooLateIsNotTakenForTheNextOne() {
        device.configWrite(FakeDevice.PF, 0x1B0, 4, 0x0001_0001);
        device.configWrite(FakeDevice.PF, 0x1A8, 4, 0x8000_0000L);
        Bytes answer =
                DoeObject.of(DoeObject.TYPE_SPDM, Bytes.fromHex("10040000")).encode();
        device.mailbox = request -> answer;

        assertThat(mailbox.exchange(OBJECT)).isEqualTo(answer);
    }

    @Test
    @Tag("P-051")
    void errorIsAbortedBeforeTheNextObject() {
        device.failMailbox();

        assertThat(mailbox.exchange(OBJECT)).isEqualTo(OBJECT);
    }

    @Test
    void responseThatEndsEarlyIsNone() {
        device.mailbox = request -> request.slice(0, 8);

        assertThat(mailbox.exchange(OBJECT)).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void halfADwordIsNoObject() {
        assertThatThrownBy(() -> mailbox.exchange(Bytes.fromHex("010203")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void relayCarriesWhatItDoesNotUnderstand() {
        TransportMessage response = relay.exchange(TransportMessage.secured(Bytes.fromHex("A1B2C3D4")));

        assertThat(response).isEqualTo(TransportMessage.secured(Bytes.fromHex("A1B2C3D4")));
        assertThat(relay.seen()).extracting(DoeRelay.Relayed::type).containsExactly(2, 2);
        assertThat(trace.events())
                .extracting(event -> event.summary())
                .containsExactly(
                        "vmm -> device: DOE Secured CMA/SPDM 3 DW", "device -> vmm: DOE Secured CMA/SPDM 3 DW");
    }

    @Test
    void droppedRequestHasNoResponse() {
        relay.tapRequests(object -> Bytes.EMPTY);

        assertThatThrownBy(() -> relay.exchange(REQUEST)).isInstanceOf(TransportException.class);
        assertThat(relay.seen()).isEmpty();
    }

    @Test
    void relayCanChangeAndDropResponses() {
        relay.tapResponses(object -> object.with(8, 0xFF));
        assertThat(relay.exchange(REQUEST).payload().at(0)).isEqualTo(0xFF);

        relay.tapResponses(object -> Bytes.EMPTY);
        assertThatThrownBy(() -> relay.exchange(REQUEST)).isInstanceOf(TransportException.class);
    }
}
