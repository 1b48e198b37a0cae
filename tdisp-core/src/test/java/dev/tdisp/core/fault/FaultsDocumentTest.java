package dev.tdisp.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/reference/faults.md says is what the code reads. */
class FaultsDocumentTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("(?m)^\\| `([\\w-]+)(?: [^`]*)?` \\|.*\\| `([^`]+: [^`]+)` \\|$");

    @ParameterizedTest
    @EnumSource(FaultPoint.class)
    void everyPointIsListed(FaultPoint point) throws IOException {
        assertThat(document()).contains("| `" + point.word() + "` |");
    }

    @Test
    void everyEffectIsListedWithAnExampleThatCanBeRead() throws IOException {
        Matcher examples = EXAMPLE.matcher(document());
        var effects = new TreeSet<String>();
        while (examples.find()) {
            FaultPlan plan = FaultPlan.parse(examples.group(2));
            assertThat(plan.faults()).hasSize(1);
            assertThat(plan.faults().get(0).toString()).isEqualTo(examples.group(2));
            assertThat(plan.faults().get(0).effect().toString()).startsWith(examples.group(1));
            effects.add(examples.group(1));
        }

        assertThat(effects).hasSize(sealedLeaves(FaultEffect.class).size());
    }

    private static List<Class<?>> sealedLeaves(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(each -> sealedLeaves(each).stream())
                .toList();
    }

    private static String document() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return Files.readString(folder.resolve("docs/reference/faults.md"));
    }
}
