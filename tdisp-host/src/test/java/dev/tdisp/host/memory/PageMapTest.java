package dev.tdisp.host.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PageMapTest {
    private static final int PAGES = 40;
    private static final long BASE = 0x40_0000_0000L;

    private final PageMap<String> map = new PageMap<>();

    private static PageRange pages(long first, long count) {
        return new PageRange(BASE + first * PageRange.PAGE_SIZE, count);
    }

    @Test
    void pagesThatGotOneValueTogetherAreOneRun() {
        map.put(pages(0, 1000), "window");

        assertThat(map.runs()).hasSize(1);
        assertThat(map.count()).isEqualTo(1000);
        assertThat(map.find(BASE + 0x5_0123).orElseThrow().offset(BASE + 0x5_0123))
                .isEqualTo(0x5_0123);
    }

    @Test
    void whatIsTakenOutOfTheMiddleLeavesTheRestAsItWas() {
        map.put(pages(0, 10), "window");

        map.remove(pages(3, 2));

        assertThat(map.runs()).extracting(PageMap.Run::pages).containsExactly(pages(0, 3), pages(5, 5));
        assertThat(map.runs()).extracting(PageMap.Run::origin).containsOnly(BASE);
        assertThat(map.gaps(pages(2, 4))).containsExactly(pages(3, 2));
    }

    @Test
    void itIsAsIfEachPageHadItsOwnEntry() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var runs = new PageMap<Integer>();
            var single = new TreeMap<Long, Long>();
            for (int step = 0; step < 30; step++) {
                int first = random.nextInt(PAGES);
                PageRange range = pages(first, 1 + random.nextInt(PAGES - first));
                int value = random.nextInt(3) * 1_000_000;
                boolean isPut = random.nextBoolean();
                if (isPut) {
                    runs.put(range, value);
                } else {
                    runs.remove(range);
                }
                for (long i = 0; i < range.count(); i++) {
                    single.remove(range.page(i));
                    if (isPut) {
                        single.put(range.page(i), value + i);
                    }
                }
            }
            assertThat(content(runs)).as("seed %d", seed).isEqualTo(single);
            assertThat(runs.count()).as("seed %d", seed).isEqualTo(single.size());
            PageRange part = pages(random.nextInt(PAGES / 2), 1 + random.nextInt(PAGES / 2));
            long within = runs.within(part).stream()
                    .mapToLong(run -> run.pages().count())
                    .sum();
            long outside = runs.gaps(part).stream().mapToLong(PageRange::count).sum();
            assertThat(within)
                    .as("seed %d", seed)
                    .isEqualTo(single.keySet().stream().filter(part::contains).count());
            assertThat(within + outside).as("seed %d", seed).isEqualTo(part.count());
        }
    }

    private static TreeMap<Long, Long> content(PageMap<Integer> map) {
        var content = new TreeMap<Long, Long>();
        for (int i = 0; i < PAGES; i++) {
            long page = BASE + (long) i * PageRange.PAGE_SIZE;
            map.find(page).ifPresent(run -> content.put(page, run.value() + run.offset(page) / PageRange.PAGE_SIZE));
        }
        return content;
    }

    @Test
    void changeReachesOnlyThePagesNamed() {
        map.put(pages(0, 4), "a");

        map.change(pages(2, 10), value -> value + "b");

        assertThat(map.find(BASE + 0x1000)).map(PageMap.Run::value).contains("a");
        assertThat(map.find(BASE + 0x2000)).map(PageMap.Run::value).contains("ab");
        assertThat(map.find(BASE + 0x4000)).isEmpty();
    }

    @Test
    void theLastPageIsThatOfTheHighestRun() {
        var map = new PageMap<String>();

        assertThat(map.last()).isEmpty();
        map.put(new PageRange(0x8000, 2), "low");
        map.put(new PageRange(0xFFFF_FFFF_FFF0_0000L, 3), "high");
        assertThat(map.last()).hasValue(0xFFFF_FFFF_FFF0_2000L);
    }
}
