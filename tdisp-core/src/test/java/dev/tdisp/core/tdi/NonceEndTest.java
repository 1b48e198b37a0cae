package dev.tdisp.core.tdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.wire.Bytes;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes of a nonce are gone with its use. */
class NonceEndTest {
    private static final LockBinding BINDING = new LockBinding(1, LockParameters.of(LockFlags.NONE, 5), Bytes.EMPTY);

    /** How a nonce ends. */
    enum Ending {
        START((machine, right) -> machine.start(right, () -> {})),
        STOP((machine, right) -> machine.stop(() -> {})),
        ERROR((machine, right) -> machine.on(TdiEvent.BAR_MODIFIED)),
        FUNCTION_LEVEL_RESET((machine, right) -> machine.on(TdiEvent.FUNCTION_LEVEL_RESET)),
        CONVENTIONAL_RESET((machine, right) -> machine.on(TdiEvent.CONVENTIONAL_RESET));

        private final BiConsumer<TdiStateMachine, Nonce> action;

        Ending(BiConsumer<TdiStateMachine, Nonce> action) {
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-NON-12")
    @Tag("T-107")
    void nonceIsOverwrittenWithItsEnd(Ending ending) throws ReflectiveOperationException {
        var machine = new TdiStateMachine("device/VF1", Set.of(), Env.seeded(1));
        machine.lock(BINDING, Nonce.of(Bytes.filled(7, Nonce.SIZE)));
        Field field = TdiStateMachine.class.getDeclaredField("nonce");
        field.setAccessible(true);
        var kept = (Nonce) field.get(machine);
        assertThat(kept.isDestroyed()).isFalse();

        ending.action.accept(machine, Nonce.of(Bytes.filled(7, Nonce.SIZE)));

        assertThat(kept.isDestroyed()).isTrue();
        assertThat(machine.hasNonce()).isFalse();
    }
}
