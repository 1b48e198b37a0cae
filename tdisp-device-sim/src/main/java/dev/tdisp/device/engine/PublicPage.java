package dev.tdisp.device.engine;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.function.MmioRegion;
import java.nio.charset.StandardCharsets;

/** What everybody may know of a function: read-only, non-TEE memory. */
final class PublicPage implements MmioRegion {
    private static final int SIZE = 4096;

    private final Bytes content;

    PublicPage(String name, int version) {
        var out = WireWriter.create();
        out.u32("Identity", 0x4247_5544);
        out.u32("Version", version);
        Bytes text = Bytes.of(name.getBytes(StandardCharsets.US_ASCII));
        out.u32("Name Length", text.size());
        out.bytes("Name", text);
        Bytes start = out.toBytes();
        content = start.plus(Bytes.filled(0, SIZE - start.size()));
    }

    @Override
    public Bytes read(long offset, int length) {
        return content.slice((int) offset, (int) offset + length);
    }

    @Override
    public void write(long offset, Bytes data) {
        // read-only
    }

    @Override
    public void scrub() {
        // nothing secret is here
    }
}
