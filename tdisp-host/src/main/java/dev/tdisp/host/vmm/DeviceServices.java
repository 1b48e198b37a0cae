package dev.tdisp.host.vmm;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.tsm.DeviceLocation;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.HostServices;
import dev.tdisp.spdm.transport.SpdmTransport;
import java.time.Duration;
import java.util.List;

/** What the hypervisor does for the security manager, by its drivers. */
final class DeviceServices implements HostServices {
    private final PfDriver driver;
    private final DoeRelay relay;
    private final EvidenceCache cache;
    private final PageRange window;

    /** Offers what a plugged device's drivers can do. */
    DeviceServices(PfDriver driver, DoeRelay relay, EvidenceCache cache, PageRange window) {
        this.driver = driver;
        this.relay = relay;
        this.cache = cache;
        this.window = window;
    }

    @Override
    public DeviceLocation location() {
        List<PciFunction> functions = driver.functions();
        FunctionId last = functions.get(functions.size() - 1).id();
        return new DeviceLocation(driver.function().id(), last, window);
    }

    @Override
    public SpdmTransport transport() {
        return relay;
    }

    @Override
    public void programStream(StreamId stream, RequesterId partner, IdeForm form) {
        driver.ideRegisters().program(stream, partner, form);
    }

    @Override
    public void enableStream(StreamId stream) {
        driver.ideRegisters().enable(stream);
    }

    @Override
    public void disableStream(StreamId stream) {
        if (driver.isPresent()) {
            driver.ideRegisters().disable(stream);
        }
    }

    @Override
    public void keep(FunctionId function, EvidenceKind kind, Bytes evidence) {
        cache.keep(function, kind, evidence);
    }

    @Override
    public void pause(Duration duration) {
        driver.pause(duration);
    }
}
