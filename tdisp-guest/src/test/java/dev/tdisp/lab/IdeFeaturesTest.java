package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.adversary.AdversarySwitch;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.host.tsm.TsmException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole way of an interface over a link whose packets have a checksum, share MACs or hide addresses. */
class IdeFeaturesTest {
    private static final int DATA = 1 << 6;
    private static final long HIDDEN = 0x3_FFFC;
    private static final long MOVED = 4 * 65536;

    @Test
    void plainStreamsUseNone() {
        List<Passage> passages = wholeWay(IdeForm.PLAIN);

        assertThat(passages).extracting(IdeFeaturesTest::prefix).allMatch(prefix -> prefix.mac() && !prefix.pcrc());
    }

    @Test
    void allDataHaveAChecksum() {
        List<Passage> passages = wholeWay(new IdeForm(true, 0, 0, 0, 0));

        assertThat(passages)
                .allMatch(passage -> prefix(passage).pcrc() == hasData(passage))
                .anyMatch(both(IdeFeaturesTest::hasData, Passage::isPosted))
                .anyMatch(both(IdeFeaturesTest::hasData, Passage::isCompletion));
    }

    @Test
    void writesShareMacs() {
        List<Passage> passages = wholeWay(new IdeForm(false, 3, 3, 3, 0));

        List<Passage> without =
                passages.stream().filter(passage -> !prefix(passage).mac()).toList();
        long writes = passages.stream()
                .filter(both(IdeFeaturesTest::hasData, Passage::isPosted))
                .count();
        assertThat(without).allMatch(Passage::isPosted).hasSizeGreaterThan((int) writes / 2);
    }

    @Test
    void addressesAreHiddenOnTheLink() {
        List<Long> plain = addresses(wholeWay(IdeForm.PLAIN));
        List<Long> hidden = addresses(wholeWay(new IdeForm(false, 0, 0, 0, 1)));

        long same = IntStream.range(0, plain.size())
                .filter(i -> plain.get(i).equals(hidden.get(i)))
                .count();
        assertThat(onlyShown(hidden)).isEqualTo(onlyShown(plain));
        assertThat(same).isLessThan(plain.size() / 100);
    }

    @Test
    void allFeaturesGoTogether() {
        List<Passage> passages = wholeWay(new IdeForm(true, 1, 2, 3, 4));

        assertThat(passages)
                .anyMatch(passage -> prefix(passage).pcrc())
                .anyMatch(passage -> !prefix(passage).mac());
    }

    @Test
    @Tag("GAP-IDE-14")
    void deviceWithoutTheFeaturesGetsNoStream() {
        try (Lab lab = Lab.builder().ideForm(new IdeForm(false, 0, 0, 0, 1)).build()) {
            assertThatThrownBy(() -> lab.attach(1).runTo(Milestone.STREAM_SECURE))
                    .isInstanceOf(TsmException.class)
                    .hasMessageContaining("WRONG_DEVICE")
                    .hasMessageContaining("headerMode=0");
            assertThat(lab.rootPort().ide().streams()).noneMatch(stream -> stream.isSecure());
        }
    }

    /** Attaches, moves data, detaches, and returns the packets of the stream. */
    private static List<Passage> wholeWay(IdeForm form) {
        var taps = new Taps();
        try (Lab lab = Lab.builder()
                .profile(DeviceProfile.COMPLETE)
                .ideForm(form)
                .onTheLink(taps::tap)
                .watched()
                .build()) {
            lab.attach(1).runTo(Milestone.DMA_DONE);

            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            assertThat(lab.transfers(1).direct().bytesDirect()).isEqualTo(MOVED);
            assertThat(lab.rootPort().counters().refused()).isZero();

            lab.detach(1).run();

            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(lab.violations()).isEmpty();
        }
        return taps.tap.seen().stream().filter(Passage::isProtected).toList();
    }

    private static Predicate<Passage> both(Predicate<Passage> one, Predicate<Passage> other) {
        return one.and(other);
    }

    private static IdePrefix prefix(Passage passage) {
        return ((LinkFrame.Protected) passage.frame()).prefix();
    }

    private static boolean hasData(Passage passage) {
        return (passage.header().at(0) & DATA) != 0;
    }

    /** The addresses of memory requests, as they are on the link. */
    private static List<Long> addresses(List<Passage> passages) {
        return passages.stream()
                .filter(passage -> Tlp.hasMemoryAddress(passage.header()))
                .map(passage -> passage.address().orElseThrow())
                .toList();
    }

    private static List<Long> onlyShown(List<Long> addresses) {
        return addresses.stream().map(IdeFeaturesTest::shown).toList();
    }

    private static long shown(long address) {
        return address & ~HIDDEN;
    }

    /** Keeps the switch that the lab puts on the link. */
    private static final class Taps {
        private AdversarySwitch tap;

        PcieDevice tap(PcieDevice device) {
            tap = new AdversarySwitch(device);
            return tap;
        }
    }
}
