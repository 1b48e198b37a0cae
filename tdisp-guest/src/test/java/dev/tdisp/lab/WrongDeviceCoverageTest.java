package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.device.wrong.WrongDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each requirement of a device has a device that breaks it, or a reason why there can be none. */
@Tag("GAP-HAR-11")
class WrongDeviceCoverageTest {
    private static final Path FOLDER = Path.of(System.getProperty("tdisp.project.root", ".."))
            .resolve("tdisp-guest/src/test/resources/requirements");

    private static final String HEADING = "id,reason";

    /** Catalogues whose rows speak about the device. */
    private enum Catalogue {
        TDISP("tdisp.csv", "T-", true),
        PCIE("pcie.csv", "P-", true);

        private final String file;
        private final String prefix;
        private final boolean isFinished;

        Catalogue(String file, String prefix, boolean isFinished) {
            this.file = file;
            this.prefix = prefix;
            this.isFinished = isFinished;
        }

        Set<String> ids() throws IOException {
            return new TreeSet<>(Files.readAllLines(FOLDER.resolve(file)).stream()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .toList());
        }

        Set<String> broken() {
            return new TreeSet<>(WrongDevices.all().stream()
                    .flatMap(device -> device.requirements().stream())
                    .filter(id -> id.startsWith(prefix))
                    .toList());
        }

        Set<String> excused() throws IOException {
            return new TreeSet<>(reasons().keySet().stream()
                    .filter(id -> id.startsWith(prefix))
                    .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Catalogue.class)
    void everyRequirementHasAWrongDeviceOrAReason(Catalogue catalogue) throws IOException {
        Set<String> left = catalogue.ids();
        left.removeAll(catalogue.broken());
        left.removeAll(catalogue.excused());

        assertThat(left)
                .as("requirements of %s that no wrong device breaks", catalogue.file)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Catalogue.class)
    void everyWrongDeviceAndEveryReasonIsOfARequirement(Catalogue catalogue) throws IOException {
        assertThat(catalogue.ids()).containsAll(catalogue.broken()).containsAll(catalogue.excused());
    }

    @ParameterizedTest
    @EnumSource(Catalogue.class)
    void whatADeviceBreaksNeedsNoReason(Catalogue catalogue) throws IOException {
        assertThat(catalogue.excused()).doesNotContainAnyElementsOf(catalogue.broken());
    }

    /** A reason that starts with {@code open:} says that the device is still to be written. */
    @ParameterizedTest
    @EnumSource(Catalogue.class)
    void finishedCataloguesHaveNothingOpen(Catalogue catalogue) throws IOException {
        Map<String, String> reasons = reasons();

        assertThat(catalogue.excused())
                .filteredOn(id -> catalogue.isFinished && reasons.get(id).startsWith("open: "))
                .isEmpty();
    }

    @Test
    void reasonsAreSortedAndBelongToACatalogue() throws IOException {
        List<String> ids = lines().stream().map(WrongDeviceCoverageTest::idOf).toList();

        assertThat(ids)
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("[PT]-\\d{3}"));
        assertThat(reasons())
                .allSatisfy((id, reason) -> assertThat(reason).as(id).hasSizeGreaterThan(10));
    }

    private static Map<String, String> reasons() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        lines().forEach(line -> reasons.put(idOf(line), line.substring(line.indexOf(',') + 1)));
        return reasons;
    }

    private static String idOf(String line) {
        return line.substring(0, line.indexOf(','));
    }

    private static List<String> lines() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("no-wrong-device.csv"));
        assertThat(lines).first().isEqualTo(HEADING);
        return lines.subList(1, lines.size());
    }
}
