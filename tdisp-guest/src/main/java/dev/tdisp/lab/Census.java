package dev.tdisp.lab;

import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.Binding;
import dev.tdisp.host.tsm.TsmOptions;
import java.util.Optional;

/** Reads the state of the parties out of their books. */
final class Census {
    private final Parties parties;

    Census(Parties parties) {
        this.parties = parties;
    }

    PartiesState of(int vf) {
        Optional<FunctionId> function = parties.findFunction(vf);
        Optional<Binding> binding = function.flatMap(parties.tsm()::binding);
        return new PartiesState(
                vf,
                parties.isPlugged(),
                parties.state(vf),
                parties.ownDevice().map(device -> view(device.idePort())).orElse(StreamView.NONE),
                parties.ownDevice()
                        .map(device -> device.dsm().spdm().sessions().size())
                        .orElse(0),
                parties.tsm().isConnected(),
                view(parties.port().ide()),
                binding,
                function.filter(parties::isGateOpen).isPresent(),
                privatePages(function),
                function.flatMap(parties.vmm()::assignedTo),
                guest(function));
    }

    private static StreamView view(IdePort port) {
        return port.stream(TsmOptions.DEFAULT.stream())
                .filter(IdeStream::isEnabled)
                .map(stream -> stream.isSecure() ? StreamView.SECURE : StreamView.INSECURE)
                .orElse(StreamView.NONE);
    }

    private int privatePages(Optional<FunctionId> function) {
        return (int) parties.memory().owners().values().stream()
                .filter(owner -> owner instanceof PageOwner.Mmio mmio
                        && function.filter(mmio.tdi()::equals).isPresent())
                .count();
    }

    private GuestView guest(Optional<FunctionId> function) {
        Optional<TvmId> assigned = function.flatMap(parties.vmm()::assignedTo);
        if (!parties.isGuestAlive()) {
            return GuestView.NONE;
        }
        if (function.flatMap(parties.guest()::accepted).isPresent()) {
            return GuestView.TRUSTED;
        }
        return assigned.isPresent() ? GuestView.UNTRUSTED : GuestView.NONE;
    }
}
