package dev.tdisp.device.wrong;

import dev.tdisp.device.config.Register;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which checks only look: they leave the device that is right as they found it, in all that another check could see. One
 * device is enough for all of them.
 */
final class Looks {
    private Looks() {}

    static Set<String> of(WrongDevice right, Map<String, Consumer<Probe>> checks) {
        Set<String> found = new LinkedHashSet<>();
        checks.forEach((requirement, check) -> {
            var probe = new Probe(right);
            List<Object> before = everything(probe);
            check.accept(probe);
            probe.unlockAll();
            if (everything(probe).equals(before)) {
                found.add(requirement);
            }
        });
        return found;
    }

    private static List<Object> everything(Probe probe) {
        var all = new ArrayList<Object>();
        all.add(probe.bench.streamStatus(0));
        probe.bench.device().idePort().streams().forEach(stream -> {
            all.add(stream.state());
            all.add(stream.isSecure());
            all.add(stream.settings());
            all.add(stream.keyedBy());
        });
        for (int index = 0; index <= 2; index++) {
            function(probe, probe.vf(index), all);
        }
        all.add(probe.bench.host().writes().size());
        all.add(probe.bench.device().firmware().running());
        all.add(probe.bench.device().firmware().isUpdating());
        all.add(probe.bench.time().instant());
        return all;
    }

    private static void function(Probe probe, DeviceFunction function, List<Object> all) {
        for (Register register : function.registers().space().registers()) {
            all.add(function.registers().space().value(register));
        }
        TeeDeviceInterface tdi = probe.bench.tdi(function);
        all.add(tdi.state());
        all.add(tdi.machine().hasNonce());
        all.add(tdi.machine().binding());
        all.add(tdi.machine().report());
        all.add(Set.copyOf(tdi.machine().p2pStreams()));
        all.add(function.isPresent());
        all.add(function.requesterId());
        all.add(probe.bench.device().engines().engine(function).isClear());
        all.add(probe.bench.device().engines().memory(function).isClear());
        for (int vector = 0; vector < function.interrupts().vectors(); vector++) {
            all.add(function.interrupts().isPending(vector));
        }
    }
}
