package dev.tdisp.lab.cli;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.render.ConfigurationText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tdisp lspci}: the configuration space of a simulated device. */
@Command(
        name = "lspci",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the configuration space of a simulated device: each function that is there, each capability, each register.",
            "With --raw only the bytes, for the real lspci: tdisp lspci --raw > device.txt; lspci -F device.txt -vvv"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:the command line is wrong"})
final class LspciCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--raw", description = "Print 4096 bytes of each function, in the form of lspci -xxxx.")
    private boolean isRaw;

    @Option(names = "--zeros", description = "Show registers that read 0 as well.")
    private boolean showsZeros;

    @Option(
            names = "--vfs",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many virtual functions are enabled. Default: ${DEFAULT-VALUE}.")
    private int vfs;

    @Option(
            names = "--layout",
            defaultValue = "accelerator",
            description = "How the device is laid out: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Layout layout = Layout.ACCELERATOR;

    @Option(
            names = "--at",
            paramLabel = "MILESTONE",
            converter = MilestoneName.class,
            completionCandidates = MilestoneName.class,
            defaultValue = "enumerated",
            description = "When to look: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Milestone milestone = Milestone.ENUMERATED;

    /** How devices are laid out. */
    enum Layout {
        ACCELERATOR(DeviceProfile.SPEC),
        COMPLETE(DeviceProfile.COMPLETE);

        private final DeviceProfile profile;

        Layout(DeviceProfile profile) {
            this.profile = profile;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Lab lab = lab()) {
            if (milestone.compareTo(Milestone.STOPPED) < 0) {
                lab.attach(1).runTo(milestone);
            } else {
                lab.attach(1).run();
                lab.detach(1).runTo(milestone);
            }
            for (DeviceFunction function : functions(lab)) {
                var text = new ConfigurationText(lab.device(), function);
                (isRaw ? text.dump() : text.registers(showsZeros)).forEach(out::println);
                out.println();
            }
        }
        return ExitCode.OK;
    }

    private static List<DeviceFunction> functions(Lab lab) {
        var functions = new ArrayList<DeviceFunction>(List.of(lab.device().physicalFunction()));
        functions.addAll(lab.device().physicalFunction().virtualFunctions());
        functions.removeIf(function -> !function.isPresent());
        return functions;
    }

    private Lab lab() {
        try {
            return Lab.builder().vfs(vfs).profile(layout.profile).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--vfs': " + e.getMessage(), e);
        }
    }
}
