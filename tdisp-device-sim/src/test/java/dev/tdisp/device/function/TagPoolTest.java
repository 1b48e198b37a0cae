package dev.tdisp.device.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.pcie.StreamId;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TagPoolTest {
    private static final StreamId STREAM = new StreamId(0x10);
    private static final StreamId OTHER = new StreamId(0x11);

    private final TagPool pool = new TagPool(() -> true);

    @Test
    @Tag("P-125")
    void tagIsBackOnceItsOwnStreamIsKeyedAnew() {
        pool.retire(0, Optional.of(STREAM));

        pool.release(OTHER);
        assertThat(pool.take(1)).isEmpty();

        pool.release(STREAM);
        assertThat(pool.take(1)).hasValue(0);
    }

    @Test
    @Tag("CVE-2025-9613")
    void beforeTheErratumALostTagIsTheNext() {
        var careless = new TagPool(() -> false);
        assertThat(careless.take(8)).hasValue(0);

        careless.retire(0, Optional.of(STREAM));

        assertThat(careless.take(8)).hasValue(0);
    }

    @Test
    void tagThatWasLostInTheClearIsBackWithTheFirstStream() {
        pool.retire(0, Optional.empty());
        assertThat(pool.take(1)).isEmpty();

        pool.release(OTHER);

        assertThat(pool.take(1)).hasValue(0);
    }
}
