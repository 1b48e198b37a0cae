package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Drives a stream beside a model that knows only sets of slots. */
class IdeStreamRandomWalkTest {
    private static final long SEED = Long.getLong("tdisp.seed", 20261124);
    private static final int WALKS = 500;
    private static final int STEPS = 200;
    private static final IdeStreamSettings SETTINGS = IdeStreamSettings.defaultStream(new StreamId(0x10));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Set<KeySlotId> waiting = new HashSet<>();
    private final Set<KeySlotId> started = new HashSet<>();
    private final Set<KeySlotId> retiring = new HashSet<>();
    private boolean enabled;
    private boolean secure;

    @Test
    @Tag("P-064")
    @Tag("P-083")
    @Tag("P-066")
    void streamAndModelAgreeOnEveryPath() {
        for (int walk = 0; walk < WALKS; walk++) {
            var port = new IdePort("device", IdePort.Role.ENDPOINT, IdeProfile.STRICT, Env.seeded(walk));
            IdeStream stream = port.addStream(SETTINGS);
            List<StreamId> losses = new ArrayList<>();
            port.addListener((id, cause) -> losses.add(id));
            erase();
            enabled = false;
            int expectedLosses = 0;
            for (int step = 0; step < STEPS; step++) {
                boolean wasSecure = secure;
                String action = act(stream);
                expectedLosses += wasSecure && !secure ? 1 : 0;
                String where = "seed %d walk %d step %d %s".formatted(SEED, walk, step, action);
                assertThat(stream.isSecure()).as(where).isEqualTo(secure);
                assertThat(stream.isEnabled()).as(where).isEqualTo(enabled);
                assertThat(losses).as(where).hasSize(expectedLosses);
                assertThat(KeySlotId.all()).as(where).allMatch(slot -> stream.slotState(slot) == modelled(slot));
            }
        }
    }

    private KeySlotState modelled(KeySlotId slot) {
        if (waiting.contains(slot)) {
            return KeySlotState.PROGRAMMED;
        }
        if (retiring.contains(slot)) {
            return KeySlotState.RETIRING;
        }
        return started.contains(slot) ? KeySlotState.ACTIVE : KeySlotState.EMPTY;
    }

    private String act(IdeStream stream) {
        KeySlotId slot = KeySlotId.all().get(random.nextInt(12));
        int action = random.nextInt(100);
        if (action < 45) {
            program(stream, slot);
            return "program " + slot;
        }
        if (action < 90) {
            start(stream, slot);
            return "start " + slot;
        }
        if (action < 92) {
            stop(stream, slot);
            return "stop " + slot;
        }
        if (action < 97) {
            enabled = true;
            stream.enable();
            secure = secure || hasStartedSet();
            return "enable";
        }
        if (action < 98) {
            disable(stream);
            return "disable";
        }
        stream.invalidate(IdeStreamEvent.LINK_DOWN);
        erase();
        return "link down";
    }

    private void disable(IdeStream stream) {
        stream.disable();
        if (enabled) {
            erase();
        }
        enabled = false;
    }

    private void program(IdeStream stream, KeySlotId slot) {
        if (secure && started.contains(slot)) {
            assertThat(stream.isInUse(slot)).isTrue();
            return;
        }
        stream.program(1, slot, IdeKey.of(Bytes.filled(slot.code(), IdeKey.SIZE)), 1);
        started.remove(slot);
        retiring.remove(slot);
        waiting.add(slot);
    }

    private void start(IdeStream stream, KeySlotId slot) {
        boolean isThere = waiting.contains(slot) || started.contains(slot);
        assertThat(stream.start(slot)).isEqualTo(isThere);
        if (waiting.remove(slot)) {
            if (started.remove(slot.otherSet()) && slot.direction() == KeyDirection.RECEIVE) {
                retiring.add(slot.otherSet());
            }
            started.add(slot);
            secure = secure || enabled && hasStartedSet();
        }
    }

    private void stop(IdeStream stream, KeySlotId slot) {
        stream.stop(slot);
        if (secure && started.contains(slot)) {
            erase();
        }
        waiting.remove(slot);
        started.remove(slot);
        retiring.remove(slot);
    }

    private void erase() {
        waiting.clear();
        started.clear();
        retiring.clear();
        secure = false;
    }

    private boolean hasStartedSet() {
        return started.containsAll(KeySlotId.of(KeySet.K0)) || started.containsAll(KeySlotId.of(KeySet.K1));
    }
}
