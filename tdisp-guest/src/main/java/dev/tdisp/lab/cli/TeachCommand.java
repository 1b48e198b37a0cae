package dev.tdisp.lab.cli;

import dev.tdisp.lab.teach.Recipe;
import dev.tdisp.lab.teach.RecipeRun;
import dev.tdisp.lab.web.TeachPage;
import dev.tdisp.lab.web.TeachServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tdisp teach}: the page on which one steps through a run. */
@Command(
        name = "teach",
        description = {
            "Serves a page on loopback, on which a run can be stepped through, every byte explained, and broken.",
            "With --html it writes the page into one file instead, which replays the run without a server."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the file or the port cannot be used", "2:the command line is wrong"})
final class TeachCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--flow",
            paramLabel = "FLOW",
            defaultValue = "attach",
            description =
                    "What is done: attach (and detach), or one of 'tdisp flow --list'. Default: ${DEFAULT-VALUE}.")
    private String flow = "attach";

    @Mixin
    private RecipeOptions options = new RecipeOptions();

    @Option(names = "--html", paramLabel = "FILE", description = "Write the page into this file.")
    private @Nullable Path file;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8321",
            description = "Where to serve; 0 for a free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Override
    public Integer call() {
        try {
            Recipe recipe = options.recipe(flow);
            if (file != null) {
                write(recipe, file);
            } else {
                serve(recipe);
            }
            return DONE;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            spec.commandLine().getErr().println(Complaint.text(e));
            return NOT_DONE;
        }
    }

    private void write(Recipe recipe, Path where) throws IOException {
        Files.writeString(where, TeachPage.of(RecipeRun.of(recipe)));
        spec.commandLine().getOut().println("wrote " + where);
    }

    private void serve(Recipe recipe) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (var server = TeachServer.start(port, recipe)) {
            var stop = new StopSignal();
            out.printf(
                    "open http://127.0.0.1:%d/ in a browser; Ctrl-C ends%n",
                    server.address().getPort());
            out.flush();
            stop.await();
            stop.done();
        }
    }
}
