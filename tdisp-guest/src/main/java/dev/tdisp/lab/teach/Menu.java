package dev.tdisp.lab.teach;

import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.host.platform.Platforms;
import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.attack.Attacks;
import dev.tdisp.lab.render.DashedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a reader can choose.
 *
 * @param flows what can be done
 * @param platforms in whose order and words
 * @param disturbances what can happen at any moment
 * @param faults what can go wrong with a message, a packet or a register
 * @param attacks the attacks of the catalogue
 * @param wrong devices that are wrong in one point
 */
public record Menu(
        List<Choice> flows,
        List<Choice> platforms,
        List<Choice> disturbances,
        List<Choice> faults,
        List<Choice> attacks,
        List<Choice> wrong) {
    private static final String FAULTS = "faults.txt";

    /**
     * Copies the lists.
     *
     * @param flows what can be done
     * @param platforms in whose order and words
     * @param disturbances what can happen at any moment
     * @param faults what can go wrong
     * @param attacks the attacks of the catalogue
     * @param wrong devices that are wrong in one point
     */
    public Menu {
        flows = List.copyOf(flows);
        platforms = List.copyOf(platforms);
        disturbances = List.copyOf(disturbances);
        faults = List.copyOf(faults);
        attacks = List.copyOf(attacks);
        wrong = List.copyOf(wrong);
    }

    /**
     * One thing to choose.
     *
     * @param id what a recipe says for it
     * @param title what it is
     * @param power what one must be able to do for it, or nothing
     * @param weak whether there is a careless party against whom it succeeds
     */
    public record Choice(String id, String title, String power, boolean weak) {
        /**
         * Creates a choice without a careless party.
         *
         * @param id what a recipe says for it
         * @param title what it is
         * @param power what one must be able to do for it, or nothing
         * @return the choice
         */
        public static Choice of(String id, String title, String power) {
            return new Choice(id, title, power, false);
        }
    }

    /**
     * Returns what there is.
     *
     * @return the menu
     */
    public static Menu full() {
        return new Menu(
                allFlows(),
                Platforms.ALL.stream()
                        .map(each -> Choice.of(each.key(), each.title(), ""))
                        .toList(),
                Stream.of(Disturbance.values())
                        .map(each -> Choice.of(
                                DashedName.of(each), "the %s %s".formatted(each.actor(), each.sentence()), power(each)))
                        .toList(),
                Lines.of(FAULTS, 3).stream()
                        .map(parts -> Choice.of(parts.get(0), parts.get(1), parts.get(2)))
                        .toList(),
                Attacks.all().stream()
                        .map(each -> new Choice(
                                each.id(),
                                each.title(),
                                each.power().toString(),
                                each.weakness().isPossible()))
                        .toList(),
                WrongDevices.all().stream()
                        .map(each -> Choice.of(each.name(), each.fault(), String.join(", ", each.requirements())))
                        .toList());
    }

    private static List<Choice> allFlows() {
        List<Choice> flows = new ArrayList<>();
        flows.add(Choice.of(Story.Visit.NAME, new Story.Visit().title(), ""));
        for (LifeCycle each : LifeCycle.values()) {
            flows.add(Choice.of(DashedName.of(each), each.sentence(), ""));
        }
        for (Disturbance each : Disturbance.values()) {
            flows.add(Choice.of(DashedName.of(each), new Story.Blow(each).title() + "; who sees it", ""));
        }
        return flows;
    }

    private static String power(Disturbance what) {
        return switch (what.actor()) {
            case "VMM" -> "the hypervisor's";
            case "link" -> "a switch on the link";
            case "TSM" -> "none: it happens";
            case "TVM" -> "the guest's own mistake";
            default -> "the device's";
        };
    }
}
