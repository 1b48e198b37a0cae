package dev.tdisp.lab.cli;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.Walk;
import dev.tdisp.lab.render.LogTrace;
import dev.tdisp.spdm.transport.TransportException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tdisp attach}: the whole way of a function into a VM's trust and out of it, step by step. */
@Command(
        name = "attach",
        description =
                "Takes a virtual function into the trust of a confidential VM, uses it, and gives it back; prints each step.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the interface went through RUN and is back in CONFIG_UNLOCKED; with --stop-at: the milestone was reached, and "
                    + "everything is cleaned up",
            "1:not so",
            "2:the command line is wrong"
        })
final class AttachCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--vf", paramLabel = "N", defaultValue = "1", description = "Which virtual function, from 1 to 4.")
    private int vf;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another run; the same number gives the same run. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--hex", description = "Show each message byte by byte, with the names of its fields.")
    private boolean showsHex;

    @Option(names = "--all", description = "Show each register write, packet, DOE object and key event too.")
    private boolean showsAll;

    @Option(
            names = "--stop-at",
            paramLabel = "MILESTONE",
            converter = MilestoneName.class,
            completionCandidates = MilestoneName.class,
            description = "Stop there and clean up: ${COMPLETION-CANDIDATES}.")
    private @Nullable Milestone stopAt;

    @Option(
            names = "--device",
            paramLabel = "HOST:PORT",
            converter = HostAndPort.class,
            description =
                    "Take the device that tdisp device --serve pcie serves there, in place of one of this process.")
    private @Nullable InetSocketAddress device;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = {
                "The root certificate that the VM trusts for --device, as tdisp device --root writes it.",
                "Without it, the maker of the device that has the same --seed."
            })
    private @Nullable Path trust;

    @Option(
            names = "--ats",
            description = "Let the function ask for translations (ATS), and move the VM's data by translated requests.")
    private boolean translates;

    @Option(
            names = "--ide-form",
            paramLabel = "FEATURE[,FEATURE]",
            converter = IdeFormName.class,
            completionCandidates = IdeFormName.class,
            description = {
                "Turn features of IDE on at both ends of the link: ${COMPLETION-CANDIDATES}.",
                "The device of this process has them all then; one of --device must have them."
            })
    private @Nullable IdeForm form;

    @Mixin
    private DefectOptions defects = new DefectOptions();

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            converter = PlatformName.class,
            completionCandidates = PlatformName.class,
            description = "Do as a platform does, in its order, and tell it in its words: ${COMPLETION-CANDIDATES}.")
    private @Nullable PlatformProfile platform;

    @Mixin
    private AttestationOptions attestation = new AttestationOptions();

    @Override
    public Integer call() {
        LabBuilder lab = Lab.builder().faults(defects.plan(seed));
        attestation.prepare(lab);
        defects.wrongDevice().ifPresent(lab::wrong);
        if (translates) {
            lab.addressTranslation();
        }
        if (form != null) {
            lab.profile(DeviceProfile.COMPLETE).ideForm(form);
        }
        if (platform != null) {
            usePlatform(lab, platform);
        }
        try {
            return device == null ? visit(lab) : visitDevice(lab, device);
        } catch (IOException e) {
            spec.commandLine().getErr().printf("tdisp attach: %s%n", Complaint.text(e));
            return NOT_DONE;
        }
    }

    private void usePlatform(LabBuilder lab, PlatformProfile platform) {
        lab.platform(platform);
        if (!platform.usesTdisp()) {
            if (form != null) {
                throw new ParameterException(
                        spec.commandLine(), "--ide-form needs TDISP, which %s has not".formatted(platform.title()));
            }
            lab.profile(DeviceProfile.SPDM_ALONE);
        }
    }

    private int visitDevice(LabBuilder lab, InetSocketAddress device) throws IOException {
        defects.requireNoneInTheDevice();
        try (var link = DeviceOnLink.connect(device, trust, seed)) {
            return visit(lab.device(link));
        } catch (MalformedMessageException | TransportException e) {
            throw new IOException(Complaint.text(e), e);
        }
    }

    private int visit(LabBuilder lab) throws IOException {
        var printer = new StepPrinter(spec.commandLine().getOut(), showsHex, showsAll);
        if (platform != null) {
            printer.speak(platform);
        }
        try (Walk walk = start(lab)) {
            String where = platform == null ? "" : ", in the words of " + platform.title();
            printer.line("tdisp attach: virtual function %d, seed %d%s".formatted(vf, seed, where));
            printer.line("");
            boolean isDone = visit(walk, vf, Optional.ofNullable(stopAt), printer);
            attestation.explain(walk.lab(), vf, printer);
            attestation.writeEvidence(walk.lab(), vf, printer);
            return close(isDone, printer);
        }
    }

    /** Goes as far as asked, cleans up, sums up, and tells whether it went as it should. */
    static boolean visit(Walk walk, int vf, Optional<Milestone> stopAt, StepPrinter printer) {
        var run = new AttachRun(walk, vf, printer);
        boolean isReached = run.runTo(stopAt);
        run.cleanUp();
        new AttachSummary(walk.lab(), vf).print(printer);
        boolean wentItsWay = run.wentThroughRun() == leadsToRun(walk);
        return isReached && run.isClean() && (stopAt.isPresent() || wentItsWay);
    }

    /** Says in the last line and by the exit code how it went. */
    static int close(boolean isDone, StepPrinter printer) {
        printer.line(isDone ? "Done." : "Not done.");
        return isDone ? DONE : NOT_DONE;
    }

    private static boolean leadsToRun(Walk walk) {
        return walk.steps().stream().anyMatch(step -> step.milestone().equals(Optional.of(Milestone.RUNNING)));
    }

    private Walk start(LabBuilder lab) {
        try {
            return Walk.of(lab.seed(seed).trace(new LogTrace()), vf);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--vf': " + e.getMessage(), e);
        }
    }
}
