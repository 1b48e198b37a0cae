package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.message.GetCsr;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that manage a device, at their edges. */
class ManagementDistrustTest {
    @Test
    @Tag("S-195")
    void aRequestThatWaitsKeepsItsTagWhenAnEarlierOneIsDone() {
        Bench bench = new Bench(
                        Peers.profile()
                                .withVersions(SpdmVersion.V1_3)
                                .withCapabilities(
                                        ManagedDevice.all(SpdmVersion.V1_3).with(Capability.CERT_INSTALL_RESET_CAP)),
                        Peers.options().withVersions(SpdmVersion.V1_3))
                .negotiated();
        Bytes first = bench.clear(csr("01", 0));
        Bytes second = bench.clear(csr("02", 0));
        bench.peers.responder.reset();
        bench.negotiated();

        Bytes ready = bench.clear(csr("01", 1));
        Bytes again = bench.clear(csr("02", 0));
        Bytes other = bench.clear(csr("02", 2));

        assertThat(first).isEqualTo(Bytes.fromHex("13 7f 0c 01"));
        assertThat(second).isEqualTo(Bytes.fromHex("13 7f 0c 02"));
        assertThat(ready.at(1)).isEqualTo(0x6D);
        assertThat(again).isEqualTo(Bytes.fromHex("13 7f 0c 02"));
        assertThat(other.at(1)).isEqualTo(0x6D);
    }

    private static Bytes csr(String opaque, int tag) {
        var header = new SpdmHeader(0x13, 0, tag << 3);
        return new GetCsr(header, Bytes.EMPTY, Bytes.fromHex(opaque)).encode();
    }

    @Test
    @Tag("S-078")
    void aResponseThatIsTooLargeClearsTheMeasurementsAtBothEnds() {
        Peers peers = new Peers(
                        Peers.profile(),
                        Peers.options().withDataTransferSize(400),
                        device -> device.measurements(() -> DeviceMeasurements.of(IntStream.range(1, 12)
                                .mapToObj(index ->
                                        Measurement.of(index, MeasurementType.IMMUTABLE_ROM, Bytes.filled(1, 40)))
                                .toList())))
                .identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        List<Function<MeasurementQuery, MeasurementReport>> scopes =
                List.of(peers.requester::measurements, session::measurements);
        for (var scope : scopes) {
            scope.apply(MeasurementQuery.index(1));
            assertThatThrownBy(() -> scope.apply(MeasurementQuery.ALL.signedBy(0)))
                    .isInstanceOfSatisfying(
                            SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.RESPONSE_TOO_LARGE));

            assertThat(scope.apply(MeasurementQuery.index(1).signedBy(0)).blocks())
                    .hasSize(1);
        }
    }

    @Test
    @Tag("S-198")
    void aSignatureIsNotAskedForWhereThereCanBeNone() {
        var options = MutualPeers.options(SpdmVersion.V1_3);
        Peers peers = MutualPeers.of(
                        MutualPeers.profile(SpdmVersion.V1_3, MutualAuthentication.NONE),
                        options.withCapabilities(options.capabilities().with(Capability.EP_INFO_CAP, 1)),
                        builder -> {})
                .connected();

        assertThatThrownBy(() -> peers.responder.askDeviceClass(0, Optional.of(0), info -> {}))
                .isInstanceOf(IllegalStateException.class);

        peers.responder.askDeviceClass(0, Optional.empty(), info -> {});
        assertThat(peers.requester.poll()).isTrue();
    }

    @Test
    @Tag("S-198")
    @Tag("S-024")
    void aResponderThatSignsItsClassAloneNeedsAnAlgorithmToo() {
        CapabilityFlags flags = CapabilityFlags.of(Capability.PUB_KEY_ID_CAP).with(Capability.EP_INFO_CAP, 2);
        SpdmProfile profile = Peers.profile().withVersions(SpdmVersion.V1_3).withCapabilities(flags);
        Bench bench = new Bench(profile, Peers.options().withVersions(SpdmVersion.V1_3));
        bench.clear("10 84 00 00");
        bench.clear("13 e1 00 00 00 00 00 00 00 00 00 00 00 12 00 00 00 12 00 00");

        Bytes answer = bench.clear("13 e3 00 00 20 00 01 02 00 00 00 00 00 00 00 00" + " 00".repeat(16));

        assertThat(answer).isEqualTo(Bytes.fromHex("13 7f 01 00"));
    }

    @Test
    @Tag("S-114")
    void opaqueDataOfMoreThan1024BytesIsRefused() {
        Bench bench = Bench.usual().identified();
        Bytes padding = Bytes.fromHex("00 00 f8 03").plus(Bytes.filled(0, 1016));
        Bytes versions = Bytes.fromHex("00 00 05 00 01 01 01 00 12 00 00 00");
        Bytes fitting = Bytes.fromHex("01 00 00 00").plus(versions);
        Bytes large = Bytes.fromHex("02 00 00 00").plus(versions).plus(padding);

        assertThat(bench.clear(Refusal.exchange(bench, fitting, 0)).at(1)).isEqualTo(0x64);
        assertThat(bench.clear(Refusal.exchange(bench, large, 0))).isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }
}
