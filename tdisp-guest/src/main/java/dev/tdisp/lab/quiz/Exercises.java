package dev.tdisp.lab.quiz;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tdisp.lab.teach.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The exercises, from easy to hard. */
public final class Exercises {
    private static final String FILE = "exercises.json";

    private Exercises() {}

    /**
     * Returns all exercises.
     *
     * @return ten of them, the easier ones first
     */
    public static List<Exercise> all() {
        List<Row> rows = rows();
        List<Exercise> exercises = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            exercises.add(rows.get(i).exercise(i + 1));
        }
        return exercises;
    }

    /**
     * Finds an exercise.
     *
     * @param name its name or its number
     * @return the exercise, if there is one
     */
    public static Optional<Exercise> named(String name) {
        return all().stream()
                .filter(each -> each.id().equals(name)
                        || Integer.toString(each.number()).equals(name))
                .findFirst();
    }

    private static List<Row> rows() {
        try (InputStream stream = Exercises.class.getResourceAsStream(FILE)) {
            return new ObjectMapper().readValue(stream, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    private record Row(
            String id, String level, String title, String task, Map<String, String> recipe, List<String> questions) {
        Exercise exercise(int number) {
            Map<String, List<String>> ingredients = recipe.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
            return new Exercise(
                    number,
                    id,
                    level,
                    title,
                    task,
                    Recipe.of(ingredients),
                    questions.stream()
                            .map(name -> Question.valueOf(name.toUpperCase(Locale.ROOT)))
                            .map(Exercise.Asked::of)
                            .toList());
        }
    }
}
