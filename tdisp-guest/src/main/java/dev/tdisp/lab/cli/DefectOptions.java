package dev.tdisp.lab.cli;

import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is to be wrong with a device, or to go wrong. */
final class DefectOptions {
    private static final Set<FaultPoint> IN_THE_DEVICE = Set.of(FaultPoint.REQUEST, FaultPoint.RESPONSE);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description = {
                "Let something go wrong, for example 'response LOCK_INTERFACE_RESPONSE: drop'; repeat for more.",
                "The form is POINT MESSAGE[#NUMBER][%%PERCENT]: EFFECT [ARGUMENTS]; docs/reference/faults.md lists them. "
                        + "What is left open is drawn from the seed."
            })
    private List<String> faults = List.of();

    @Option(
            names = "--wrong",
            paramLabel = "NAME",
            description = "Take a device that is wrong in one point; docs/reference/wrong-devices.md lists them.")
    private @Nullable String wrong;

    FaultPlan plan(long seed) {
        try {
            return FaultPlan.parse("seed %d%n%s".formatted(seed, String.join("\n", faults)));
        } catch (IllegalArgumentException e) {
            throw invalid("--fault", e.getMessage());
        }
    }

    Optional<WrongDevice> wrongDevice() {
        return Optional.ofNullable(wrong)
                .map(name -> WrongDevices.named(name.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .orElseThrow(() -> invalid("--wrong", "there is no device " + name)));
    }

    /** Refuses what only the process that has the device can do. */
    void requireNoneInTheDevice() {
        if (wrong != null) {
            throw invalid("--wrong", "the device is another process's; give it to tdisp device --serve pcie");
        }
        requireNoneAt(IN_THE_DEVICE, "happens in the device; give it to tdisp device --serve pcie");
    }

    /** Refuses what only the host can do. */
    void requireAllInTheDevice() {
        requireNoneAt(
                EnumSet.complementOf(EnumSet.copyOf(IN_THE_DEVICE)),
                "happens at the host or on the link; give it to tdisp attach");
    }

    /** Refuses everything, as there is no device to be wrong. */
    void requireNone(String why) {
        if (wrong != null || !faults.isEmpty()) {
            throw invalid(wrong != null ? "--wrong" : "--fault", why);
        }
    }

    private void requireNoneAt(Set<FaultPoint> points, String why) {
        plan(0).faults().stream()
                .filter(fault -> points.contains(fault.point()))
                .findFirst()
                .ifPresent(fault -> {
                    throw invalid("--fault", "'%s' %s".formatted(fault, why));
                });
    }

    private ParameterException invalid(String option, @Nullable String why) {
        return new ParameterException(spec.commandLine(), "Invalid value for option '%s': %s".formatted(option, why));
    }
}
