package dev.tdisp.host.vmm;

import dev.tdisp.host.memory.TvmId;
import java.util.List;
import java.util.function.BiConsumer;

/** A function in the hands of a guest, as the hypervisor keeps book of it. */
final class Assignment {
    final TvmId tvm;
    final List<GuestWindow> windows;
    private final PciFunction function;

    Assignment(TvmId tvm, PciFunction function, List<GuestWindow> windows) {
        this.tvm = tvm;
        this.function = function;
        this.windows = windows;
    }

    void forEachWindow(BiConsumer<GuestWindow, Bar> action) {
        windows.forEach(window -> action.accept(window, function.bar(window.bar())));
    }
}
