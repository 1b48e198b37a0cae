package dev.tdisp.device.tdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.config.PhysicalRegisters;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.config.RegisterEffect;
import dev.tdisp.device.config.VirtualRegisters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Keeps the document of configuration space equal to the registers and the table of tracked ones.
 *
 * <p>With {@code -Dtdisp.docs.update=true} the generated parts are written anew.
 */
class ConfigurationSpaceDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("tdisp.project.root", ".."), "docs", "reference", "configuration-space.md");

    @Test
    void documentShowsEveryRegisterAndEveryRow() throws IOException {
        String document = Files.readString(DOCUMENT);

        String regenerated = document;
        for (var part : parts().entrySet()) {
            regenerated = replace(regenerated, part.getKey(), part.getValue());
        }

        if (Boolean.getBoolean("tdisp.docs.update")) {
            Files.writeString(DOCUMENT, regenerated);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("run this test with -Dtdisp.docs.update=true to write %s anew", DOCUMENT)
                .isEqualTo(regenerated);
    }

    @Test
    @Tag("P-111")
    void everyEffectHasARow() {
        assertThat(Tracking.ROWS)
                .extracting(Tracking.Row::effect)
                .as("effects that the table of tracked registers speaks of")
                .contains(RegisterEffect.values());
    }

    private static Map<String, String> parts() {
        DeviceLayout accelerator = DeviceLayout.accelerator(8);
        DeviceLayout complete = DeviceLayout.complete(8);
        var parts = new LinkedHashMap<String, String>();
        parts.put(
                "accelerator-physical", table(PhysicalRegisters.of(accelerator).space()));
        parts.put("accelerator-virtual", table(VirtualRegisters.of(accelerator).space()));
        parts.put("complete-physical", table(PhysicalRegisters.of(complete).space()));
        parts.put("complete-virtual", table(VirtualRegisters.of(complete).space()));
        parts.put("tracking", tracking());
        return parts;
    }

    private static String table(ConfigurationSpace space) {
        Stream<String> rows = space.registers().stream()
                .filter(register -> !register.name().matches("Selective IDE Stream [2-9].*"))
                .sorted(Comparator.comparingInt(Register::offset))
                .map(ConfigurationSpaceDocumentTest::row);
        return Stream.concat(
                        Stream.of(
                                "| Offset | Bytes | Register | Reset | Writable | W1C | Kept by FLR | Effect |",
                                "|---|---|---|---|---|---|---|---|"),
                        rows)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(Register register) {
        String name = register.name().endsWith("Header") ? "**%s**".formatted(register.name()) : register.name();
        String kept = mask(register, register.retained());
        return "| %03x | %d | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        register.offset(),
                        register.size(),
                        name,
                        hex(register, register.reset()),
                        mask(register, register.writable()),
                        mask(register, register.clearable()),
                        register.sticky() != 0 ? kept + " *sticky*" : kept,
                        register.effect() == RegisterEffect.NONE ? "" : words(register.effect()));
    }

    private static String hex(Register register, long value) {
        return ("%0" + 2 * register.size() + "x").formatted(value);
    }

    private static String mask(Register register, long bits) {
        return bits == 0 ? "" : hex(register, bits);
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String tracking() {
        List<String> rows = Tracking.ROWS.stream()
                .map(row -> "| %s | %s | %s | %s | %s | %s |"
                        .formatted(
                                row.name(),
                                isFree(row) ? "" : words(row.how()),
                                outcome(row.ownPhysical()),
                                outcome(row.ownVirtual()),
                                outcome(row.physicalForVirtual()),
                                isFree(row) ? "" : row.event().id()))
                .toList();
        return Stream.concat(
                        Stream.of(
                                "| Register | If | Own, physical | Own, virtual | Physical function's, for a virtual one | Event |",
                                "|---|---|---|---|---|---|"),
                        rows.stream())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isFree(Tracking.Row row) {
        return row.event() == dev.tdisp.core.tdi.TdiEvent.FREE_REGISTER_WRITTEN;
    }

    private static String outcome(Tracking.Outcome outcome) {
        return switch (outcome) {
            case FREE -> "free";
            case TOLD -> "free, told";
            case ERROR -> "**ERROR**";
            case ERROR_IF_MSIX_LOCKED -> "**ERROR** if MSI-X is locked";
            case ERROR_IF_BOUND -> "**ERROR** if bound to the stream";
            case RESET -> "**ERROR** if it resets";
            case ABSENT -> "not there";
        };
    }

    private static String replace(String document, String part, String content) {
        String begin = "<!-- generated: " + part + " -->\n";
        int from = document.indexOf(begin);
        int to = document.indexOf("<!-- end -->", from);
        assertThat(from).as("mark of part %s", part).isNotNegative();
        return document.substring(0, from + begin.length()) + content + document.substring(to);
    }
}
