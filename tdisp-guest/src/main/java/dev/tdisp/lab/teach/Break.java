package dev.tdisp.lab.teach;

import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.render.DashedName;

/**
 * Something that happens in the middle of a run.
 *
 * @param afterStep behind which step, from 0 for the very beginning; breaks before it in the recipe count as steps
 * @param what what happens
 */
public record Break(int afterStep, Disturbance what) {
    /**
     * Checks the number.
     *
     * @param afterStep behind which step
     * @param what what happens
     * @throws IllegalArgumentException if the number is negative
     */
    public Break {
        if (afterStep < 0) {
            throw new IllegalArgumentException("afterStep: %d is negative".formatted(afterStep));
        }
    }

    /**
     * Reads {@code 5:bus-master-cleared}.
     *
     * @param text a number of a step, a colon, and the name of a disturbance
     * @return the break
     * @throws IllegalArgumentException if it is something else
     */
    public static Break parse(String text) {
        String[] parts = text.split(":", 2);
        if (parts.length != 2 || !parts[0].matches("\\d{1,4}")) {
            throw new IllegalArgumentException("break: '%s' is not STEP:WHAT".formatted(text));
        }
        Disturbance what = DashedName.find(Disturbance.class, parts[1])
                .orElseThrow(() -> new IllegalArgumentException("break: '%s' is not known".formatted(parts[1])));
        return new Break(Integer.parseInt(parts[0]), what);
    }

    @Override
    public String toString() {
        return "%d:%s".formatted(afterStep, DashedName.of(what));
    }
}
