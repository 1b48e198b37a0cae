package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.env.EntropyException;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.EnumerationException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.RejectedException;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The lab's own host and guest, in memory. */
public final class LabRequester implements RequesterSubject {
    private static final int VF = 1;

    /** How these parties say that they do not go on. */
    private static final List<Class<? extends RuntimeException>> REFUSALS = List.of(
            TsmException.class,
            SpdmException.class,
            TdispException.class,
            IdeKmException.class,
            RejectedException.class,
            TransportException.class,
            EnumerationException.class,
            EntropyException.class);

    private final String name;
    private final UnaryOperator<LabBuilder> change;

    /** Makes the usual host and guest. */
    public LabRequester() {
        this("our host and guest", UnaryOperator.identity());
    }

    /**
     * Makes parties that differ in something.
     *
     * @param name their name
     * @param change what differs
     */
    public LabRequester(String name, UnaryOperator<LabBuilder> change) {
        this.name = name;
        this.change = change;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome attach(PlayedDevice device, int rounds) {
        List<String> untold = new ArrayList<>();
        Trace notes = event -> note(event, untold);
        try (Lab lab = change.apply(
                        Lab.builder().device(device).vfs(1).untraced().trace(notes))
                .build()) {
            Outcome outcome = accepted();
            for (int i = 0; i < rounds && outcome.kind() == Outcome.Kind.ACCEPTED; i++) {
                outcome = attempt(() -> lab.attach(VF).run());
                Outcome left = attempt(() -> lab.detach(VF).run());
                outcome = outcome.kind() == Outcome.Kind.ACCEPTED ? left : outcome;
            }
            boolean isLeft = outcome.kind() != Outcome.Kind.ACCEPTED || untold.isEmpty();
            return isLeft ? outcome : new Outcome(Outcome.Kind.REFUSED, untold.get(0));
        }
    }

    /** The security manager tells the hypervisor when a device does not confirm that it stopped. */
    private static void note(TraceEvent event, List<String> untold) {
        if (event instanceof TraceEvent.Note note && note.text().contains("stop not confirmed")) {
            untold.add(note.text());
        }
    }

    private static Outcome accepted() {
        return new Outcome(Outcome.Kind.ACCEPTED, "");
    }

    private static Outcome attempt(Runnable way) {
        try {
            way.run();
            return accepted();
        } catch (RuntimeException e) {
            boolean isRefusal = REFUSALS.stream().anyMatch(type -> type.isInstance(e));
            return new Outcome(isRefusal ? Outcome.Kind.REFUSED : Outcome.Kind.CRASHED, String.valueOf(e));
        }
    }
}
