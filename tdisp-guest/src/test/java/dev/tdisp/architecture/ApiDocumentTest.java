package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Lists what others can use. Whatever becomes public shows as a change of {@code docs/reference/api.md}, for a reviewer to see.
 */
class ApiDocumentTest {
    @Test
    void everythingPublicIsListed() throws IOException {
        String list = Production.modules().stream().map(ApiDocumentTest::module).collect(Collectors.joining("\n"));

        Document.at(Path.of("docs/reference/api.md"))
                .replace("api", "end of api", list)
                .check();
    }

    @Test
    void whatIsNotExportedIsNotPartOfTheApi() {
        Set<String> exported = Production.exportedPackages().collect(Collectors.toSet());

        assertThat(Production.CLASSES.stream()
                        .filter(type -> exported.contains(type.getPackageName()))
                        .filter(ApiDocumentTest::isVisible)
                        .flatMap(type -> type.getMethods().stream())
                        .filter(ApiDocumentTest::isWritten)
                        .flatMap(method -> method.getAllInvolvedRawTypes().stream())
                        .filter(type -> type.getPackageName().startsWith("dev.tdisp."))
                        .filter(type -> !exported.contains(type.getPackageName()) || !isVisible(type))
                        .map(JavaClass::getName)
                        .distinct())
                .as("types in signatures that nobody outside can name")
                .isEmpty();
    }

    private static String module(ModuleDescriptor module) {
        String packages = module.exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .map(ApiDocumentTest::row)
                .collect(Collectors.joining());
        return "## `%s`\n\n| Package | Public types |\n|---|---|\n%s".formatted(module.name(), packages);
    }

    private static String row(String name) {
        List<String> types = Production.CLASSES.stream()
                .filter(type -> type.getPackageName().equals(name))
                .filter(ApiDocumentTest::isPublic)
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .filter(type -> !type.equals("package-info"))
                .sorted(Comparator.naturalOrder())
                .toList();
        assertThat(types).as(name + " is exported").isNotEmpty();
        return "| `%s` | %s |\n".formatted(name, types.stream().collect(Collectors.joining("`, `", "`", "`")));
    }

    private static boolean isWritten(JavaMethod method) {
        Set<JavaModifier> modifiers = method.getModifiers();
        return modifiers.contains(JavaModifier.PUBLIC)
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && !modifiers.contains(JavaModifier.BRIDGE);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean isVisible(JavaClass type) {
        boolean isOpen = isPublic(type) || type.getModifiers().contains(JavaModifier.PROTECTED);
        return type.isArray()
                || isOpen
                        && type.getEnclosingClass()
                                .map(ApiDocumentTest::isVisible)
                                .orElse(true);
    }
}
