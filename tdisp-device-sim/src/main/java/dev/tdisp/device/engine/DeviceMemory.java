package dev.tdisp.device.engine;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DmaPort;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.device.function.MmioRegion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Memory of the device; pages that were never written take no room. */
public final class DeviceMemory implements MmioRegion {
    private static final int PAGE = 4096;

    private final long size;
    private final Map<Long, byte[]> pages = new HashMap<>();

    DeviceMemory(long size) {
        this.size = size;
    }

    @Override
    public Bytes read(long offset, int length) {
        var content = new byte[length];
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int inPage = (int) (at % PAGE);
            int count = Math.min(length - done, PAGE - inPage);
            byte[] page = pages.getOrDefault(at / PAGE, new byte[PAGE]);
            System.arraycopy(page, inPage, content, done, count);
            done += count;
        }
        return Bytes.of(content);
    }

    @Override
    public void write(long offset, Bytes data) {
        byte[] content = data.toArray();
        int done = 0;
        while (done < content.length) {
            long at = offset + done;
            int inPage = (int) (at % PAGE);
            int count = Math.min(content.length - done, PAGE - inPage);
            byte[] page = pages.computeIfAbsent(at / PAGE, number -> new byte[PAGE]);
            System.arraycopy(content, done, page, inPage, count);
            done += count;
        }
    }

    @Override
    public void scrub() {
        pages.values().forEach(page -> Arrays.fill(page, (byte) 0));
        pages.clear();
    }

    /**
     * Tells whether nothing is kept.
     *
     * @return true if nothing was written since the last scrub
     */
    public boolean isClear() {
        return pages.isEmpty();
    }

    /** Returns the memory as the engine uses it, with addresses from 0. */
    DmaPort port() {
        return new DmaPort() {
            @Override
            public DmaResult read(long address, int length) {
                return contains(address, length)
                        ? DmaResult.done(DeviceMemory.this.read(address, length))
                        : DmaResult.failed(DmaResult.Status.UNSUPPORTED_REQUEST);
            }

            @Override
            public DmaResult write(long address, Bytes data) {
                if (!contains(address, data.size())) {
                    return DmaResult.failed(DmaResult.Status.UNSUPPORTED_REQUEST);
                }
                DeviceMemory.this.write(address, data);
                return DmaResult.done(Bytes.EMPTY);
            }
        };
    }

    private boolean contains(long offset, int length) {
        return offset >= 0 && offset <= size - length;
    }
}
