package dev.tdisp.host.vmm;

import dev.tdisp.host.memory.PageRange;

/**
 * Where a guest sees what.
 *
 * @param privatePages its private memory
 * @param sharedPages memory that it shares with the hypervisor
 * @param windowBase where windows of devices begin
 */
public record GuestLayout(PageRange privatePages, PageRange sharedPages, long windowBase) {
    /** 1 MiB private from 100_0000h, 256 KiB shared from 800_0000h, windows from 8_0000_0000h. */
    public static final GuestLayout SMALL =
            new GuestLayout(new PageRange(0x100_0000, 256), new PageRange(0x800_0000, 64), 0x8_0000_0000L);
}
