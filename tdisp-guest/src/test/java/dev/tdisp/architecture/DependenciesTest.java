package dev.tdisp.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependenciesTest {
    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("dev.tdisp.(**)").should().beFreeOfCycles());
    }

    @ParameterizedTest
    @CsvSource({
        "core, ''",
        "spdm, core",
        "device, core spdm",
        "host, core spdm",
        "guest, core spdm host",
        "lab, core spdm device host guest",
    })
    void modulesDependDownwards(String module, String lower) {
        check(ours(module + "..", (module + " " + lower).strip().split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "core.wire, ''",
        "core.trace, core.wire",
        "core.env, core.wire core.trace",
        "core.flow, ''",
        "core.pcie, core.wire",
        "core.message, core.wire core.trace core.env core.pcie",
        "core.report, core.wire core.trace core.env core.pcie core.message",
        "spdm.algorithm, core",
        "lab, core spdm device host guest",
    })
    void lowPackagesKnowOnlyLowerOnes(String name, String lower) {
        String[] packages = (name + "! " + lower).strip().split(" ");
        check(ours(name, packages));
    }

    @ParameterizedTest
    @CsvSource({"requester", "responder", "tdi", "message", "report"})
    void theTdispProtocolDoesNotKnowTheLink(String name) {
        var link = resideInAnyPackage("dev.tdisp.core.ide..", "dev.tdisp.core.idekm..")
                .or(resideInAPackage("dev.tdisp.core.pcie..")
                        .and(not(describe("an id", type -> type.getSimpleName().endsWith("Id")))));
        check(noClasses()
                .that()
                .resideInAPackage("dev.tdisp.core." + name + "..")
                .should()
                .dependOnClassesThat(link));
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty, spdm.transport.netty device.remote host.remote lab.web lab.cli lab.conformance",
        "org.bouncycastle, spdm.crypto spdm.certificate",
        "com.fasterxml, lab guest.policy guest.token",
        "com.fasterxml.jackson.databind, lab",
        "picocli, lab.cli",
        "org.junit, lab.junit",
        "org.assertj, lab.assertion lab.junit",
    })
    void librariesStayWhereTheyBelong(String library, String packages) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(patterns(packages.split(" ")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + ".."));
    }

    @ParameterizedTest
    @CsvSource({"java.lang.reflect", "java.net", "sun", "jdk.internal"})
    @Tag("GAP-SEC-11")
    void protocolCodeReachesNeitherIntoClassesNorIntoTheNetwork(String forbidden) {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.tdisp.core..", "dev.tdisp.spdm..")
                .and()
                .resideOutsideOfPackage("dev.tdisp.spdm.transport.netty..")
                .should()
                .accessClassesThat(resideInAPackage(forbidden + "..")));
    }

    /** A trailing exclamation mark means a package without those below it. */
    private static ArchRule ours(String name, String... allowed) {
        return classes()
                .that()
                .resideInAPackage("dev.tdisp." + name)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(patterns(allowed)).or(not(resideInAPackage("dev.tdisp.."))));
    }

    private static String[] patterns(String... packages) {
        var patterns = new String[packages.length];
        for (int i = 0; i < patterns.length; i++) {
            String name = packages[i];
            patterns[i] = "dev.tdisp." + (name.endsWith("!") ? name.substring(0, name.length() - 1) : name + "..");
        }
        return patterns;
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(Production.CLASSES);
    }
}
