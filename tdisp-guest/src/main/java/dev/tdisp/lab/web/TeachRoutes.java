package dev.tdisp.lab.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tdisp.lab.quiz.Exercise;
import dev.tdisp.lab.quiz.Exercises;
import dev.tdisp.lab.render.TraceJson;
import dev.tdisp.lab.teach.Menu;
import dev.tdisp.lab.teach.Recipe;
import dev.tdisp.lab.teach.RecipeRun;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the server has to offer: pure functions of the request's address, so that there is nothing to keep. */
final class TeachRoutes {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    private static final String EXERCISE = "exercise";

    private final Recipe first;
    private final Map<String, Function<Map<String, List<String>>, Answer>> routes;

    TeachRoutes(Recipe first) {
        this.first = first;
        this.routes = Map.of(
                "/", query -> Answer.of(HTML, TeachPage.live(recipe(query))),
                "/menu",
                        query -> Answer.of(
                                JSON, TeachPage.json(new Choices(Menu.full(), SaveFormats.all(), Exercises.all()))),
                "/run", query -> Answer.of(LINES, TraceJson.write(RecipeRun.of(recipe(query)))),
                "/save", this::save,
                "/answer", query -> Answer.of(JSON, TeachPage.json(check(query))));
    }

    Answer answer(String address) {
        QueryStringDecoder decoder = new QueryStringDecoder(address);
        try {
            Function<Map<String, List<String>>, Answer> route = routes.get(decoder.path());
            if (route == null) {
                return Answer.refused(HttpResponseStatus.NOT_FOUND, "there is nothing at " + decoder.path());
            }
            return route.apply(decoder.parameters());
        } catch (IllegalArgumentException e) {
            return Answer.refused(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static Exercise.Mark check(Map<String, List<String>> query) {
        Map<String, String> answers = new HashMap<>();
        query.forEach((name, values) -> answers.put(name, values.get(0)));
        return exercise(answers.getOrDefault(EXERCISE, "")).check(answers);
    }

    private static Exercise exercise(String name) {
        return Exercises.named(name)
                .orElseThrow(() -> new IllegalArgumentException("exercise: '%s' is not known".formatted(name)));
    }

    private Recipe recipe(Map<String, List<String>> query) {
        boolean isTold = query.keySet().stream().anyMatch(Recipe.INGREDIENTS::contains);
        if (query.containsKey(EXERCISE)) {
            if (isTold) {
                throw new IllegalArgumentException("exercise: its run is what it is; nothing else can be told");
            }
            return exercise(query.get(EXERCISE).get(0)).recipe();
        }
        return isTold ? Recipe.of(query) : first;
    }

    private Answer save(Map<String, List<String>> query) {
        Recipe recipe = recipe(query);
        return SaveFormats.write(query.getOrDefault("format", List.of("")).get(0), recipe, RecipeRun.of(recipe));
    }

    /** All that the page offers. */
    private record Choices(@JsonUnwrapped Menu menu, List<Menu.Choice> formats, List<Exercise> exercises) {}
}
