package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import java.util.List;

/** Compares a lab whose device is elsewhere with one whose device is at hand. */
public final class RemoteAttach {
    private RemoteAttach() {}

    /** Everything that the host did, saw and carried is the same, byte for byte and at the same time. */
    public static void requireSame(Lab far, Lab near) {
        List<TraceEvent> there = ofTheHost(far);
        List<TraceEvent> here = ofTheHost(near);
        for (int i = 0; i < Math.min(here.size(), there.size()); i++) {
            assertThat(there.get(i)).as("event %d", i).isEqualTo(here.get(i));
        }
        assertThat(there.size()).isEqualTo(here.size()).isGreaterThan(500);
        for (int vf = 1; vf <= near.vfs(); vf++) {
            assertThat(far.state(vf)).isEqualTo(near.state(vf));
            assertThat(far.transfers(vf)).isEqualTo(near.transfers(vf));
            assertThat(far.verdict(vf)).isEqualTo(near.verdict(vf));
        }
    }

    private static List<TraceEvent> ofTheHost(Lab lab) {
        return lab.events().stream().filter(RemoteAttach::isOfTheHost).toList();
    }

    private static boolean isOfTheHost(TraceEvent event) {
        boolean isCarried = event instanceof TraceEvent.Message message
                && message.protocol().equals("DOE");
        return isCarried || !event.source().startsWith("device");
    }
}
