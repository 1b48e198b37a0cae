package dev.tdisp.lab.cli;

import dev.tdisp.lab.quiz.Exercise;
import dev.tdisp.lab.quiz.Exercises;
import dev.tdisp.lab.teach.Recipe;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tdisp quiz}: the exercises, in the terminal. */
@Command(
        name = "quiz",
        description = {
            "Ten exercises: a run in which something is wrong, and questions about it.",
            "Without a number it lists them. The answers are numbers, one a line, on the standard input.",
            "Each says how to look at its run first."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed, or all answers are right", "1:not all are right", "2:the command line is wrong"})
final class QuizCommand implements Callable<Integer> {
    private static final int RIGHT = 0;
    private static final int NOT_RIGHT = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "EXERCISE", description = "Its number or its name.")
    private @Nullable String name;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            Exercises.all()
                    .forEach(each -> out.printf(
                            "%2d  %-17s  %-18s  %s%n", each.number(), each.id(), each.level(), each.title()));
            return RIGHT;
        }
        Exercise exercise = Exercises.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "'%s' is not an exercise; 'tdisp quiz' lists them".formatted(name)));
        return ask(exercise, new Scanner(System.in, Charset.defaultCharset()), out) ? RIGHT : NOT_RIGHT;
    }

    private static String options(Recipe recipe) {
        return recipe.parameters().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> "--%s '%s'".formatted(entry.getKey(), value)))
                .collect(Collectors.joining(" "));
    }

    /** Reads a line; 0 if there is none, or no number in it. */
    private static int number(Scanner input) {
        String line = input.hasNextLine() ? input.nextLine().strip() : "";
        return line.matches("\\d{1,3}") ? Integer.parseInt(line) : 0;
    }

    /** Asks, and tells whether all answers are right. */
    static boolean ask(Exercise exercise, Scanner input, PrintWriter out) {
        out.printf("%d. %s%n%n%s%n%n", exercise.number(), exercise.title(), exercise.task());
        out.printf("The run: tdisp teach --html run.html %s%n%n", options(exercise.recipe()));
        Map<String, String> answers = new LinkedHashMap<>();
        for (Exercise.Asked asked : exercise.questions()) {
            out.println(asked.text());
            List<String> choices = asked.choices();
            for (int i = 0; i < choices.size(); i++) {
                out.printf("  %2d  %s%n", i + 1, choices.get(i));
            }
            out.print("> ");
            out.flush();
            int chosen = number(input);
            out.println();
            if (chosen >= 1 && chosen <= choices.size()) {
                answers.put(asked.id(), choices.get(chosen - 1));
            }
        }
        Exercise.Mark mark = exercise.check(answers);
        out.println(mark.text());
        return mark.right();
    }
}
