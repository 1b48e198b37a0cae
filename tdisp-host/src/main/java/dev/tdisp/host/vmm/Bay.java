package dev.tdisp.host.vmm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.rootport.RootPort;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A place for a device: the port that leads there, its addresses, and the device that is plugged in. */
final class Bay {
    private final RootPort port;
    private final PageRange window;
    private final FunctionId physicalFunction;
    private final EvidenceCache evidence;
    private Optional<Plugged> plugged = Optional.empty();

    Bay(RootPort port, PageRange window, FunctionId physicalFunction, EvidenceCache evidence) {
        this.port = port;
        this.window = window;
        this.physicalFunction = physicalFunction;
        this.evidence = evidence;
    }

    RootPort port() {
        return port;
    }

    PageRange window() {
        return window;
    }

    FunctionId physicalFunction() {
        return physicalFunction;
    }

    boolean isEmpty() {
        return plugged.isEmpty();
    }

    PfDriver plugIn(PcieDevice device, Consumer<Duration> pause, Env env) {
        port.connect(device);
        port.openWindow(window);
        var slot = new Slot(device);
        var driver = new PfDriver(slot, physicalFunction, window, pause);
        plugged = Optional.of(new Plugged(slot, driver, new DoeRelay(driver.openMailbox(), env)));
        return driver;
    }

    void pullOut() {
        plugged.ifPresent(present -> present.slot.empty());
        port.removeDevice();
        plugged = Optional.empty();
    }

    boolean has(FunctionId function) {
        return physicalFunction.equals(function)
                || plugged.flatMap(present -> present.driver.function(function)).isPresent();
    }

    PfDriver driver() {
        return plugged().driver;
    }

    DoeRelay relay() {
        return plugged().relay;
    }

    DeviceServices services() {
        return new DeviceServices(driver(), relay(), evidence, window);
    }

    private Plugged plugged() {
        return plugged.orElseThrow(() -> new IllegalStateException("no device is plugged in at " + physicalFunction));
    }

    private record Plugged(Slot slot, PfDriver driver, DoeRelay relay) {}
}
