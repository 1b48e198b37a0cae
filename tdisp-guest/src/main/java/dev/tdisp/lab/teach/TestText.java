package dev.tdisp.lab.teach;

import java.util.ArrayList;
import java.util.List;

/** Writes a JUnit test that does the same as a recipe. */
final class TestText {
    private static final String ATTACK = """
            import static org.assertj.core.api.Assertions.assertThat;

            import dev.tdisp.lab.attack.AttackRun;
            import dev.tdisp.lab.attack.Attacks;
            import dev.tdisp.lab.attack.Outcome;
            import org.junit.jupiter.api.Test;

            class ReproducedRunTest {
                @Test
                void endsAsTheCatalogueSays() {
                    Outcome outcome = new AttackRun(%dL).%s(Attacks.named("%s").orElseThrow());

                    assertThat(outcome.isAsExpected()).isTrue();
                }
            }
            """;
    private static final String FLOW = """
            import static org.assertj.core.api.Assertions.assertThat;

            import dev.tdisp.core.fault.FaultPlan;
            import dev.tdisp.device.wrong.WrongDevices;
            import dev.tdisp.host.platform.PlatformProfile;
            import dev.tdisp.lab.Disturbance;
            import dev.tdisp.lab.Lab;
            import dev.tdisp.lab.LifeCycle;
            import org.junit.jupiter.api.Test;

            class ReproducedRunTest {
                @Test
                void nothingIsViolated() {
                    try (Lab lab = Lab.builder()
                            .seed(%dL)
            %s                .watched()
                            .build()) {
            %s
                        assertThat(lab.violations()).isEmpty();
                    }
                }
            }
            """;

    private TestText() {}

    static String of(Recipe recipe) {
        if (recipe.flow() instanceof Story.Attempt attempt) {
            String method = attempt.isWeak() ? "tryWeakened" : "tryOut";
            return ATTACK.formatted(recipe.seed(), method, attempt.attack().id());
        }
        return FLOW.formatted(recipe.seed(), options(recipe), deeds(recipe));
    }

    private static String options(Recipe recipe) {
        List<String> options = new ArrayList<>();
        recipe.platform()
                .ifPresent(platform -> options.add(
                        "platform(PlatformProfile.of(%s).orElseThrow())".formatted(quoted(platform.key()))));
        recipe.wrong()
                .ifPresent(device ->
                        options.add("wrong(WrongDevices.named(%s).orElseThrow())".formatted(quoted(device.name()))));
        if (!recipe.faults().isEmpty()) {
            options.add(
                    "faults(FaultPlan.parse(%s))".formatted(quoted(recipe.plan().toString())));
        }
        var text = new StringBuilder();
        options.forEach(
                option -> text.append("                .").append(option).append('\n'));
        return text.toString();
    }

    private static String deeds(Recipe recipe) {
        var text = new StringBuilder();
        line(text, "var attach = lab.attach(1);");
        int done = 0;
        for (Break each : recipe.breaks()) {
            line(text, "attach.replay(%d);".formatted(each.afterStep() - done));
            line(text, "lab.flow(Disturbance.%s, 1).next();".formatted(each.what()));
            done = each.afterStep();
        }
        line(text, "attach.run();");
        if (recipe.flow() instanceof Story.Turn turn) {
            line(text, "lab.flow(LifeCycle.%s, 1).run();".formatted(turn.what()));
        } else if (recipe.flow() instanceof Story.Blow blow) {
            line(text, "lab.flow(Disturbance.%s, 1).run();".formatted(blow.what()));
        } else {
            line(text, "lab.detach(1).run();");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("            ").append(line).append('\n');
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
