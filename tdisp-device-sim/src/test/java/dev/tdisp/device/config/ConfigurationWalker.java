package dev.tdisp.device.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Walks both capability lists as software does, without knowing how the space is made. */
final class ConfigurationWalker {
    private static final int MOST_STEPS = 960;

    private final IntUnaryOperator readDoubleWord;

    ConfigurationWalker(ConfigurationSpace space) {
        this.readDoubleWord = offset -> (int) space.read(offset, 4);
    }

    /** Returns offset to ID; fails for a loop or a pointer that cannot be. */
    Map<Integer, Integer> capabilities() {
        var found = new LinkedHashMap<Integer, Integer>();
        int next = readDoubleWord.applyAsInt(0x34) & 0xFF;
        while (next != 0) {
            step(found, next, 0x40, 0x100);
            int header = readDoubleWord.applyAsInt(next);
            found.put(next, header & 0xFF);
            next = header >>> 8 & 0xFF;
        }
        return found;
    }

    Map<Integer, Integer> extendedCapabilities() {
        var found = new LinkedHashMap<Integer, Integer>();
        int next = 0x100;
        while (next != 0 && readDoubleWord.applyAsInt(next) != 0) {
            step(found, next, 0x100, 0x1000);
            int header = readDoubleWord.applyAsInt(next);
            found.put(next, header & 0xFFFF);
            next = header >>> 20;
        }
        return found;
    }

    private static void step(Map<Integer, Integer> found, int next, int from, int to) {
        if (found.containsKey(next) || found.size() > MOST_STEPS) {
            throw new AssertionError("loop at %xh".formatted(next));
        }
        if (next < from || next >= to || next % 4 != 0) {
            throw new AssertionError("pointer %xh".formatted(next));
        }
    }
}
