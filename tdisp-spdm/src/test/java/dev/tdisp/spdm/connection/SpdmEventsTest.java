package dev.tdisp.spdm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.EndSession;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.GetCertificate;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.message.VersionResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpdmEventsTest {
    @Test
    void aLineSaysWhatIsInTheMessage() {
        var versions = new VersionResponse(new SpdmHeader(0x10, 0, 0), 0, List.of(0x1200, 0x1300, 0x9900));

        assertThat(versions.detail()).isEqualTo("1.2 1.3");
        assertThat(GetCertificate.of(SpdmVersion.V1_2, 1, 64, 512).detail()).isEqualTo("slot 1 offset 64 length 512");
        assertThat(ErrorResponse.of(SpdmVersion.V1_2, SpdmErrorCode.BUSY, 0).detail())
                .isEqualTo("BUSY");
        assertThat(GetMeasurements.unsigned(SpdmVersion.V1_2, 0, 3, Bytes.EMPTY).detail())
                .isEqualTo("index 3");
    }

    @Test
    void theSessionStandsBeforeTheDetails() {
        assertThat(detail(GetCertificate.of(SpdmVersion.V1_2, 0, 0, 8), 0x1_0002))
                .isEqualTo("in session 00010002h, slot 0 offset 0 length 8");
        assertThat(detail(GetCertificate.of(SpdmVersion.V1_2, 0, 0, 8), 0)).isEqualTo("slot 0 offset 0 length 8");
        assertThat(detail(new EndSession(new SpdmHeader(0x12, 0, 0)), 0x1_0002)).isEqualTo("in session 00010002h");
    }

    private static String detail(SpdmMessage message, long sessionId) {
        var trace = new RecordingTrace();
        new SpdmEvents(Env.seeded(1, trace), "tsm", "device").sent(message, sessionId);
        return ((TraceEvent.Message) trace.events().get(0)).detail();
    }
}
