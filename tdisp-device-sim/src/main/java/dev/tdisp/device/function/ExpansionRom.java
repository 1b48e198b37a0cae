package dev.tdisp.device.function;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.HeaderRegisters;
import dev.tdisp.device.config.Register;
import java.util.Optional;

/** The expansion ROM of a physical function: it answers while both it and memory space are enabled. */
final class ExpansionRom implements MmioRegion {
    private static final Bytes SIGNATURE = Bytes.fromHex("55aa");
    private static final int NO_BAR = 6;

    private final PhysicalFunction function;

    ExpansionRom(PhysicalFunction function) {
        this.function = function;
    }

    Optional<Target> decode(long address) {
        Optional<Register> register = function.registers().header().rom();
        if (register.isEmpty() || !function.decodesMemory()) {
            return Optional.empty();
        }
        long value = function.space().value(register.get());
        long size = -(register.get().writable() & ~HeaderRegisters.ROM_ENABLE | ~0xFFFF_FFFFL);
        long offset = address - (value & -size);
        boolean enabled = (value & HeaderRegisters.ROM_ENABLE) != 0;
        if (!enabled || Long.compareUnsigned(offset, size) >= 0) {
            return Optional.empty();
        }
        var region = new BarRegion(NO_BAR, 0, Math.max(size, BarRegion.PAGE), RegionKind.UNUSED, false, this);
        return Optional.of(new Target(function, region, offset));
    }

    @Override
    public Bytes read(long offset, int length) {
        Bytes padded = SIGNATURE.plus(Bytes.filled(0, length));
        return offset < SIGNATURE.size() ? padded.slice((int) offset, (int) offset + length) : Bytes.filled(0, length);
    }

    @Override
    public void write(long offset, Bytes data) {
        // read-only
    }

    @Override
    public void scrub() {
        // nothing is kept
    }
}
