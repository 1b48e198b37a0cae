package dev.tdisp.lab.quiz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExercisesTest {
    static List<Exercise> exercises() {
        return Exercises.all();
    }

    @Test
    void thereAreTenAndNoNameIsUsedTwice() {
        assertThat(exercises()).hasSize(10).extracting(Exercise::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("exercises")
    void whatTheRunShowsIsRightAndNothingElse(Exercise exercise) {
        Map<String, String> right = exercise.questions().stream()
                .collect(Collectors.toMap(Exercise.Asked::id, asked -> solution(exercise, asked)));
        Map<String, String> wrong = exercise.questions().stream()
                .collect(Collectors.toMap(Exercise.Asked::id, asked -> mistake(exercise, asked)));

        assertThat(exercise.check(right).right()).isTrue();
        assertThat(exercise.check(wrong).right()).isFalse();
        assertThat(exercise.check(Map.of()).right()).isFalse();
    }

    @Test
    void answersAreNotTheSameEverywhere() {
        List<String> solutions = exercises().stream()
                .map(exercise -> exercise.questions().stream()
                        .map(asked -> solution(exercise, asked))
                        .toList()
                        .toString())
                .toList();

        assertThat(solutions.stream().distinct().count()).isGreaterThan(6);
    }

    @ParameterizedTest
    @CsvSource({
        "function-reset, state, ERROR",
        "bus-master, state, ERROR",
        "wrong-nonce, code, INVALID_NONCE",
        "wrong-nonce, state, CONFIG_LOCKED",
        "stale-measurement, who, guest",
        "stale-measurement, goal, no",
        "report-changed, goal, no",
        "public-range, goal, no",
        "old-record, failed, TSM",
        "old-version, who, guest",
        "lost-key, failed, TSM",
        "recovery, repair, 'stop the interface, and then lock, verify and start it anew'"
    })
    void theRunShowsWhatATeacherWouldSay(String exercise, String question, String answer) {
        Exercise asked = Exercises.named(exercise).orElseThrow();

        assertThat(Question.valueOf(question.toUpperCase(Locale.ROOT)).solve(asked.recipe()))
                .contains(answer);
    }

    private static String solution(Exercise exercise, Exercise.Asked asked) {
        return question(asked).solve(exercise.recipe()).iterator().next();
    }

    private static String mistake(Exercise exercise, Exercise.Asked asked) {
        return asked.choices().stream()
                .filter(choice -> !question(asked).solve(exercise.recipe()).contains(choice))
                .findFirst()
                .orElseThrow();
    }

    private static Question question(Exercise.Asked asked) {
        return Question.valueOf(asked.id().toUpperCase(Locale.ROOT));
    }
}
