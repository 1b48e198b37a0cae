package dev.tdisp.lab;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.host.vmm.ConfigAccess;
import java.util.Optional;

/** Looks at what a disturbance left behind, in the order in which parties would: first books, then questions. */
final class Sightings {
    private final Parties parties;
    private Optional<PartiesState> before = Optional.empty();
    private Optional<Sighting> seen = Optional.empty();

    Sightings(Parties parties) {
        this.parties = parties;
    }

    void look(int vf) {
        before = Optional.of(new Census(parties).of(vf));
    }

    void ask(int vf) {
        PartiesState then = before.orElseThrow();
        FunctionId function = parties.function(vf);
        boolean isLogged = isLogged(function);
        boolean answers = parties.guest().privateDriver(function).isPresent();
        seen = Optional.of(new Sighting(
                then.tdi(),
                answers,
                poll(function),
                then.hostStream(),
                then.isGateOpen(),
                then.isConnected(),
                isLogged));
    }

    Optional<Sighting> seen() {
        return seen;
    }

    private GuestPoll poll(FunctionId function) {
        try {
            return of(parties.guest().state(function));
        } catch (TsmException e) {
            return e.reason() == Reason.NOT_BOUND ? GuestPoll.NOT_BOUND : GuestPoll.NO_ANSWER;
        }
    }

    private static GuestPoll of(TdiState state) {
        return switch (state) {
            case RUN -> GuestPoll.RUNS;
            case ERROR -> GuestPoll.ERROR;
            default -> GuestPoll.UNLOCKED;
        };
    }

    /** Tells whether the physical or the virtual function logged an error that cannot be corrected. */
    private boolean isLogged(FunctionId function) {
        if (!parties.isPlugged()) {
            return false;
        }
        FunctionId physical = parties.vmm().driver().function().id();
        return isLogged(parties.vmm().driver().config(function))
                || isLogged(parties.vmm().driver().config(physical));
    }

    private static boolean isLogged(ConfigAccess config) {
        return config.isPresent()
                && config.extendedCapability(CapabilityId.EXTENDED_AER).stream()
                        .anyMatch(at -> config.read(at + AerCapability.UNCORRECTABLE_STATUS, Integer.BYTES) != 0);
    }
}
