package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.message.GetCsr;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that manage a device, at their edges. */
class ManagementEdgesTest {
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
        return new GetCsr(header, Bytes.EMPTY, Bytes.fromHex("00 00 00").plus(Bytes.fromHex(opaque))).encode();
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

    @Test
    @Tag("S-195")
    void opaqueDataOfACertificateRequestMustBeWellFormed() {
        Bench bench = new ManagedDevice(SpdmVersion.V1_3, ManagedDevice.all(SpdmVersion.V1_3), builder -> {})
                .bench()
                .negotiated();
        Bytes malformed = new GetCsr(new SpdmHeader(0x13, 0, 0), Bytes.EMPTY, Bytes.fromHex("01 00 00 00")).encode();

        assertThat(bench.clear(csr("00", 0)).at(1)).isEqualTo(0x6D);
        assertThat(bench.clear(malformed)).isEqualTo(Bytes.fromHex("13 7f 01 00"));
    }

    @Test
    @Tag("S-192")
    void aRequestOutsideSessionsDoesNotDisturbWhatASessionWaitsFor() {
        Bench bench = new Bench(new Peers(
                Peers.profile(),
                Peers.options(),
                device -> device.slow(SpdmCode.GET_DIGESTS, Duration.ofMillis(1))
                        .slow(SpdmCode.GET_MEASUREMENTS, Duration.ofMillis(1))));
        SpdmSession session = bench.established();
        Bytes deferred = bench.inSession(session, "12 e0 00 ff");
        Bytes intruding = bench.clear("12 81 00 00");
        bench.peers.time.advance(Duration.ofMillis(1));

        Bytes ready = bench.inSession(session, "12 ff e0 %02x".formatted(deferred.at(6)));
        Bytes other = bench.clear("12 ff 81 %02x".formatted(intruding.at(6)));

        assertThat(deferred.at(2)).isEqualTo(0x42);
        assertThat(intruding.at(2)).isEqualTo(0x42);
        assertThat(ready.at(1)).isEqualTo(0x60);
        assertThat(other.at(1)).isEqualTo(0x01);
    }

    @Test
    void whatIsLargerThanAnEndSaidToTakeIsRefused() {
        Bench bench = Bench.usual().negotiated();
        Peers peers = Peers.usual().connected();
        peers.onResponse = answer -> TransportMessage.spdm(answer.payload().plus(Bytes.filled(0, 0x1200)));

        assertThat(bench.clear(Bytes.fromHex("12 81 00 00").plus(Bytes.filled(0, 0x1200))))
                .isEqualTo(Bytes.fromHex("12 7f 0e 00"));
        assertThat(bench.clear(Bytes.fromHex("12 81 00 00").plus(Bytes.filled(0, 0x11FC)))
                        .at(1))
                .isEqualTo(0x01);
        assertThatThrownBy(peers.requester::digests)
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("DataTransferSize");
    }
}
