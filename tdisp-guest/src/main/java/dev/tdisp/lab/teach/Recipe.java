package dev.tdisp.lab.teach;

import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.attack.Attack;
import dev.tdisp.lab.attack.Attacks;
import dev.tdisp.lab.render.DashedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run is made from: the same recipe gives the same run, event for event. So there is nothing to keep between two looks
 * at a run, and to go back or to fork is to cook again.
 *
 * @param seed where everything random comes from
 * @param flow what is done
 * @param platform in whose order and words, if not in the usual ones
 * @param wrong a device that is wrong in one point, if the usual one is not meant
 * @param faults what goes wrong on the way
 * @param breaks what happens in the middle
 */
public record Recipe(
        long seed,
        Story flow,
        Optional<PlatformProfile> platform,
        Optional<WrongDevice> wrong,
        List<Fault> faults,
        List<Break> breaks) {
    /** The names of all ingredients, as {@link #of} knows them. */
    public static final List<String> INGREDIENTS =
            List.of("seed", "flow", "attack", "weak", "platform", "wrong", "fault", "break");

    private static final int MOST = 16;

    /**
     * Copies the lists.
     *
     * @param seed where everything random comes from
     * @param flow what is done
     * @param platform in whose order and words
     * @param wrong a device that is wrong in one point
     * @param faults what goes wrong on the way
     * @param breaks what happens in the middle
     * @throws IllegalArgumentException if an attack, or a platform without TDISP, is told more than it can be
     */
    public Recipe {
        faults = List.copyOf(faults);
        breaks = List.copyOf(breaks);
        boolean isChanged = platform.isPresent() || wrong.isPresent() || !faults.isEmpty() || !breaks.isEmpty();
        if (flow instanceof Story.Attempt && isChanged) {
            throw new IllegalArgumentException("attack: it has parties and steps of its own; nothing else can be told");
        }
        boolean isOnlyShared = platform.filter(each -> !each.usesTdisp()).isPresent();
        if (isOnlyShared && !(flow instanceof Story.Visit && breaks.isEmpty())) {
            throw new IllegalArgumentException("platform: without TDISP there is nothing but attach and detach");
        }
    }

    /**
     * Returns the recipe of an attach and a detach of which nothing special is to be told.
     *
     * @param seed where everything random comes from
     * @return the recipe
     */
    public static Recipe usual(long seed) {
        return new Recipe(seed, new Story.Visit(), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    /**
     * Reads a recipe from names and values, as in the query of an address.
     *
     * @param parameters values by name; names that are no {@linkplain #INGREDIENTS ingredients} are left alone
     * @return the recipe
     * @throws IllegalArgumentException if a value cannot be read, or one name has more values than it can have
     */
    public static Recipe of(Map<String, List<String>> parameters) {
        var given = new Ingredients(parameters);
        return new Recipe(
                given.one("seed", Recipe::number).orElse(1L),
                story(given),
                given.one("platform", name -> known(PlatformProfile.of(name), "platform", name)),
                given.one("wrong", name -> known(WrongDevices.named(name), "wrong", name)),
                given.many("fault", Recipe::fault),
                given.many("break", Break::parse));
    }

    private static Story story(Ingredients given) {
        Optional<Attack> attack = given.one("attack", id -> known(Attacks.named(id), "attack", id));
        if (attack.isPresent()) {
            boolean isWeak = given.one("weak", "1"::equals).orElse(false);
            return new Story.Attempt(attack.get(), isWeak);
        }
        return given.one("flow", Recipe::story).orElseGet(Story.Visit::new);
    }

    private static Story story(String name) {
        if (name.equals(Story.Visit.NAME)) {
            return new Story.Visit();
        }
        Optional<Story> found = DashedName.find(LifeCycle.class, name)
                .<Story>map(Story.Turn::new)
                .or(() -> DashedName.find(Disturbance.class, name).map(Story.Blow::new));
        return known(found, "flow", name);
    }

    private static <T> T known(Optional<T> found, String ingredient, String name) {
        return found.orElseThrow(
                () -> new IllegalArgumentException("%s: '%s' is not known".formatted(ingredient, name)));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("seed: '%s' is not a number".formatted(text), e);
        }
    }

    private static Fault fault(String line) {
        List<Fault> faults = FaultPlan.parse(line).faults();
        if (faults.size() != 1) {
            throw new IllegalArgumentException("fault: '%s' is not one fault".formatted(line));
        }
        return faults.get(0);
    }

    /**
     * Returns the plan of all faults.
     *
     * @return the plan; {@link FaultPlan#NONE} without faults
     */
    public FaultPlan plan() {
        return faults.isEmpty() ? FaultPlan.NONE : new FaultPlan(seed, faults);
    }

    /**
     * Says what is made.
     *
     * @return a title of a few words
     */
    public String title() {
        var title = new StringBuilder(flow.title());
        wrong.ifPresent(device -> title.append(", with a wrong device: ").append(device.name()));
        faults.forEach(fault -> title.append(", with a fault: ").append(fault));
        breaks.forEach(each -> title.append(", and after step ")
                .append(each.afterStep())
                .append(" the ")
                .append(each.what().actor())
                .append(' ')
                .append(each.what().sentence()));
        return title.toString();
    }

    /**
     * Writes the recipe as {@link #of} reads it.
     *
     * @return values by name; what is as usual is left out, but for the seed
     */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> given = new LinkedHashMap<>();
        given.put("seed", List.of(Long.toString(seed)));
        if (flow instanceof Story.Attempt attempt) {
            given.put("attack", List.of(attempt.name()));
            if (attempt.isWeak()) {
                given.put("weak", List.of("1"));
            }
        } else if (!(flow instanceof Story.Visit)) {
            given.put("flow", List.of(flow.name()));
        }
        platform.ifPresent(each -> given.put("platform", List.of(each.key())));
        wrong.ifPresent(each -> given.put("wrong", List.of(each.name())));
        if (!faults.isEmpty()) {
            given.put("fault", faults.stream().map(Fault::toString).toList());
        }
        if (!breaks.isEmpty()) {
            given.put("break", breaks.stream().map(Break::toString).toList());
        }
        return given;
    }

    /**
     * Returns the same recipe with other breaks.
     *
     * @param others what happens in the middle
     * @return the recipe
     */
    public Recipe with(List<Break> others) {
        return new Recipe(seed, flow, platform, wrong, faults, others);
    }

    /**
     * Writes a JUnit test that does the same, and expects the same ending.
     *
     * @return the source of a class without a package
     */
    public String test() {
        return TestText.of(this, RecipeRun.of(this));
    }

    /** Names and their values, each looked at once. */
    private record Ingredients(Map<String, List<String>> parameters) {
        <T> Optional<T> one(String name, Function<String, T> read) {
            List<String> values = parameters.getOrDefault(name, List.of());
            if (values.size() > 1) {
                throw new IllegalArgumentException("%s: given %d times".formatted(name, values.size()));
            }
            return values.stream().filter(value -> !value.isEmpty()).findFirst().map(read);
        }

        <T> List<T> many(String name, Function<String, T> read) {
            List<String> values = parameters.getOrDefault(name, List.of());
            if (values.size() > MOST) {
                throw new IllegalArgumentException("%s: more than %d of them".formatted(name, MOST));
            }
            List<T> all = new ArrayList<>();
            values.forEach(value -> all.add(read.apply(value)));
            return all;
        }
    }
}
