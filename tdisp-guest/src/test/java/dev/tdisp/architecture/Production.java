package dev.tdisp.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the rules are about: all classes and modules but those of tests. */
final class Production {
    static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("dev.tdisp");

    static final Path ROOT = Path.of(System.getProperty("tdisp.project.root", ".."));

    private Production() {}

    /** The packages that hold a class, without {@code package-info}. */
    static List<String> packages() {
        return CLASSES.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getSimpleName().equals("module-info"))
                .map(type -> type.getPackageName())
                .distinct()
                .sorted()
                .toList();
    }

    static List<ModuleDescriptor> modules() {
        return Production.class
                .getClassLoader()
                .resources("module-info.class")
                .map(Production::descriptor)
                .filter(module -> module.name().startsWith("dev.tdisp."))
                .sorted(Comparator.comparing(ModuleDescriptor::name))
                .toList();
    }

    static Stream<String> exportedPackages() {
        return modules().stream().flatMap(module -> module.exports().stream()).map(ModuleDescriptor.Exports::source);
    }

    private static ModuleDescriptor descriptor(URL url) {
        try (InputStream in = url.openStream()) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
