package dev.tdisp.lab.cli;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.RunRecorder;
import dev.tdisp.spdm.capture.KeyLogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which run is to be recorded. */
final class TraceSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--vf", paramLabel = "N", defaultValue = "1", description = "Which virtual function, from 1 to 4.")
    private int vf;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another run; the same number gives the same run. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--stop-at",
            paramLabel = "MILESTONE",
            converter = MilestoneName.class,
            completionCandidates = MilestoneName.class,
            description = "Leave out what comes behind it: ${COMPLETION-CANDIDATES}.")
    private @Nullable Milestone stopAt;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = {
                "Write the secrets of the sessions there, so that the packets of a pcap or pcapng file can be decrypted;",
                "tdisp dump --keys reads it."
            })
    private @Nullable Path keys;

    @Mixin
    private DefectOptions defects = new DefectOptions();

    /** A run, and how DMTF's tool is told its secrets, if they were written down. */
    record Recorded(RecordedRun run, Optional<String> spdmDumpArguments) {}

    Recorded record(Optional<PlatformProfile> platform) throws IOException {
        Optional<KeyLogFile> log = keys == null ? Optional.empty() : Optional.of(new KeyLogFile(keys));
        try (Lab lab = builder(platform).build()) {
            log.ifPresent(file -> lab.device().dsm().spdm().logKeys(file));
            var recorder = new RunRecorder(lab, vf);
            platform.ifPresent(recorder::inWordsOf);
            boolean isDone = recorder.runTo(lab.attach(vf), Optional.ofNullable(stopAt));
            if (stopAt == null || !isDone) {
                recorder.run(lab.detach(vf));
            }
            return new Recorded(recorder.recorded(title()), log.map(KeyLogFile::spdmDumpArguments));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--vf': " + e.getMessage(), e);
        }
    }

    private String title() {
        String end = stopAt == null ? "attach and detach" : "attach to " + MilestoneName.of(stopAt);
        return "virtual function %d, seed %d: %s".formatted(vf, seed, end);
    }

    private LabBuilder builder(Optional<PlatformProfile> platform) {
        LabBuilder builder = Lab.builder().seed(seed).faults(defects.plan(seed));
        defects.wrongDevice().ifPresent(builder::wrong);
        platform.ifPresent(chosen -> {
            builder.platform(chosen);
            if (!chosen.usesTdisp()) {
                builder.profile(DeviceProfile.SPDM_ALONE);
            }
        });
        return builder;
    }
}
