package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.device.DeviceProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the page about the device that need a whole bench, as they stand there. */
class DeviceExamplesOnBenchTest {
    private static final Path ROOT = Path.of(System.getProperty("tdisp.project.root", ".."));
    private static final Path SOURCE =
            Path.of("tdisp-guest/src/test/java/dev/tdisp/lab/DeviceExamplesOnBenchTest.java");

    @Test
    void translatedRequestsReachMemory() {
        Lab lab = Lab.builder().addressTranslation().build();
        lab.attach(1).runTo(Milestone.DMA_DONE);

        assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        lab.close();
    }

    @Test
    void streamsTakeTheFormThatWasAskedFor() {
        Lab lab = Lab.builder()
                .profile(DeviceProfile.COMPLETE)
                .ideForm(new IdeForm(true, 0, 3, 0, 1))
                .build();
        lab.attach(1).runTo(Milestone.DMA_DONE);

        assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        lab.close();
    }

    @Test
    void pageShowsTheExamplesAsTheyRun() throws IOException {
        String source = words(Files.readString(ROOT.resolve(SOURCE)));
        List<String> examples = new ArrayList<>();
        String[] parts = Files.readString(ROOT.resolve("docs/device.md")).split("```");
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("java") && parts[i].contains("Lab ")) {
                examples.add(words(parts[i].substring("java".length())));
            }
        }

        assertThat(examples).hasSize(2).allSatisfy(example -> assertThat(source).contains(example));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
