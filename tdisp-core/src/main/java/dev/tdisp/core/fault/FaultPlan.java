package dev.tdisp.core.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What goes wrong in a run: the same plan hurts the same run in the same way.
 *
 * @param seed decides what an effect leaves open, for example which bits are inverted
 * @param faults the faults, in the order in which they hurt a message
 */
public record FaultPlan(long seed, List<Fault> faults) {
    /** Nothing goes wrong. */
    public static final FaultPlan NONE = new FaultPlan(0, List.of());

    private static final String SEED = "seed ";

    /**
     * Copies the list.
     *
     * @param seed decides what an effect leaves open
     * @param faults the faults
     */
    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /**
     * Returns a plan.
     *
     * @param seed decides what an effect leaves open
     * @param faults the faults, in the order in which they hurt a message
     * @return the plan
     */
    public static FaultPlan of(long seed, Fault... faults) {
        return new FaultPlan(seed, List.of(faults));
    }

    /**
     * Reads a printed plan: {@code seed} and a number on a line of its own, and one fault a line. Empty lines count for
     * nothing.
     *
     * @param text the plan; without a seed it is 0
     * @return the plan
     * @throws IllegalArgumentException if a line is neither of both; the message shows it
     */
    public static FaultPlan parse(String text) {
        long seed = 0;
        List<Fault> faults = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith(SEED)) {
                seed = FaultText.number(line, line.substring(SEED.length()).strip());
            } else if (!line.isEmpty()) {
                faults.add(FaultText.fault(line));
            }
        }
        return new FaultPlan(seed, faults);
    }

    /**
     * Returns the plan as {@link #parse} reads it.
     *
     * @return the seed, and one fault a line
     */
    @Override
    public String toString() {
        return faults.stream().map(fault -> "\n" + fault).collect(Collectors.joining("", SEED + seed, ""));
    }
}
