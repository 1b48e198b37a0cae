package dev.tdisp.lab;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.tdi.LockBinding;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.Binding;
import java.util.List;
import java.util.Optional;

/** The invariants of one virtual function. */
final class InterfaceInvariants {
    private final Parties parties;
    private final int vf;
    private final Optional<Binding> binding;

    InterfaceInvariants(Parties parties, int vf) {
        this.parties = parties;
        this.vf = vf;
        this.binding = parties.findFunction(vf).flatMap(parties.tsm()::binding);
    }

    void addTo(List<Violation> violations) {
        if (parties.state(vf) == TdiState.RUN) {
            parties.ownDevice().ifPresent(device -> addDevice(device, violations));
            binding.filter(present -> !isAccepted(present))
                    .ifPresent(present -> violations.add(
                            violation(Invariant.RUN_IS_ACCEPTED, "runs at %s".formatted(present.epoch()))));
        }
        parties.findFunction(vf).filter(parties::isGateOpen).ifPresent(function -> addGate(function, violations));
    }

    private void addDevice(SrIovDevice device, List<Violation> violations) {
        Optional<LockBinding> lock =
                device.interfaceOf(device.virtualFunction(vf)).machine().binding();
        boolean isSessionAlive = lock.filter(
                        present -> device.dsm().spdm().sessions().contains(present.sessionId()))
                .isPresent();
        if (!isSessionAlive) {
            violations.add(violation(Invariant.RUN_HAS_ITS_SESSION, "its session is gone"));
        }
        boolean isSecure = lock.map(present -> new StreamId(present.parameters().defaultStreamId()))
                .flatMap(device.idePort()::stream)
                .filter(IdeStream::isSecure)
                .isPresent();
        if (!isSecure) {
            violations.add(violation(Invariant.RUN_HAS_ITS_STREAM, "its stream is not secure"));
        }
        parties.watch()
                .locked(vf)
                .flatMap(then -> then.differenceTo(LockedConfiguration.of(device, vf)))
                .ifPresent(change -> violations.add(violation(Invariant.RUN_KEEPS_ITS_CONFIGURATION, change)));
    }

    private void addGate(FunctionId function, List<Violation> violations) {
        Optional<String> objection = binding.isEmpty()
                ? Optional.of("is not bound")
                : !isAccepted(binding.get())
                        ? Optional.of("is not accepted")
                        : parties.isSecure() ? Optional.empty() : Optional.of("has no secure stream");
        objection.ifPresent(text -> violations.add(violation(
                Invariant.OPEN_GATE_IS_ACCEPTED, "the gate of %s is open, which %s".formatted(function, text))));
    }

    /** A guest may measure again at any time; another lock or report is another interface. */
    private boolean isAccepted(Binding present) {
        return parties.guest(present.tvm())
                .flatMap(guest -> guest.accepted(present.function()))
                .filter(epoch -> isSame(epoch, present.epoch()))
                .isPresent();
    }

    private static boolean isSame(BindEpoch accepted, BindEpoch now) {
        return accepted.lock() == now.lock() && accepted.report() == now.report();
    }

    private Violation violation(Invariant invariant, String detail) {
        return new Violation(invariant, "VF %d: %s".formatted(vf, detail));
    }
}
