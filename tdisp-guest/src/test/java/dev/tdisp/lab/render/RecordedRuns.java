package dev.tdisp.lab.render;

import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import java.util.Optional;

/** Runs to be shown, each made once. */
final class RecordedRuns {
    static final RecordedRun WHOLE = record(1, Optional.empty());
    static final RecordedRun CONNECTED = record(1, Optional.of(Milestone.CONNECTED));

    private RecordedRuns() {}

    /** Attaches up to a milestone, or attaches and detaches. */
    static RecordedRun record(long seed, Optional<Milestone> end) {
        try (Lab lab = Lab.seeded(seed)) {
            var recorder = new RunRecorder(lab, 1);
            recorder.runTo(lab.attach(1), end);
            if (end.isEmpty()) {
                recorder.run(lab.detach(1));
            }
            return recorder.recorded(end.isEmpty() ? "attach and detach" : "attach");
        }
    }
}
