package dev.tdisp.lab.cli;

import dev.tdisp.lab.teach.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run is made from, as options. */
final class RecipeOptions {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another run; the same number gives the same run. Default: ${DEFAULT-VALUE}.")
    private String seed = "1";

    @Option(
            names = "--attack",
            paramLabel = "ID",
            description = "Show an attack instead; one of 'tdisp attack --list'.")
    private @Nullable String attack;

    @Option(names = "--weak", description = "Have the attack made on its careless party.")
    private boolean isWeak;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "Go in a platform's order, and tell it in its words: linux, amd, tdx, cca, cove, openhcl.")
    private @Nullable String platform;

    @Option(names = "--wrong", paramLabel = "NAME", description = "Take a device that is wrong in one point.")
    private @Nullable String wrong;

    @Option(names = "--fault", paramLabel = "FAULT", description = "Let something go wrong; may be given again.")
    private List<String> faults = List.of();

    @Option(
            names = "--break",
            paramLabel = "STEP:WHAT",
            description = "Let something happen behind a step, for example 12:bus-master-cleared; may be given again.")
    private List<String> breaks = List.of();

    /** Returns the recipe of a flow; throws IllegalArgumentException with a complaint if there is none such. */
    Recipe recipe(String flow) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        given.put("seed", List.of(seed));
        given.put("flow", List.of(flow));
        given.put("weak", List.of(isWeak ? "1" : ""));
        put(given, "attack", attack);
        put(given, "platform", platform);
        put(given, "wrong", wrong);
        given.put("fault", faults);
        given.put("break", breaks);
        return Recipe.of(given);
    }

    private static void put(Map<String, List<String>> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, List.of(value));
        }
    }
}
