package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.host.memory.PageRange;

/**
 * Where the host has what.
 *
 * @param memory the memory that guests can get
 * @param window the addresses that the root port forwards to the device
 * @param physicalFunction where the device is
 */
public record HostLayout(PageRange memory, PageRange window, FunctionId physicalFunction) {
    /** 256 MiB from 1_0000_0000h, a window of 1 GiB from 40_0000_0000h, the device at 0000:01:00.0. */
    public static final HostLayout DEFAULT = new HostLayout(
            new PageRange(0x1_0000_0000L, 0x1_0000),
            new PageRange(0x40_0000_0000L, 0x4_0000),
            new FunctionId(0, RequesterId.of(1, 0, 0)));
}
