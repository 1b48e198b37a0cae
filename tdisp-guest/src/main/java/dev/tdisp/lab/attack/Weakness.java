package dev.tdisp.lab.attack;

import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.lab.LabBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The party against which an attack succeeds, or why there is none.
 *
 * @param isPossible whether there is such a party
 * @param description who it is and what it does not do; or why there is none
 * @param change makes the lab of that party
 * @param carelessness what that party does before the attack
 */
public record Weakness(
        boolean isPossible, String description, UnaryOperator<LabBuilder> change, Consumer<Scene> carelessness) {
    private static final Consumer<Scene> NOTHING = scene -> {};

    /** There is no such party. */
    static Weakness none(String reason) {
        return new Weakness(false, reason, UnaryOperator.identity(), NOTHING);
    }

    /** A party that is changed before the lab is built. */
    static Weakness of(String description, UnaryOperator<LabBuilder> change) {
        return new Weakness(true, description, change, NOTHING);
    }

    /** A party of the script, which asks {@link Scene#isWeak} how careless it is. */
    static Weakness script(String description) {
        return of(description, UnaryOperator.identity());
    }

    /** A device of the catalogue. */
    static Weakness device(String name) {
        return device(WrongDevices.named(name).orElseThrow(() -> new IllegalArgumentException("no device " + name)));
    }

    static Weakness device(WrongDevice wrong) {
        return of("device %s: %s".formatted(wrong.name(), wrong.fault()), builder -> builder.wrong(wrong));
    }

    /** A device that does not notice some things. */
    static Weakness deaf(TdiEvent... events) {
        String what = Stream.of(events).map(TdiEvent::sentence).collect(Collectors.joining("; "));
        Consumer<SrIovDevice> change = device -> Stream.concat(
                        Stream.of(device.physicalFunction()), device.physicalFunction().virtualFunctions().stream())
                .map(device::interfaceOf)
                .forEach(tdi -> List.of(events).forEach(tdi.machine()::ignore));
        return changed("a device that does not notice: " + what, change);
    }

    /** A device that is changed when it is built. */
    static Weakness changed(String description, Consumer<SrIovDevice> change) {
        return of(description, builder -> builder.wrong(WrongDevice.unlisted(description, change)));
    }

    /** A security manager that goes on in spite of some of its refusals. */
    static Weakness manager(Reason first, Reason... more) {
        Set<Reason> deaf = EnumSet.of(first, more);
        return of(
                "a TSM that goes on in spite of " + deaf,
                builder -> builder.parties(stand -> stand.withManager(options -> options.withRefusals(refusal -> {
                    if (!deaf.contains(refusal.reason())) {
                        throw refusal;
                    }
                }))));
    }

    /** A guest that does not ask something. */
    static Weakness guest(Check first, Check... more) {
        Set<Check> waived = EnumSet.of(first, more);
        return of(
                "a guest that does not ask " + waived,
                builder -> builder.parties(stand -> stand.withJudge(new CarelessJudge(waived))));
    }

    /** The same, and the party does something before the attack that it should not. */
    Weakness doing(Consumer<Scene> deed) {
        return new Weakness(isPossible, description, change, carelessness.andThen(deed));
    }

    @Override
    public String toString() {
        return isPossible ? description : "none: " + description;
    }
}
