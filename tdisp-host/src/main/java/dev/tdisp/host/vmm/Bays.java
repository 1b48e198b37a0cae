package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.Iommu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The places for devices that a host has. */
final class Bays {
    private final List<Bay> bays = new ArrayList<>();

    void add(Bay bay) {
        for (Bay present : bays) {
            boolean isTaken = present.physicalFunction().equals(bay.physicalFunction())
                    || present.window().overlaps(bay.window());
            if (isTaken) {
                throw new IllegalArgumentException("%s at %s: taken".formatted(bay.physicalFunction(), bay.window()));
            }
        }
        bays.add(bay);
    }

    /** The place that the host was made with. */
    Bay first() {
        return bays.get(0);
    }

    List<Bay> all() {
        return List.copyOf(bays);
    }

    /** Finds the place of a function. */
    Optional<Bay> find(FunctionId function) {
        return bays.stream().filter(bay -> bay.has(function)).findFirst();
    }

    /** Lets a function ask for translations no longer: the host at once, the function if it is still there. */
    void endTranslation(Iommu iommu, FunctionId function) {
        if (iommu.permitsTranslation(function.requesterId())) {
            find(function)
                    .filter(bay -> !bay.isEmpty())
                    .filter(bay -> bay.driver().hasAddressTranslation(function))
                    .ifPresent(bay -> bay.driver().setAddressTranslation(iommu, function, false));
            iommu.permitTranslation(function.requesterId(), false);
        }
    }

    Bay of(FunctionId function) {
        return find(function).orElseThrow(() -> new IllegalArgumentException("no function " + function));
    }
}
