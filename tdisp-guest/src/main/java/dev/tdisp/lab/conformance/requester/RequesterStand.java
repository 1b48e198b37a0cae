package dev.tdisp.lab.conformance.requester;

import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a requester where a suite expects a subject: here the suite is the device. What the requester said is played to the
 * scene afterwards, so that reports show it as they show all exchanges.
 */
public final class RequesterStand implements Subject {
    private static final int HONEST_ROUNDS = 2;

    private final RequesterSubject requester;
    private final Deque<Said> playing = new ArrayDeque<>();
    private Optional<Run> honest = Optional.empty();

    /**
     * Makes a stand.
     *
     * @param requester who is tested
     */
    public RequesterStand(RequesterSubject requester) {
        this.requester = requester;
    }

    @Override
    public String name() {
        return requester.name();
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FRESH_DEVICE);
    }

    @Override
    public Link open(long seed) {
        SpdmTransport transport = this::answer;
        return () -> transport;
    }

    private TransportMessage answer(TransportMessage request) {
        Said said = playing.peek();
        if (said == null || said.response().isEmpty()) {
            throw new TransportException("no response");
        }
        return TransportMessage.spdm(said.layer().carriedBack(said.response().get()));
    }

    /** Lets the requester attach to a device, and writes down what it said. */
    Run run(Scene scene, Deviation deviation, long seed, int rounds) {
        var device = new PlayedDevice(deviation, requester.profile(), seed);
        RequesterSubject.Outcome outcome = requester.attach(device, rounds);
        play(scene, deviation, device.tape());
        return new Run(device.tape(), outcome);
    }

    private void play(Scene scene, Deviation deviation, Tape tape) {
        for (Said said : tape.all()) {
            playing.add(said);
            scene.purpose(said.isChanged() ? deviation.name() + ", the deviation" : deviation.name());
            scene.exchange(said.layer().carried(said.request()));
            playing.clear();
        }
    }

    /** Lets the requester attach to an honest device, once for all cases that look at that. */
    Run honest(Scene scene) {
        if (honest.isEmpty()) {
            honest = Optional.of(run(scene, Deviation.NONE, scene.seed(), HONEST_ROUNDS));
        } else {
            play(scene, Deviation.NONE, honest.get().tape());
        }
        return honest.get();
    }

    /** What a requester said, and how it ended. */
    record Run(Tape tape, RequesterSubject.Outcome outcome) {}
}
