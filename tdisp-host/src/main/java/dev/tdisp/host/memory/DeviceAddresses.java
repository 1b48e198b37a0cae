package dev.tdisp.host.memory;

import dev.tdisp.core.wire.Bytes;

/** The addresses of devices. Where memory is, nothing goes to a device, whatever window the hypervisor has opened over it. */
final class DeviceAddresses implements MmioTarget {
    private final MmioTarget devices;
    private final HostMemory memory;

    DeviceAddresses(MmioTarget devices, HostMemory memory) {
        this.devices = devices;
        this.memory = memory;
    }

    @Override
    public boolean claims(long address) {
        return devices.claims(address) && !isMemory(memory.ownerOf(address));
    }

    @Override
    public boolean claims(PageRange pages) {
        return devices.claims(pages) && memory.ownersOf(pages).stream().noneMatch(run -> isMemory(run.value()));
    }

    private static boolean isMemory(PageOwner owner) {
        return owner instanceof PageOwner.Private || owner instanceof PageOwner.Shared;
    }

    @Override
    public MemoryResult read(long address, int length, boolean trusted) {
        return devices.read(address, length, trusted);
    }

    @Override
    public MemoryResult write(long address, Bytes content, boolean trusted) {
        return devices.write(address, content, trusted);
    }
}
