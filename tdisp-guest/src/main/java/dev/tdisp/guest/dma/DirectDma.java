package dev.tdisp.guest.dma;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The way of an accepted device: it uses private memory where it is, and nothing is copied. */
public final class DirectDma implements DmaMapper {
    private final Set<DmaMapping> mapped = new HashSet<>();
    private DmaWork work = DmaWork.NONE;

    /** Creates a mapper that has no work yet. */
    public DirectDma() {}

    @Override
    public Optional<DmaMapping> map(GuestBuffer buffer, Direction direction) {
        var mapping = new DmaMapping(buffer, direction, buffer.address());
        if (!mapped.add(mapping)) {
            throw new IllegalArgumentException("buffer %s is mapped already".formatted(buffer));
        }
        work = work.mapped().direct(buffer.size());
        return Optional.of(mapping);
    }

    @Override
    public void unmap(DmaMapping mapping) {
        if (!mapped.remove(mapping)) {
            throw new IllegalArgumentException("buffer %s is not mapped".formatted(mapping.buffer()));
        }
    }

    @Override
    public DmaWork work() {
        return work;
    }
}
