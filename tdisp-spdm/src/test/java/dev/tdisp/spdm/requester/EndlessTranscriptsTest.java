package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.responder.Peers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests without end, of which both ends must keep the transcript until something is signed. */
class EndlessTranscriptsTest {
    private static final int ROUNDS = 280;
    private static final String RAW_ALL = "12 e0 02 ff";
    private static final String SIGNED = "12 e0 01 10 " + "11 ".repeat(32) + "00";

    private final Peers peers = new Peers(
                    Peers.profile().withDataTransferSize(0x1_0000),
                    Peers.options().withDataTransferSize(0x1_0000),
                    device -> device.measurements(() -> DeviceMeasurements.of(List.of(
                            Measurement.of(1, MeasurementType.MUTABLE_FIRMWARE, Bytes.filled(1, 0xF000)),
                            Measurement.securityVersion(0x10, 7)))))
            .identified();

    @Test
    @Tag("S-077")
    @Tag("S-078")
    void aResponderForgetsTooManyMeasurementsAndSignsAgainOnceTheyAreCleared() {
        Bench bench = new Bench(peers).negotiated();
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(bench.clear(RAW_ALL).at(1)).isEqualTo(0x60);
        }

        assertThat(bench.clear(SIGNED)).isEqualTo(Bytes.fromHex("12 7f 05 00"));
        assertThat(bench.clear(SIGNED).at(1)).isEqualTo(0x60);
    }

    @Test
    @Tag("S-077")
    void aRequesterDoesNotAskForWhatItCannotVerify() {
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        for (int i = 0; i < ROUNDS; i++) {
            session.measurements(MeasurementQuery.ALL.raw());
        }
        MeasurementQuery signed = MeasurementQuery.index(0x10).signedBy(0);

        assertThatThrownBy(() -> session.measurements(signed))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("too many measurements");

        session.heartbeat();
        assertThat(session.measurements(signed).isSigned()).isTrue();
    }

    @Test
    @Tag("S-067")
    void aChallengeIsRefusedIfTooMuchWasReadBeforeIt() {
        Bench bench = new Bench(peers).negotiated();
        String challenge = "12 83 00 00 " + "11 ".repeat(32);
        Bytes portion = bench.clear("12 82 00 00 00 00 ff ff");
        int rounds = 0x100_0000 / (portion.size() + 8) + 1;
        for (int i = 0; i < rounds; i++) {
            bench.clear("12 82 00 00 00 00 ff ff");
        }

        assertThat(bench.clear(challenge)).isEqualTo(Bytes.fromHex("12 7f 05 00"));
        bench.clear("12 81 00 00");
        assertThat(bench.clear(challenge).at(1)).isEqualTo(0x03);
    }
}
