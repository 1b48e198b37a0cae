package dev.tdisp.core.tdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event in every state: 40 x 4 cells, written down a second time. */
class StateEventMatrixTest {
    /** Of which states the event makes what: U, L, R, E by the digit of the state it ends in. */
    private static final Map<String, String> MATRIX = Stream.of(
                    "E1 0000",
                    "E2 0333",
                    "E3 0333",
                    "E4 0333",
                    "E5 0133",
                    "E6 0333",
                    "E7 0123",
                    "E8 0123",
                    "E9 0333",
                    "E10 0333",
                    "E11 0333",
                    "E12 0333",
                    "E13 0333",
                    "E14 0333",
                    "E15 0333",
                    "E16 0333",
                    "E17 0333",
                    "E18 0333",
                    "E19 0333",
                    "E20 0123",
                    "E21 0123",
                    "E22 0123",
                    "E23 0123",
                    "E23b 0333",
                    "E24 0333",
                    "E25 0333",
                    "E26 0133",
                    "E26b 0333",
                    "E27 0333",
                    "E28 0133",
                    "E29 0123",
                    "E30 0123",
                    "E31 0123",
                    "E32 0333",
                    "E33 0333",
                    "E34 0333",
                    "E35 0123",
                    "E36 0333",
                    "E37 0120",
                    "E38 0333")
            .collect(Collectors.toMap(line -> line.split(" ")[0], line -> line.split(" ")[1]));

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (TdiEvent event : TdiEvent.values()) {
            for (TdiState state : TdiState.values()) {
                int after = MATRIX.get(event.id()).charAt(state.code()) - '0';
                cells.add(Arguments.of(event, state, TdiState.of(after).orElseThrow()));
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{0} in {1} ends in {2}")
    @MethodSource("cells")
    @Tag("T-090")
    @Tag("T-091")
    @Tag("T-092")
    @Tag("T-094")
    @Tag("T-095")
    @Tag("T-096")
    @Tag("T-097")
    @Tag("T-098")
    @Tag("T-099")
    @Tag("T-100")
    @Tag("T-101")
    @Tag("T-102")
    @Tag("T-103")
    @Tag("T-104")
    @Tag("T-105")
    @Tag("T-106")
    @Tag("T-109")
    @Tag("T-110")
    @Tag("T-111")
    @Tag("T-113")
    @Tag("T-125")
    @Tag("T-126")
    @Tag("T-132")
    void everyCellHolds(TdiEvent event, TdiState before, TdiState after) {
        TdiStateMachine machine = in(before);

        boolean isChanged = machine.on(event);

        assertThat(machine.state()).isEqualTo(after);
        assertThat(isChanged).isEqualTo(before != after);
        assertThat(machine.hasNonce()).isEqualTo(after == TdiState.CONFIG_LOCKED);
        assertThat(machine.binding().isPresent()).isEqualTo(after != TdiState.CONFIG_UNLOCKED);
        assertThat(machine.forbidsFirmwareUpdate()).isEqualTo(after.isLocked());
    }

    @Test
    void everyEventOfTheMatrixExists() {
        assertThat(Stream.of(TdiEvent.values()).collect(Collectors.toMap(TdiEvent::id, Function.identity())))
                .containsOnlyKeys(MATRIX.keySet());
    }

    static TdiStateMachine in(TdiState state, TdispSwitch... switches) {
        var machine = new TdiStateMachine("device/0000:01:00.1", Set.of(switches), Env.seeded(1));
        if (state == TdiState.CONFIG_UNLOCKED) {
            return machine;
        }
        var nonce = Nonce.of(Bytes.filled(7, 32));
        var parameters = LockParameters.of(LockFlags.of(LockFlag.NO_FW_UPDATE), 5);
        machine.lock(new LockBinding(1, parameters, Bytes.filled(0, 20)), nonce);
        if (state == TdiState.RUN) {
            assertThat(machine.start(nonce, () -> {})).isEmpty();
        }
        if (state == TdiState.ERROR) {
            machine.on(TdiEvent.DSM_FAILED);
        }
        return machine;
    }
}
