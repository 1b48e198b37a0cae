package dev.tdisp.lab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tdisp step}: the same as the page, in a terminal that need not be able to do anything. */
@Command(
        name = "step",
        description = {
            "Steps through a run in the terminal: Enter for the next step, 'help' for the rest.",
            "Reads its commands from the standard input, so it can be driven by a script."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:left at the reader's wish or at the end of the input", "2:the command line is wrong"})
final class StepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FLOW",
            defaultValue = "attach",
            description =
                    "What is done: attach (and detach), or one of 'tdisp flow --list'. Default: ${DEFAULT-VALUE}.")
    private String flow = "attach";

    @Mixin
    private RecipeOptions options = new RecipeOptions();

    @Override
    public Integer call() {
        StepShell shell;
        try {
            shell = new StepShell(options.recipe(flow), spec.commandLine().getOut());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        var input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        try {
            shell.run(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }
}
