package dev.tdisp.lab.render;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one of the four parties has in its books, as a trace shows it.
 *
 * @param party its short name: DSM, TSM, VMM or TVM
 * @param text its state in one line
 * @param values the same as names and values, in order
 */
public record PartyView(String party, String text, Map<String, String> values) {
    /**
     * Copies the values.
     *
     * @param party its short name
     * @param text its state in one line
     * @param values the same as names and values, in order
     */
    public PartyView {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Finds the parties whose state is another one.
     *
     * @param before the parties before
     * @param after the parties after
     * @return those of the latter that are not among the former
     */
    static List<PartyView> changed(List<PartyView> before, List<PartyView> after) {
        List<PartyView> changed = new ArrayList<>(after);
        changed.removeAll(before);
        return changed;
    }
}
