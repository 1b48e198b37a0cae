package dev.tdisp.lab.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code tdisp} command. Its subcommands do the work. */
@Command(
        name = "tdisp",
        subcommands = {
            AppraiseCommand.class,
            AttachCommand.class,
            AttackCommand.class,
            CompareCommand.class,
            ConformCommand.class,
            DeviceCommand.class,
            DiffCommand.class,
            DumpCommand.class,
            FlowCommand.class,
            HostCommand.class,
            LspciCommand.class,
            QuizCommand.class,
            StepCommand.class,
            TeachCommand.class,
            TraceCommand.class
        },
        description = "Shows how a confidential VM takes a PCI Express device into its trust.",
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:not done", "2:the command line is wrong"})
public final class Tdisp implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Creates the command. */
    public Tdisp() {}

    /**
     * Runs the command and ends the virtual machine with its exit code.
     *
     * @param args the command line
     */
    public static void main(String... args) {
        Logging.silence();
        int exitCode = run(new PrintWriter(System.out), new PrintWriter(System.err), args);
        System.exit(exitCode);
    }

    /**
     * Runs the command.
     *
     * @param out where results go
     * @param err where complaints go
     * @param args the command line
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        int exitCode = new CommandLine(new Tdisp())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show logs, on the standard error stream.")
    void verbose(boolean isVerbose) {
        if (isVerbose) {
            Logging.show();
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
