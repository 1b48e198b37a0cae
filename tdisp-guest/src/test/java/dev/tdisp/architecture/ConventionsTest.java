package dev.tdisp.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ConventionsTest {
    private static final int LINES_A_FILE = 400;

    private static final Class<?>[] NOTHING = {};

    /** What is not for others to use. */
    private static final Set<String> NOT_EXPORTED = Set.of("dev.tdisp.lab.cli", "dev.tdisp.lab.web");

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        assertThat(Production.packages())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                Production.CLASSES.getPackage(name).tryGetPackageInfo())
                        .as(name)
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .as("@NullMarked")
                                .isTrue()));
    }

    @Test
    void packagesAreNamedForWhatTheyDo() {
        assertThat(Production.packages())
                .noneMatch(
                        name -> name.matches(".*\\.(utils?|common|helpers?|misc|impl|dto|handlers?|parsers?)(\\..*)?"));
    }

    @Test
    void everyPackageIsExportedUnlessItIsInternal() {
        List<String> expected = Production.packages().stream()
                .filter(name -> !NOT_EXPORTED.contains(name))
                .filter(name -> !name.contains(".internal"))
                .toList();

        assertThat(Production.exportedPackages()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyJarIsAModule() {
        assertThat(Production.modules())
                .extracting(ModuleDescriptor::name)
                .containsExactly(
                        "dev.tdisp.core", "dev.tdisp.device", "dev.tdisp.guest", "dev.tdisp.host", "dev.tdisp.spdm");
    }

    @Test
    void accessorsHaveNoPrefix() {
        check(methods()
                .that()
                .arePublic()
                .and()
                .haveRawParameterTypes(NOTHING)
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should()
                .haveNameNotMatching("get[A-Z].*"));
    }

    @Test
    void publicClassesAreFinalOrMadeToBeExtended() {
        check(classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT));
    }

    @Test
    void filesAreShort() throws IOException {
        for (Path file : sources()) {
            try (Stream<String> lines = Files.lines(file)) {
                assertThat(lines.count())
                        .as(Production.ROOT.relativize(file).toString())
                        .isLessThanOrEqualTo(LINES_A_FILE);
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Production.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(Production.CLASSES);
    }
}
