package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages that both ends could take, but no record can hold. */
class LargeRecordsTest {
    private static final int HUGE = 0x4_0000;
    private static final MeasurementQuery RAW = MeasurementQuery.ALL.raw();

    @Test
    @Tag("S-186")
    void aResponseThatNoRecordHoldsIsRefused() {
        Peers peers = peers(false);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        assertThat(peers.requester.measurements(RAW).blocks()).hasSize(2);
        assertThatThrownBy(() -> session.measurements(RAW))
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.RESPONSE_TOO_LARGE));

        session.heartbeat();
    }

    @Test
    @Tag("S-181")
    void itComesInChunksIfThereAreChunks() {
        Peers peers = peers(true);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        assertThat(session.measurements(RAW).blocks()).hasSize(2);
        session.heartbeat();
    }

    @Test
    @Tag("S-180")
    void aRequestThatNoRecordHoldsGoesInChunksOrNotAtAll() {
        Bytes message = Bytes.filled(0x11, 0xFFF0);
        RequesterSession chunking = peers(true).requester.startSession(SessionOptions.DEFAULT);
        RequesterSession whole = peers(false).requester.startSession(SessionOptions.DEFAULT);

        assertThatThrownBy(() -> chunking.vendor(VendorProtocol.TDISP, message))
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.RESPONSE_TOO_LARGE));
        assertThatThrownBy(() -> whole.vendor(VendorProtocol.TDISP, message))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("cannot receive");

        chunking.heartbeat();
        whole.heartbeat();
    }

    private static Peers peers(boolean isChunking) {
        var profile = Peers.profile();
        var options = Peers.options();
        if (isChunking) {
            profile = profile.withCapabilities(profile.capabilities().with(Capability.CHUNK_CAP));
            options = options.withCapabilities(options.capabilities().with(Capability.CHUNK_CAP));
        }
        return new Peers(
                        profile.withVersions(SpdmVersion.V1_2).withDataTransferSize(HUGE),
                        options.withDataTransferSize(HUGE),
                        device -> device.measurements(() -> DeviceMeasurements.of(List.of(
                                Measurement.of(1, MeasurementType.MUTABLE_FIRMWARE, Bytes.filled(1, 0x9000)),
                                Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.filled(2, 0x9000))))))
                .identified();
    }
}
