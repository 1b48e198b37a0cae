package dev.tdisp.device.dsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.ResponderCondition;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the session and the mailbox's data objects around TDISP must look like. */
class TdispInSessionTest {
    private static final int DOE_AND_RECORD_HEADER = 8 + 6;
    private static final int DATA_LENGTH = 2;
    private static final int ENVELOPE = 12;
    private static final int MAC = 16;

    private final List<Bytes> objects = new ArrayList<>();

    @Test
    @Tag("T-007")
    @Tag("T-008")
    void everyTdispMessageIsARecordWithoutRandomDataInASecuredObject() {
        Bench bench = Bench.enumerated(1).secure();
        RequesterSession session = session(bench, SpdmVersion.V1_2);
        objects.clear();
        List<Integer> sizes = new ArrayList<>();
        TdispRequester requester = new TdispRequester(
                request -> {
                    Bytes response = session.vendor(VendorProtocol.TDISP, request);
                    sizes.add(request.size());
                    sizes.add(response.size());
                    return response;
                },
                InterfaceId.of(bench.vf(1).requesterId()),
                dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                bench.env("tsm"));

        requester.version();
        requester.capabilities();
        requester.state();

        assertThat(objects)
                .extracting(object -> DoeObject.decode(object).type())
                .containsOnly(2);
        assertThat(objects)
                .extracting(Bytes::size)
                .containsExactlyElementsOf(
                        sizes.stream().map(TdispInSessionTest::objectSize).toList());
    }

    @Test
    @Tag("T-006")
    void sessionOfSpdm11CarriesNoTdisp() {
        var bench = new Bench(DeviceProfile.SPEC.withSpdm(SpdmProfile.TDISP.withVersions(SpdmVersion.V1_1)));

        RequesterSession session = session(bench.enumerate(1), SpdmVersion.V1_1);

        assertThatThrownBy(() -> session.vendor(VendorProtocol.TDISP, version(bench)))
                .isInstanceOf(SpdmException.class);
    }

    @Test
    void sessionOfSpdm11CarriesTdispIfTheProfileSaysSo() {
        var bench = new Bench(DeviceProfile.SPEC
                .withSpdm(SpdmProfile.TDISP.withVersions(SpdmVersion.V1_1))
                .withTdisp(DeviceProfile.SPEC.tdisp().with(TdispSwitch.ANSWERED_BELOW_SPDM_1_2)));

        RequesterSession session = session(bench.enumerate(1), SpdmVersion.V1_1);

        assertThat(session.vendor(VendorProtocol.TDISP, version(bench)).at(1)).isEqualTo(0x01);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-025")
    @Tag("T-027")
    void versionIsAnsweredAtOnceInEveryState(TdiState state) {
        Bench bench = Bench.enumerated(1).secure();
        RequesterSession session = session(bench, SpdmVersion.V1_2);
        reach(bench, state);

        assertThat(session.vendor(VendorProtocol.TDISP, version(bench)).at(1)).isEqualTo(0x01);
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
    }

    @Test
    @Tag("T-027")
    void responderThatIsBusySaysSoAndNotThatItIsNotReady() {
        Bench bench = Bench.enumerated(1).secure();
        RequesterSession session = session(bench, SpdmVersion.V1_2);
        bench.device().dsm().spdm().setCondition(ResponderCondition.BUSY);

        assertThatThrownBy(() -> session.vendor(VendorProtocol.TDISP, version(bench)))
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.BUSY));
    }

    private static void reach(Bench bench, TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> bench.lock(bench.vf(1));
            case RUN -> bench.run(bench.vf(1));
            case ERROR -> {
                bench.run(bench.vf(1));
                bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);
            }
        }
    }

    private RequesterSession session(Bench bench, SpdmVersion version) {
        var trust = CertificatePolicy.trusting(
                List.of(bench.device().credentials().identity().root()));
        var requester = new SpdmRequester(
                new DoeTransport(object -> exchange(bench, object)),
                RequesterOptions.TDISP.withVersions(version).withPolicy(trust),
                bench.env("tsm"));
        requester.connect();
        requester.certificateChain(0);
        return requester.startSession(SessionOptions.DEFAULT);
    }

    private Bytes exchange(Bench bench, Bytes object) {
        Bytes answer = bench.device().dsm().exchange(object).orElseThrow();
        objects.add(object);
        objects.add(answer);
        return answer;
    }

    private static Bytes version(Bench bench) {
        int requester = bench.vf(1).requesterId().value();
        return Bytes.fromHex(
                "10 81 00 00 %02x %02x 00 00 00 00 00 00 00 00 00 00".formatted(requester & 0xFF, requester >>> 8));
    }

    private static int objectSize(int tdispSize) {
        int size = DOE_AND_RECORD_HEADER + DATA_LENGTH + ENVELOPE + tdispSize + MAC;
        return (size + 3) / 4 * 4;
    }
}
