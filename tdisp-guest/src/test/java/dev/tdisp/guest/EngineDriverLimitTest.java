package dev.tdisp.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.guest.dma.Direction;
import dev.tdisp.guest.dma.DmaMapper;
import dev.tdisp.guest.dma.DmaMapping;
import dev.tdisp.guest.dma.DmaWork;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.rootport.RootComplex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A driver gives back whatever it mapped, and asks the engine for no more than it can do. */
class EngineDriverLimitTest {
    private static final GuestBuffer LONG = new GuestBuffer(0x10_0000, EngineDriver.LONGEST + 64);

    private final Recorder mapper = new Recorder();
    private final EngineDriver driver = new EngineDriver(
            new GuestAddressSpace(new TvmId("tvm"), new HostMemory(Env.seeded(1)), RootComplex.of()),
            0x8_0000_0000L,
            Visibility.PRIVATE,
            mapper);

    @Test
    void checksumThatIsTooLongIsRefusedBeforeAnythingIsMapped() {
        assertThatThrownBy(() -> driver.checksum(LONG)).isInstanceOf(IllegalArgumentException.class);

        assertThat(mapper.mapped).isEmpty();
        assertThat(driver.work().jobs()).isZero();
    }

    @Test
    void copyThatIsTooLongIsCut() {
        JobResult result = driver.copy(LONG, new GuestBuffer(0x80_0000, LONG.size()));

        assertThat(result.outcome()).isEqualTo(JobResult.Outcome.NO_DEVICE);
        assertThat(mapper.mapped)
                .extracting(GuestBuffer::size)
                .containsExactly(EngineDriver.LONGEST, EngineDriver.LONGEST);
        assertThat(mapper.open).isZero();
    }

    /** Maps everything where it is, and remembers what. */
    private static final class Recorder implements DmaMapper {
        private final List<GuestBuffer> mapped = new ArrayList<>();
        private int open;

        @Override
        public Optional<DmaMapping> map(GuestBuffer buffer, Direction direction) {
            mapped.add(buffer);
            open++;
            return Optional.of(new DmaMapping(buffer, direction, buffer.address()));
        }

        @Override
        public void unmap(DmaMapping mapping) {
            open--;
        }

        @Override
        public DmaWork work() {
            return DmaWork.NONE;
        }
    }
}
