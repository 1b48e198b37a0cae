package dev.tdisp.core.tdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TdiStateMachineTest {
    private static final String NAME = "device/0000:01:00.1";
    private static final LockBinding BINDING =
            new LockBinding(1, LockParameters.of(LockFlags.NONE, 5), Bytes.filled(3, 20));

    private final RecordingTrace trace = new RecordingTrace();
    private final TdiStateMachine machine = new TdiStateMachine(NAME, Set.of(), Env.seeded(1, trace));
    private final Nonce nonce = Nonce.of(Bytes.filled(7, 32));
    private final Nonce wrong = Nonce.of(Bytes.filled(8, 32));

    @Test
    void aNewInterfaceIsUnlockedAndHoldsNothing() {
        assertThat(machine.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(machine.hasNonce()).isFalse();
        assertThat(machine.binding()).isEmpty();
        assertThat(machine.report()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void everyChangeIsTracedWithCauseAndClause() {
        machine.lock(BINDING, nonce);
        machine.on(TdiEvent.BAR_MODIFIED, "BAR0");
        machine.on(TdiEvent.BAR_MODIFIED, "BAR0");
        machine.stop(() -> {});

        assertThat(trace.events())
                .containsExactly(
                        change("CONFIG_UNLOCKED", "CONFIG_LOCKED", "LOCK_INTERFACE_REQUEST", "section 11.3.8"),
                        change(
                                "CONFIG_LOCKED",
                                "ERROR",
                                "E10 BIST, a BAR or the Expansion ROM BAR was modified: BAR0",
                                "section 11.2.6"),
                        change("ERROR", "CONFIG_UNLOCKED", "STOP_INTERFACE_REQUEST", "section 11.3.16"));
    }

    @Test
    void listenersHearOfEveryChangeOnceItIsMade() {
        List<String> heard = new ArrayList<>();
        machine.addListener((source, from, to, cause) -> heard.add(from + ">" + to + "=" + source.state()));

        machine.lock(BINDING, nonce);
        machine.start(wrong, () -> {});
        machine.start(nonce, () -> {});
        machine.on(TdiEvent.KEY_REFRESH);
        machine.on(TdiEvent.LINK_DOWN);

        assertThat(heard)
                .containsExactly(
                        "CONFIG_UNLOCKED>CONFIG_LOCKED=CONFIG_LOCKED", "CONFIG_LOCKED>RUN=RUN", "RUN>ERROR=ERROR");
    }

    @Test
    void theNonceOfTheMachineIsItsOwn() {
        machine.lock(BINDING, nonce);
        Nonce sent = nonce.copy();

        nonce.destroy();

        assertThat(machine.start(sent, () -> {})).isEmpty();
    }

    @Test
    @Tag("T-077")
    void theNonceIsGoneBeforeTheInterfaceBecomesOperational() {
        machine.lock(BINDING, nonce);
        List<String> seen = new ArrayList<>();

        machine.start(nonce, () -> seen.add(machine.state() + " " + machine.hasNonce()));

        assertThat(seen).containsExactly("CONFIG_LOCKED false");
        assertThat(machine.state()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-078")
    @Tag("T-079")
    void aWrongNonceIsRefusedAndTheRightOneStillStarts() {
        machine.lock(BINDING, nonce);

        assertThat(machine.start(wrong, () -> {
                    throw new AssertionError("started");
                }))
                .contains(TdispErrorCode.INVALID_NONCE);
        assertThat(machine.hasNonce()).isTrue();
        assertThat(machine.start(nonce, () -> {})).isEmpty();
    }

    @Test
    @Tag("T-083")
    void theNonceOfAnEarlierLockDoesNotStart() {
        machine.lock(BINDING, nonce);
        machine.stop(() -> {});
        machine.lock(BINDING, wrong);

        assertThat(machine.start(nonce, () -> {})).contains(TdispErrorCode.INVALID_NONCE);
    }

    @Test
    void aDestroyedNonceStartsNothing() {
        machine.lock(BINDING, nonce);
        var offered = nonce.copy();
        offered.destroy();

        assertThat(machine.start(offered, () -> {})).contains(TdispErrorCode.INVALID_NONCE);
    }

    @Test
    void aViolationWhileStartingWins() {
        machine.lock(BINDING, nonce);

        assertThat(machine.start(nonce, () -> machine.on(TdiEvent.BAR_MODIFIED)))
                .contains(TdispErrorCode.INVALID_INTERFACE_STATE);
        assertThat(machine.state()).isEqualTo(TdiState.ERROR);
    }

    @Test
    void aViolationWhileStoppingDoesNotHoldTheStopUp() {
        machine.lock(BINDING, nonce);

        assertThat(machine.stop(() -> machine.on(TdiEvent.BAR_MODIFIED))).isEmpty();
        assertThat(machine.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("T-135")
    void aStopReleasesBindingStreamsAndReport() {
        machine.lock(BINDING, nonce);
        machine.start(nonce, () -> {});
        machine.bindP2pStream(9);
        machine.bindP2pStream(3);
        assertThat(machine.p2pStreams()).containsExactly(3, 9);

        machine.stop(() -> assertThat(machine.state()).isEqualTo(TdiState.RUN));

        assertThat(machine.p2pStreams()).isEmpty();
        assertThat(machine.binding()).isEmpty();
        assertThat(machine.report()).isEqualTo(Bytes.EMPTY);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-112")
    void firmwareStaysWhileAnInterfaceIsLockedForIt(TdiState state) {
        TdiStateMachine locked = StateEventMatrixTest.in(state);
        assertThat(locked.forbidsFirmwareUpdate()).isEqualTo(state.isLocked());

        locked.stop(() -> {});

        assertThat(locked.forbidsFirmwareUpdate()).isFalse();
    }

    @Test
    @Tag("T-112")
    void withoutTheFlagFirmwareMayBeUpdated() {
        machine.lock(BINDING, nonce);

        assertThat(machine.forbidsFirmwareUpdate()).isFalse();
    }

    @Test
    void anUnlockedInterfaceHasNothingToScrub() {
        assertThat(machine.stop(() -> {
                    throw new AssertionError("scrubbed");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIG_UNLOCKED", mode = EnumSource.Mode.EXCLUDE)
    void onlyAnUnlockedInterfaceLocks(TdiState state) {
        TdiStateMachine other = StateEventMatrixTest.in(state);

        assertThatIllegalStateException().isThrownBy(() -> other.lock(BINDING, nonce));
        assertThat(other.state()).isEqualTo(state);
    }

    @Test
    void onlyARunningInterfaceBindsStreams() {
        machine.lock(BINDING, nonce);

        assertThatIllegalStateException().isThrownBy(() -> machine.bindP2pStream(9));
    }

    @Test
    void whatIsLegalCannotBeRefused() {
        assertThatIllegalStateException().isThrownBy(() -> machine.refuse(RequestCode.GET_DEVICE_INTERFACE_STATE));
    }

    @Test
    void theTextShowsNameAndState() {
        machine.lock(BINDING, nonce);

        assertThat(machine).hasToString(NAME + " CONFIG_LOCKED");
    }

    private static TraceEvent.StateChange change(String from, String to, String cause, String clause) {
        return new TraceEvent.StateChange(Instant.EPOCH, NAME, "TDI", from, to, cause, clause, OptionalLong.of(1));
    }
}
