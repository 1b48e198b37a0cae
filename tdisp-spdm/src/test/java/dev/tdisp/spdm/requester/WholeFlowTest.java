package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.vendor.VendorProtocol;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WholeFlowTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V1_0")
    @Tag("S-008")
    @Tag("S-071")
    void everythingWorksFromTheFirstMessageToTheLast(SpdmVersion version) {
        var peers = new Peers(
                Peers.profile().withVersions(SpdmVersion.V1_1, SpdmVersion.V1_2, SpdmVersion.V1_3, SpdmVersion.V1_4),
                Peers.options().withVersions(version));
        SpdmRequester requester = peers.requester;

        assertThat(requester.connect().version()).isEqualTo(version);
        assertThat(requester.digests()).containsOnlyKeys(0, 2);
        assertThat(requester.certificateChain(0).leaf()).isEqualTo(peers.identity.leaf());
        assertThat(requester
                        .challenge(0, MeasurementSummary.ALL)
                        .measurementSummaryHash()
                        .size())
                .isEqualTo(48);
        assertThat(requester.measurements(MeasurementQuery.COUNT).totalCount()).isEqualTo(3);
        assertThat(requester.measurements(MeasurementQuery.ALL.signedBy(0)).blocks())
                .hasSize(3);
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT.withSummary(MeasurementSummary.ALL));
        assertThat(session.vendor(VendorProtocol.TDISP, Bytes.fromHex("10 81")))
                .isEqualTo(Bytes.fromHex("10 81 10 81"));
        assertThat(session.measurements(MeasurementQuery.ALL.raw().signedBy(0)).isSigned())
                .isTrue();
        session.heartbeat();
        session.updateKey();
        session.updateAllKeys();
        session.heartbeat();
        session.end();

        assertThat(requester.sessions()).isEmpty();
        assertThat(peers.responder.sessions()).isEmpty();
        assertThat(peers.ended).containsExactly("FFFFFFFF END_SESSION");
        assertThat(requester.state()).isEqualTo(ConnectionState.AUTHENTICATED);
        assertThat(peers.responder.state()).isEqualTo(ConnectionState.AUTHENTICATED);
    }

    @Test
    void theFirstVersionAuthenticatesAndMeasures() {
        var profile = Peers.profile().withVersions(SpdmVersion.V1_0, SpdmVersion.V1_2);
        SpdmRequester requester = new Peers(profile, Peers.options().withVersions(SpdmVersion.V1_0)).requester;

        requester.connect();
        requester.digests();
        requester.certificateChain(0);
        requester.challenge(0, MeasurementSummary.TRUSTED_COMPUTING_BASE);
        MeasurementReport report =
                requester.measurements(MeasurementQuery.index(2).signedBy(0));

        assertThat(report.blocks()).hasSize(1);
        assertThat(requester.state()).isEqualTo(ConnectionState.AUTHENTICATED);
    }
}
