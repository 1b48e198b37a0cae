package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.platform.PlatformProfile;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that is over, as a value: what every view of a trace is made from.
 *
 * <pre>{@code
 * try (Lab lab = Lab.seeded(1)) {
 *     lab.attach(1).run();
 *     String diagram = MermaidDiagram.of(RecordedRun.of("attach", lab.events()), TraceLevel.MESSAGE);
 * }
 * }</pre>
 *
 * @param title what was done
 * @param facts what else is to be known to read it, as names and values in order: {@code seed}, {@code vf}, {@code platform}
 * @param steps its steps, in order
 */
public record RecordedRun(String title, Map<String, String> facts, List<RecordedStep> steps) {
    /** The fact that names the platform in whose words the run is told. */
    static final String PLATFORM = "platform";

    /**
     * Copies facts and steps.
     *
     * @param title what was done
     * @param facts what else is to be known to read it
     * @param steps its steps, in order
     */
    public RecordedRun {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        steps = List.copyOf(steps);
    }

    /**
     * Makes a run of a bare trace.
     *
     * @param title what was done
     * @param events what happened, in order
     * @return a run of one step without a name
     */
    public static RecordedRun of(String title, List<TraceEvent> events) {
        return new RecordedRun(title, Map.of(), List.of(RecordedStep.of(events)));
    }

    /**
     * Returns everything that happened.
     *
     * @return the events of all steps, in order
     */
    public List<TraceEvent> events() {
        return steps.stream().flatMap(step -> step.events().stream()).toList();
    }

    /**
     * Returns when the first thing happened.
     *
     * @return the time that others count from; the epoch if nothing happened
     */
    public Instant start() {
        return steps.stream()
                .flatMap(step -> step.events().stream())
                .findFirst()
                .map(TraceEvent::at)
                .orElse(Instant.EPOCH);
    }

    /**
     * Returns in whose words the run is told.
     *
     * @return the platform that the facts name, if they name one that is known
     */
    public Optional<PlatformProfile> platform() {
        return Optional.ofNullable(facts.get(PLATFORM)).flatMap(PlatformProfile::of);
    }

    /**
     * Returns the same run, told in a platform's words.
     *
     * @param platform whose words
     * @return a copy with another platform among its facts
     */
    public RecordedRun inWordsOf(PlatformProfile platform) {
        Map<String, String> other = new LinkedHashMap<>(facts);
        other.put(PLATFORM, platform.key());
        return new RecordedRun(title, other, steps);
    }
}
