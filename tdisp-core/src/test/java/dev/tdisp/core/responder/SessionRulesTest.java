package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another session than the locking one may do, and what the end of a session does. */
class SessionRulesTest {
    private final MemoryDevice device = new MemoryDevice(TdispProfile.SPEC);
    private final Tsm owner = new Tsm(device);
    private final Tsm other = new Tsm(device, 0x0001_0001, Tsm.FIRST);

    @Test
    void onlyTheLockingSessionStarts() {
        owner.lock();

        assertThat(Tsm.outcome(other.send(Tsm.START, owner.nonce.toHex()))).isEqualTo("INVALID_REQUEST");
        assertThat(owner.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(Tsm.outcome(owner.start())).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"88 09", "89 09", "8A 0000010100000000000100000400 0200"})
    void onlyTheLockingSessionDrivesARunningInterface(String request) {
        owner.reach(TdiState.RUN);
        owner.send(Tsm.BIND, "09");
        int calls = device.tdi().calls.size();
        String[] parts = request.split(" ", 2);

        assertThat(Tsm.outcome(other.send(parts[0], parts[1]))).isEqualTo("INVALID_REQUEST");
        assertThat(device.tdi().calls).hasSize(calls);
    }

    @ParameterizedTest
    @EnumSource
    void theStateComesBeforeTheSession(TdiState state) {
        owner.reach(state);

        boolean isLocked = state == TdiState.CONFIG_LOCKED;
        assertThat(Tsm.outcome(other.send(Tsm.START, owner.nonce.toHex())))
                .isEqualTo(isLocked ? "INVALID_REQUEST" : "INVALID_INTERFACE_STATE");
    }

    @ParameterizedTest
    @EnumSource
    void everySessionAsksAndStops(TdiState state) {
        owner.reach(state);

        assertThat(other.state()).isEqualTo(state);
        assertThat(Tsm.outcome(other.send(Tsm.VERSION))).isEqualTo("ok");
        assertThat(Tsm.outcome(other.send(Tsm.CAPABILITIES, "00000000"))).isEqualTo("ok");
        assertThat(Tsm.outcome(other.send(Tsm.STOP))).isEqualTo("ok");
        assertThat(other.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-095")
    void theEndOfTheLockingSessionIsAViolation(TdiState state) {
        owner.reach(state);

        device.responder.sessionEnded(Tsm.SESSION);

        assertThat(other.state()).isEqualTo(state.isLocked() ? TdiState.ERROR : state);
    }

    @Test
    @Tag("T-095")
    void theEndOfAnotherSessionDoesNotMatter() {
        owner.reach(TdiState.RUN);
        var second = new Tsm(device, 0x0001_0001, Tsm.SECOND);
        second.lock();

        device.responder.sessionEnded(0x0001_0001);

        assertThat(owner.state()).isEqualTo(TdiState.RUN);
        assertThat(second.state()).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("T-138")
    void aNewSessionRecoversTheInterface() {
        owner.reach(TdiState.RUN);
        device.responder.sessionEnded(Tsm.SESSION);

        assertThat(Tsm.outcome(other.lock())).isEqualTo("INVALID_INTERFACE_STATE");
        assertThat(Tsm.outcome(other.send(Tsm.STOP))).isEqualTo("ok");
        assertThat(Tsm.outcome(other.lock())).isEqualTo("ok");
        assertThat(Tsm.outcome(other.start())).isEqualTo("ok");
    }
}
