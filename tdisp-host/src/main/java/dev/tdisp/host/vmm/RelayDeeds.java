package dev.tdisp.host.vmm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.vmm.DoeRelay.Relayed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The deeds that a relay was told to do, each once, and the objects that it holds. */
final class RelayDeeds {
    private final List<Planned> plan = new ArrayList<>();
    private final List<Relayed> held = new ArrayList<>();

    void add(Predicate<Relayed> which, RelayDeed deed) {
        plan.add(new Planned(which, deed));
    }

    /** Takes the deed for an object, if there is one. */
    Optional<RelayDeed> take(Relayed object) {
        for (Iterator<Planned> planned = plan.iterator(); planned.hasNext(); ) {
            Planned next = planned.next();
            if (next.which.test(object)) {
                planned.remove();
                return Optional.of(next.deed);
            }
        }
        return Optional.empty();
    }

    /** Returns what to carry on; no bytes for nothing. */
    Bytes carriedOn(Relayed object, Optional<RelayDeed> deed) {
        if (deed.isEmpty() || deed.get() instanceof RelayDeed.Repeat) {
            return object.object();
        }
        if (deed.get() instanceof RelayDeed.Alter alter) {
            return alter.change().apply(object.object());
        }
        if (deed.get() instanceof RelayDeed.Hold) {
            held.add(object);
        }
        return Bytes.EMPTY;
    }

    List<Relayed> held() {
        return List.copyOf(held);
    }

    void release(Relayed object) {
        if (!held.remove(object)) {
            throw new IllegalArgumentException("object: not held");
        }
    }

    private record Planned(Predicate<Relayed> which, RelayDeed deed) {}
}
