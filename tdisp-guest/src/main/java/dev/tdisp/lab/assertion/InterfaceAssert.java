package dev.tdisp.lab.assertion;

import dev.tdisp.core.tdi.LockBinding;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import java.util.Optional;

/** Assertions on an interface inside the device. */
public final class InterfaceAssert extends StateAssert<InterfaceAssert, TeeDeviceInterface> {
    InterfaceAssert(TeeDeviceInterface actual, Surroundings around) {
        super(
                actual,
                InterfaceAssert.class,
                around,
                "Interface " + actual.function().name(),
                TeeDeviceInterface::state);
    }

    /**
     * Demands that a session locked the interface.
     *
     * @param session the session's id
     * @return this
     */
    public InterfaceAssert isLockedBy(long session) {
        Optional<Long> found = actual.machine().binding().map(LockBinding::sessionId);
        return require(
                found.equals(Optional.of(session)),
                "Interface %s is not locked by that session"
                        .formatted(actual.function().name()),
                "session %08Xh".formatted(session),
                found.map("session %08Xh"::formatted).orElse("no session"),
                tdisp("11.3.8"));
    }

    /**
     * Demands that no nonce is left.
     *
     * @return this
     */
    public InterfaceAssert hasNoNonce() {
        return require(
                !actual.machine().hasNonce(),
                "Interface %s keeps its nonce".formatted(actual.function().name()),
                "no nonce",
                "a nonce",
                tdisp("11.3.9"));
    }
}
