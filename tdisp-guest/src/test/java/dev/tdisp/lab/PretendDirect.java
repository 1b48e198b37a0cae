package dev.tdisp.lab;

import dev.tdisp.guest.dma.Direction;
import dev.tdisp.guest.dma.DmaMapper;
import dev.tdisp.guest.dma.DmaMapping;
import dev.tdisp.guest.dma.DmaWork;
import dev.tdisp.guest.dma.GuestBuffer;
import java.util.Optional;

/** Gives private addresses to a device that is not accepted. */
final class PretendDirect implements DmaMapper {
    @Override
    public Optional<DmaMapping> map(GuestBuffer buffer, Direction direction) {
        return Optional.of(new DmaMapping(buffer, direction, buffer.address()));
    }

    @Override
    public void unmap(DmaMapping mapping) {}

    @Override
    public DmaWork work() {
        return DmaWork.NONE;
    }
}
