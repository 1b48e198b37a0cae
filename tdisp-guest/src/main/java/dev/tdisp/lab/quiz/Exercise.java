package dev.tdisp.lab.quiz;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tdisp.lab.teach.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A task: a run in which something is wrong, and questions about it.
 *
 * @param number its number, from 1
 * @param id its name, a word
 * @param level how hard it is
 * @param title a few words
 * @param task what happens, and what is to be found out
 * @param recipe how the run is made
 * @param questions the questions
 */
public record Exercise(
        int number,
        String id,
        String level,
        String title,
        String task,
        @JsonIgnore Recipe recipe,
        List<Asked> questions) {
    /**
     * Copies the list.
     *
     * @param number its number
     * @param id its name
     * @param level how hard it is
     * @param title a few words
     * @param task what happens
     * @param recipe how the run is made
     * @param questions the questions
     */
    public Exercise {
        questions = List.copyOf(questions);
    }

    /**
     * A question and what can be answered.
     *
     * @param id its name, a word
     * @param text the question
     * @param choices what can be answered
     */
    public record Asked(String id, String text, List<String> choices) {
        /**
         * Copies the list.
         *
         * @param id its name
         * @param text the question
         * @param choices what can be answered
         */
        public Asked {
            choices = List.copyOf(choices);
        }

        static Asked of(Question question) {
            return new Asked(question.name().toLowerCase(Locale.ROOT), question.text(), question.choices());
        }

        Question question() {
            return Question.valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What an answer is worth.
     *
     * @param right whether every question was answered right
     * @param text which were, and which were not
     */
    public record Mark(boolean right, String text) {}

    /**
     * Does the run, and compares what it shows with the answers.
     *
     * @param answers one choice for each question, by the question's name
     * @return what the answers are worth; what was not answered is not right
     */
    public Mark check(Map<String, String> answers) {
        List<String> wrong = new ArrayList<>();
        for (Asked asked : questions) {
            Set<String> right = asked.question().solve(recipe);
            if (!right.contains(answers.getOrDefault(asked.id(), ""))) {
                wrong.add(asked.text());
            }
        }
        return wrong.isEmpty()
                ? new Mark(true, "Right. The run says so too.")
                : new Mark(false, "Not yet. Look again: " + String.join(" ", wrong));
    }
}
