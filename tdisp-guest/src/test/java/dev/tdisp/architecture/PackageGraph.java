package dev.tdisp.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who depends on whom, without what follows from the rest. */
final class PackageGraph {
    private final SortedMap<String, SortedSet<String>> edges = new TreeMap<>();

    private PackageGraph() {}

    static PackageGraph ofModules() {
        var graph = new PackageGraph();
        for (ModuleDescriptor module : Production.modules()) {
            graph.edges.put(
                    module.name(),
                    module.requires().stream()
                            .map(ModuleDescriptor.Requires::name)
                            .filter(name -> name.startsWith("dev.tdisp."))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return graph;
    }

    static PackageGraph ofPackages(Predicate<String> wanted) {
        var graph = new PackageGraph();
        Production.packages().stream().filter(wanted).forEach(name -> graph.edges.put(name, new TreeSet<>()));
        for (JavaClass type : Production.CLASSES) {
            SortedSet<String> targets = graph.edges.get(type.getPackageName());
            if (targets != null) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .map(target -> target.getBaseComponentType().getPackageName())
                        .filter(graph.edges::containsKey)
                        .filter(name -> !name.equals(type.getPackageName()))
                        .forEach(targets::add);
            }
        }
        return graph;
    }

    /** Renders the graph, an arrow from each node to what it needs directly. */
    String toMermaid() {
        var text = new StringBuilder("```mermaid\nflowchart LR\n");
        for (String node : edges.keySet()) {
            text.append("    %s[\"%s\"]\n".formatted(id(node), name(node)));
        }
        for (String from : edges.keySet()) {
            for (String to : reduced(from)) {
                text.append("    %s --> %s\n".formatted(id(from), id(to)));
            }
        }
        return text.append("```\n").toString();
    }

    private static String id(String node) {
        return name(node).replace('.', '_');
    }

    private static String name(String node) {
        return node.substring("dev.tdisp.".length());
    }

    private SortedSet<String> reduced(String from) {
        var reduced = new TreeSet<>(edges.getOrDefault(from, new TreeSet<>()));
        for (String to : edges.getOrDefault(from, new TreeSet<>())) {
            reduced.removeAll(behind(to));
        }
        return reduced;
    }

    private Set<String> behind(String start) {
        var seen = new TreeSet<String>();
        var left = new TreeSet<>(edges.getOrDefault(start, new TreeSet<>()));
        while (!left.isEmpty()) {
            String node = left.first();
            left.remove(node);
            if (seen.add(node)) {
                left.addAll(edges.getOrDefault(node, new TreeSet<>()));
            }
        }
        return seen;
    }
}
