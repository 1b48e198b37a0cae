package dev.tdisp.lab.teach;

import dev.tdisp.lab.render.RecordedRun;
import java.util.stream.Collectors;

/** Writes a JUnit test that does the same as a recipe: it has the same steps, and the same ones are not done. */
final class TestText {
    private static final String SOURCE = """
            import static org.assertj.core.api.Assertions.assertThat;

            import dev.tdisp.lab.render.RecordedRun;
            import dev.tdisp.lab.teach.Recipe;
            import dev.tdisp.lab.teach.RecipeRun;
            import java.util.List;
            import java.util.Map;
            import org.junit.jupiter.api.Test;

            class ReproducedRunTest {
                @Test
                void endsAsBefore() {
                    Recipe recipe = Recipe.of(Map.of(
            %s));

                    RecordedRun run = RecipeRun.of(recipe);

                    assertThat(run.steps()).hasSize(%d);
                    assertThat(run.steps().stream().flatMap(step -> step.failure().stream()))
                            .containsExactly(%s);
                    assertThat(run.steps().get(%d).name()).isEqualTo(%s);
                }
            }
            """;

    private TestText() {}

    static String of(Recipe recipe, RecordedRun run) {
        String ingredients = recipe.parameters().entrySet().stream()
                .map(entry -> "                %s, List.of(%s)"
                        .formatted(
                                quoted(entry.getKey()),
                                entry.getValue().stream().map(TestText::quoted).collect(Collectors.joining(", "))))
                .collect(Collectors.joining(",\n"));
        String failures = run.steps().stream()
                .flatMap(step -> step.failure().stream())
                .map(TestText::quoted)
                .collect(Collectors.joining(", "));
        int last = run.steps().size() - 1;
        return SOURCE.formatted(
                ingredients,
                run.steps().size(),
                failures,
                last,
                quoted(run.steps().get(last).name()));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
