package dev.tdisp.device.dsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.responder.RequestSlot;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several real sessions with one device: what each may do, and what the end of one does to the others. */
class SessionsAtOnceTest {
    private static final int SESSION_ID = 8;

    private final Bench bench = Bench.enumerated(2);
    private final SessionBench host = new SessionBench(bench);
    private final RequesterSession first = host.session();
    private final RequesterSession second = host.session();

    SessionsAtOnceTest() {
        host.secure(first);
    }

    private static void assertRefused(ThrowingCallable request, TdispErrorCode code) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(code));
    }

    private TdiState state(int vf) {
        return bench.state(bench.vf(vf));
    }

    @Test
    @Tag("GAP-SES-01")
    void rightNonceFromAnotherLivingSessionStartsNothing() {
        Nonce nonce = host.lock(first, bench.vf(1));
        Bytes copy = nonce.toBytes();

        assertRefused(() -> host.tdisp(second, bench.vf(1)).start(Nonce.of(copy)), TdispErrorCode.INVALID_REQUEST);
        assertThat(state(1)).isEqualTo(TdiState.CONFIG_LOCKED);

        host.tdisp(first, bench.vf(1)).start(Nonce.of(copy));
        assertThat(state(1)).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-SES-02")
    @Tag("GAP-SES-03")
    @Tag("GAP-SES-04")
    void anotherSessionReadsAndStops() {
        host.run(first, bench.vf(1));
        TdispRequester other = host.tdisp(second, bench.vf(1));

        assertThat(other.state()).isEqualTo(TdiState.RUN);
        assertThat(other.reportBytes()).isEqualTo(host.tdisp(first, bench.vf(1)).reportBytes());
        other.stop();

        assertThat(state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-MIO-16")
    void anotherSessionChangesNoAttributesNorBindings() {
        host.run(first, bench.vf(1));
        TdispRequester other = host.tdisp(second, bench.vf(1));
        var range = other.report().mmioRanges().get(2);

        assertRefused(() -> other.setMmioAttribute(range, true), TdispErrorCode.INVALID_REQUEST);
        assertRefused(() -> other.bindP2p(0x20), TdispErrorCode.INVALID_REQUEST);
        assertRefused(() -> other.unbindP2p(0x20), TdispErrorCode.INVALID_REQUEST);
        assertThat(state(1)).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-SES-10")
    void sessionWithoutASignOfLifeTakesItsInterfacesAlong() {
        Bench quiet = new Bench(DeviceProfile.SPEC.withSpdm(SpdmProfile.TDISP.withHeartbeatPeriod(5))).enumerate(2);
        var lonely = new SessionBench(quiet);
        RequesterSession session = lonely.session();
        lonely.secure(session);
        lonely.run(session, quiet.vf(1));
        quiet.time().advance(Duration.ofSeconds(9));
        session.heartbeat();
        quiet.time().advance(Duration.ofSeconds(9));
        assertThat(quiet.state(quiet.vf(1))).isEqualTo(TdiState.RUN);

        quiet.time().advance(Duration.ofSeconds(2));

        assertThat(quiet.state(quiet.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(quiet.streamStatus(0)).isZero();
        assertThat(quiet.device().dsm().spdm().sessions()).isEmpty();
    }

    @Test
    @Tag("GAP-SES-12")
    void newConnectionEndsEverySession() {
        host.run(first, bench.vf(1));

        host.spdm().connect();

        assertThat(bench.device().dsm().spdm().sessions()).isEmpty();
        assertThat(state(1)).isEqualTo(TdiState.ERROR);
        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("GAP-SES-13")
    void newKeysOfTheSessionLeaveBindings() {
        host.run(first, bench.vf(1));

        first.updateKey();
        first.updateAllKeys();

        assertThat(state(1)).isEqualTo(TdiState.RUN);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        host.tdisp(first, bench.vf(1)).stop();
        host.lock(first, bench.vf(1));
        assertThat(state(1)).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("GAP-SES-14")
    @Tag("T-095")
    void sessionOfTheSameNumberIsNotTheOwner() {
        Bench numbers = Bench.enumerated(2).secure();
        Nonce nonce = numbers.lock(numbers.vf(1));
        Bytes copy = nonce.toBytes();
        numbers.device().dsm().protocols().sessionEnded(Bench.SESSION);
        TdispRequester next = numbers.tdisp(numbers.vf(1));
        next.version();
        next.capabilities();

        assertRefused(() -> next.start(Nonce.of(copy)), TdispErrorCode.INVALID_INTERFACE_STATE);
        next.stop();
        assertRefused(() -> next.lock(numbers.parameters()), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("GAP-SES-15")
    void endOfASessionThatOwnsNothingChangesNothing() {
        host.run(first, bench.vf(1));

        second.end();

        assertThat(state(1)).isEqualTo(TdiState.RUN);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(host.tdisp(first, bench.vf(1)).state()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-SES-16")
    @Tag("GAP-SRI-12")
    void endOfOneSessionTakesItsOwnInterfacesAlone() {
        TdispProfile profile = TdispProfile.SPEC.with(TdispSwitch.LOCK_WITHOUT_IDE_CHECKS);
        Bench plain = new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(2);
        var both = new SessionBench(plain);
        RequesterSession one = both.session();
        RequesterSession other = both.session();
        both.run(one, plain.vf(1));
        both.run(other, plain.vf(2));

        one.end();

        assertThat(plain.state(plain.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(plain.state(plain.vf(2))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-SES-17")
    @Tag("GAP-SES-18")
    void nonceAndReportDieWithTheirSession() {
        Nonce nonce = host.lock(first, bench.vf(1));
        Bytes copy = nonce.toBytes();
        TdispRequester other = host.tdisp(second, bench.vf(1));
        assertThat(other.reportBytes()).isNotEqualTo(Bytes.EMPTY);

        first.end();

        assertRefused(() -> other.start(Nonce.of(copy)), TdispErrorCode.INVALID_INTERFACE_STATE);
        assertRefused(other::reportBytes, TdispErrorCode.INVALID_INTERFACE_STATE);
        assertThat(state(1)).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("GAP-SES-20")
    @Tag("GAP-CON-18")
    void oneSessionTooManyLeavesTheOthers() {
        Bench small = new Bench(DeviceProfile.SPEC.withSpdm(SpdmProfile.TDISP.withMaximumSessions(2))).enumerate(1);
        var crowded = new SessionBench(small);
        RequesterSession one = crowded.session();
        RequesterSession other = crowded.session();

        assertThatThrownBy(crowded::session).isInstanceOf(SpdmException.class);

        assertThat(crowded.tdisp(one, small.vf(1)).state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(crowded.tdisp(other, small.vf(1)).state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        one.end();
        assertThat(crowded.session().isEstablished()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("GAP-NON-17")
    @Tag("GAP-NON-18")
    void recordedStartStartsNothingAgain(boolean inAnotherSession) {
        Nonce nonce = host.lock(first, bench.vf(1));
        host.tdisp(first, bench.vf(1));
        TdispRequester requester = host.tdisp(first, bench.vf(1));
        Bytes[] recorded = new Bytes[1];
        bench.tdi(bench.vf(1)).machine().addListener((machine, from, to, cause) -> {
            if (to == TdiState.RUN) {
                recorded[0] = host.lastSent();
            }
        });
        requester.start(nonce);
        requester.stop();
        host.lock(first, bench.vf(1));
        Bytes object = recorded[0];
        if (inAnotherSession) {
            long id = second.id();
            for (int i = 0; i < Integer.BYTES; i++) {
                object = object.with(SESSION_ID + i, (int) (id >>> 8 * i) & 0xFF);
            }
        }

        host.replay(object);

        assertThat(state(1)).isNotEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("GAP-TRN-06")
    void objectOfTheWrongKindIsNotServed(boolean plaintextAsSecured) {
        host.run(first, bench.vf(1));
        host.tdisp(first, bench.vf(1)).state();
        Bytes object = plaintextAsSecured
                ? Bytes.fromHex("0100 02 00 03000000 11 84 00 00")
                : host.lastSent().with(2, 1);

        Optional<Bytes> answer = host.replay(object);

        assertThat(answer.map(bytes -> bytes.at(9)).filter(code -> code != 0x7F))
                .isEmpty();
        assertThat(bench.device().dsm().spdm().sessions()).contains(first.id(), second.id());
        assertThat(state(1)).isEqualTo(TdiState.RUN);
        assertThat(host.tdisp(first, bench.vf(1)).state()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-CON-01")
    @Tag("GAP-CON-02")
    @Tag("GAP-CON-03")
    @Tag("GAP-VDM-09")
    @Tag("T-136")
    void busyInterfaceSaysSoThroughTheSessionAndDoesNothing() {
        host.run(first, bench.vf(1));
        Optional<RequestSlot> working = occupy(bench.vf(1));

        assertRefused(() -> host.tdisp(first, bench.vf(1)), TdispErrorCode.BUSY);
        assertThat(state(1)).isEqualTo(TdiState.RUN);
        assertThat(host.tdisp(second, bench.vf(2)).state()).isEqualTo(TdiState.CONFIG_UNLOCKED);

        Optional<RequestSlot> another = occupy(bench.vf(2));
        Optional<RequestSlot> third = occupy(bench.pf());
        assertThat(occupy(bench.pf())).isEmpty();
        assertRefused(() -> host.tdisp(second, bench.pf()), TdispErrorCode.BUSY);
        working.orElseThrow().close();
        another.orElseThrow().close();
        third.orElseThrow().close();

        host.tdisp(first, bench.vf(1)).stop();
        assertThat(state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-CON-02")
    void limitOverAllInterfacesCountsThemTogether() {
        TdispProfile profile = TdispProfile.SPEC.withRequests(2, 2);
        Bench shared = new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(2);
        var tdisp = shared.device().dsm().protocols().tdisp();

        assertThat(tdisp.occupy(InterfaceId.of(shared.vf(1).requesterId()))).isPresent();
        assertThat(tdisp.occupy(InterfaceId.of(shared.vf(2).requesterId()))).isPresent();

        assertThat(tdisp.occupy(InterfaceId.of(shared.vf(1).requesterId()))).isEmpty();
        Bytes answer = shared.exchange(
                VendorProtocol.TDISP, Bench.SESSION, Bytes.fromHex("10 85 00 00 01 01 00 00 00000000 00000000"));
        assertThat(answer.from(16)).isEqualTo(Bytes.fromHex("03000000 00000000"));
    }

    private Optional<RequestSlot> occupy(DeviceFunction function) {
        return bench.device().dsm().protocols().tdisp().occupy(InterfaceId.of(function.requesterId()));
    }
}
