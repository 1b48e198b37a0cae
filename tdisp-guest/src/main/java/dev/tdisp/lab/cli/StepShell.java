package dev.tdisp.lab.cli;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.render.PartyView;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.RecordedStep;
import dev.tdisp.lab.render.TraceText;
import dev.tdisp.lab.teach.Break;
import dev.tdisp.lab.teach.Menu;
import dev.tdisp.lab.teach.Recipe;
import dev.tdisp.lab.teach.RecipeRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads what a reader wants, one line after the other, and shows it. */
final class StepShell {
    private static final String HELP = """
            Enter, next   the next step
            back          one step back
            go N          to step N
            show N        event N of this step, byte by byte
            all           every event of this step, packets and register writes too
            break WHAT    let something happen now; 'break' alone lists what
            restart       the run without what was broken
            quit          leave
            """;

    private final Recipe first;
    private final PrintWriter out;
    private Recipe recipe;
    private RecordedRun run;
    private int position = -1;

    StepShell(Recipe recipe, PrintWriter out) {
        this.first = recipe;
        this.recipe = recipe;
        this.run = RecipeRun.of(recipe);
        this.out = out;
    }

    void run(BufferedReader input) throws IOException {
        out.printf(
                "%s: %d steps. Enter goes on, 'help' tells more.%n",
                run.title(), run.steps().size());
        prompt();
        for (String line = input.readLine(); line != null && isGoingOn(line); line = input.readLine()) {
            prompt();
        }
        out.println();
    }

    private void prompt() {
        out.print("> ");
        out.flush();
    }

    private boolean isGoingOn(String line) {
        String[] words = line.strip().split("\\s+", 2);
        String argument = words.length == 2 ? words[1] : "";
        switch (words[0]) {
            case "", "next", "n" -> go(position + 1);
            case "back", "b" -> go(position - 1);
            case "go" -> go(number(argument) - 1);
            case "show" -> show(number(argument));
            case "all" -> all();
            case "break" -> breakNow(argument);
            case "restart" -> restart(first);
            case "help", "?" -> out.print(HELP);
            case "quit", "q" -> {
                return false;
            }
            default -> out.printf("'%s' is not known; 'help' tells what is%n", words[0]);
        }
        return true;
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    private void go(int target) {
        if (target < 0 || target >= run.steps().size()) {
            out.printf("there are steps 1 to %d%n", run.steps().size());
            return;
        }
        position = target;
        RecordedStep step = run.steps().get(position);
        out.printf("Step %d of %d  %s  %s%n", position + 1, run.steps().size(), step.actor(), step.name());
        step.milestone().ifPresent(milestone -> out.println("  reached: " + milestone));
        List<TraceEvent> events = step.events();
        for (int i = 0; i < events.size(); i++) {
            if (isWorthALine(events.get(i))) {
                out.printf("%5d  %s%n", i + 1, TraceText.line(events.get(i)));
            }
        }
        step.failure().ifPresent(reason -> out.println("  NOT DONE: " + reason));
        parties(step);
    }

    private void parties(RecordedStep step) {
        List<PartyView> before =
                position == 0 ? List.of() : run.steps().get(position - 1).parties();
        for (PartyView party : step.parties()) {
            String mark = before.contains(party) ? " " : "*";
            out.printf("  %s %s  %s%n", mark, party.party(), party.text());
        }
    }

    private static boolean isWorthALine(TraceEvent event) {
        return event instanceof TraceEvent.StateChange
                || event instanceof TraceEvent.Note
                || event instanceof TraceEvent.Message message
                        && !message.protocol().equals("DOE");
    }

    private List<TraceEvent> events() {
        return position < 0 ? List.of() : run.steps().get(position).events();
    }

    private void show(int number) {
        List<TraceEvent> events = events();
        if (number < 1 || number > events.size()) {
            out.printf("there are events 1 to %d in this step%n", events.size());
            return;
        }
        TraceEvent event = events.get(number - 1);
        out.println(TraceText.line(event));
        if (event instanceof TraceEvent.Message message) {
            out.print(TraceText.hex(message));
        }
    }

    private void all() {
        List<TraceEvent> events = events();
        for (int i = 0; i < events.size(); i++) {
            out.printf("%5d  %s%n", i + 1, TraceText.line(events.get(i)));
        }
    }

    private void breakNow(String what) {
        if (what.isEmpty()) {
            Menu.full()
                    .disturbances()
                    .forEach(each -> out.printf("  %-22s %s (%s)%n", each.id(), each.title(), each.power()));
            return;
        }
        try {
            List<Break> breaks = new ArrayList<>(recipe.breaks());
            breaks.add(Break.parse("%d:%s".formatted(position + 1, what)));
            restart(recipe.with(breaks));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
        }
    }

    /** Does another run, and stands in it where one stood before; one step further if something was broken. */
    private void restart(Recipe other) {
        int target = other.breaks().size() > recipe.breaks().size() ? position + 1 : Math.max(position, 0);
        RecordedRun next = RecipeRun.of(other);
        recipe = other;
        run = next;
        out.println(run.title());
        go(Math.min(target, run.steps().size() - 1));
    }
}
