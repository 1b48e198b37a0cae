package dev.tdisp.host.rootport;

import dev.tdisp.host.memory.PageRange;
import java.util.ArrayList;
import java.util.List;

/** The addresses that a port forwards to its device: what memory base and limit of its registers say. */
final class Windows {
    private final List<PageRange> windows = new ArrayList<>();

    /** Forwards addresses; false if they are forwarded already. */
    boolean open(PageRange window) {
        return !windows.contains(window) && windows.add(window);
    }

    /** Forwards other addresses instead of some; false if that changes nothing. */
    boolean move(PageRange from, PageRange to) {
        int at = windows.indexOf(from);
        if (at < 0) {
            throw new IllegalArgumentException("from: %s is not a window of this port".formatted(from));
        }
        return !windows.set(at, to).equals(to);
    }

    boolean contain(long address) {
        for (PageRange window : windows) {
            if (window.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether one window holds all the pages. */
    boolean contain(PageRange pages) {
        long last = pages.address() + pages.size() - 1;
        return windows.stream().anyMatch(window -> window.contains(pages.address()) && window.contains(last));
    }
}
