package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.platform.PlatformView;
import dev.tdisp.host.platform.PlatformView.Told;
import java.util.List;

/**
 * Shows a trace in the words of a platform, one line a verb or state, in the columns of {@link TraceText}.
 *
 * <pre>
 * cca               verb    RHI set LOCKED -> RMI_VDEV_LOCK       lock the interface
 * cca               state   VDEV LOCKED                           CONFIG_LOCKED
 * </pre>
 */
public final class PlatformText {
    private PlatformText() {}

    /**
     * Shows events.
     *
     * @param platform whose words
     * @param events the events, in order
     * @return the lines, without their ends
     */
    public static List<String> lines(PlatformProfile platform, List<TraceEvent> events) {
        return PlatformView.tell(platform, events).stream()
                .map(told -> line(platform, told))
                .toList();
    }

    private static String line(PlatformProfile platform, Told told) {
        if (told instanceof Told.Verb verb) {
            return TraceText.columns(
                    platform.key(), "verb", verb.word().toString(), verb.step().sentence());
        }
        Told.State state = (Told.State) told;
        return TraceText.columns(
                platform.key(), "state", state.name(), state.state().name());
    }
}
