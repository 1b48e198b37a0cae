package dev.tdisp.lab;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds the tags of all tests by reading their sources, because one module cannot see the tests of another. */
final class TaggedTests {
    private static final Path TESTS = Path.of("src", "test", "java");

    private final SortedMap<String, SortedSet<String>> testsByTag = new TreeMap<>();

    private TaggedTests() {}

    /** Reads the test sources of all modules under the root of the project. */
    static TaggedTests under(Path root) {
        var found = new TaggedTests();
        try (Stream<Path> modules = Files.list(root)) {
            modules.filter(module -> Files.isDirectory(module.resolve(TESTS)))
                    .sorted()
                    .forEach(found::readModule);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Returns tests as {@code module/Class.method}, or {@code module/Class} if the whole class has the tag. */
    SortedMap<String, SortedSet<String>> byTag() {
        return testsByTag;
    }

    private void readModule(Path module) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> sources = Files.walk(module.resolve(TESTS));
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> javaFiles =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            if (javaFiles.isEmpty()) {
                return;
            }
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(javaFiles));
            String prefix = module.getFileName() + "/";
            for (CompilationUnitTree unit : task.parse()) {
                new TagScanner(prefix).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Walks through a source file and remembers in which class it is. */
    private final class TagScanner extends TreeScanner<Void, Void> {
        private final String prefix;
        private final Deque<String> classes = new ArrayDeque<>();

        TagScanner(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            classes.addLast(tree.getSimpleName().toString());
            add(tree.getModifiers(), String.join(".", classes));
            super.visitClass(tree, nothing);
            classes.removeLast();
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            add(tree.getModifiers(), String.join(".", classes) + "." + tree.getName());
            return super.visitMethod(tree, nothing);
        }

        private void add(ModifiersTree modifiers, String test) {
            modifiers.getAnnotations().forEach(annotation -> add(annotation, test));
        }

        private void add(AnnotationTree annotation, String test) {
            String type = annotation.getAnnotationType().toString();
            ExpressionTree value = annotation.getArguments().isEmpty()
                    ? null
                    : annotation.getArguments().get(0);
            if (value instanceof AssignmentTree assignment) {
                value = assignment.getExpression();
            }
            if (type.equals("Tag") && value instanceof LiteralTree literal) {
                testsByTag
                        .computeIfAbsent((String) literal.getValue(), tag -> new TreeSet<>())
                        .add(prefix + test);
            } else if (type.equals("Tags") && value instanceof NewArrayTree tags) {
                tags.getInitializers().forEach(inner -> add((AnnotationTree) inner, test));
            }
        }
    }
}
