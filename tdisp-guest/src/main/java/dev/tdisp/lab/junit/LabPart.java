package dev.tdisp.lab.junit;

import dev.tdisp.device.SrIovDevice;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TeeSecurityManager;
import dev.tdisp.host.vmm.HypervisorVmm;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Tdi;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What a test can be given. */
enum LabPart {
    LAB(Lab.class, (lab, vf) -> lab),
    DEVICE(SrIovDevice.class, (lab, vf) -> lab.device()),
    INTERFACE(Tdi.class, Lab::tdi),
    HYPERVISOR(HypervisorVmm.class, (lab, vf) -> lab.vmm()),
    SECURITY_MANAGER(TeeSecurityManager.class, (lab, vf) -> lab.tsm()),
    GUEST(TrustedVm.class, (lab, vf) -> lab.guest()),
    ROOT_PORT(RootPort.class, (lab, vf) -> lab.rootPort()),
    MEMORY(HostMemory.class, (lab, vf) -> lab.memory()),
    IOMMU(Iommu.class, (lab, vf) -> lab.iommu());

    private final Class<?> type;
    private final BiFunction<Lab, Integer, Object> part;

    LabPart(Class<?> type, BiFunction<Lab, Integer, Object> part) {
        this.type = type;
        this.part = part;
    }

    static Optional<LabPart> of(Class<?> type) {
        return Arrays.stream(values()).filter(part -> part.type == type).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(part -> part.type.getSimpleName()).collect(Collectors.joining(", "));
    }

    Object of(Lab lab, int vf) {
        return part.apply(lab, vf);
    }
}
