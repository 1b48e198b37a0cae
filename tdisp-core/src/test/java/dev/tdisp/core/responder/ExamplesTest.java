package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.LockBinding;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, compiled and run. */
class ExamplesTest {
    @Test
    void aProfileIsASetOfSwitches() {
        var profile =
                TdispProfile.SPEC.with(TdispSwitch.STOP_REFUSED_WHEN_UNLOCKED).withPortionLimit(64);

        assertThat(profile.has(TdispSwitch.STOP_REFUSED_WHEN_UNLOCKED)).isTrue();
        assertThat(profile.portionLimit()).isEqualTo(64);
    }

    @Test
    void aMachineTakesRequestsAndEvents() {
        var binding = new LockBinding(1, LockParameters.of(LockFlags.NONE, 5), Bytes.EMPTY);
        var nonce = Nonce.blank();

        var machine = new TdiStateMachine("device/0000:01:00.1", Set.of(), Env.seeded(1));
        machine.lock(binding, nonce);
        machine.on(TdiEvent.BAR_MODIFIED, "BAR0");

        assertThat(machine.state()).isEqualTo(TdiState.ERROR);
    }

    @Test
    void aResponderTakesBytesAndGivesBytes() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        var env = Env.seeded(1);
        long sessionId = 1;
        Bytes request = Bytes.fromHex("10 81 00 00 00 01 00 01 00 00 00 00 00 00 00 00");

        var responder = new TdispResponder(device, TdispProfile.SPEC, env, "device");
        Optional<Bytes> response = responder.handle(sessionId, request);

        assertThat(response).contains(Bytes.fromHex("10 01 00 00 00 01 00 01 00 00 00 00 00 00 00 00 01 10"));
    }
}
