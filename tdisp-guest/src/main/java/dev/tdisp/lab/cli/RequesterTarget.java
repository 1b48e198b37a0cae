package dev.tdisp.lab.cli;

import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.remote.ListeningRequester;
import dev.tdisp.lab.conformance.requester.LabRequester;
import dev.tdisp.lab.conformance.requester.RequesterStand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** What {@code --target requester} means: the lab's own host and guest, or whoever connects to a socket. */
final class RequesterTarget implements AutoCloseable {
    private static final String NAME = "requester";

    private final Optional<ListeningRequester> listening;

    private RequesterTarget(Optional<ListeningRequester> listening) {
        this.listening = listening;
    }

    /** Tells whether a target is a requester. */
    static boolean isMeant(String target) {
        return target.equals(NAME) || target.startsWith(NAME + ":");
    }

    static RequesterTarget open(String target, Duration patience, PrintWriter out) {
        if (target.equals(NAME)) {
            return new RequesterTarget(Optional.empty());
        }
        var where = new HostAndPort().convert(target.substring(NAME.length() + 1));
        var listening = new ListeningRequester(where, patience);
        out.printf("tdisp conform: connect a requester to %s, once for each device%n", listening.address());
        out.flush();
        return new RequesterTarget(Optional.of(listening));
    }

    Subject subject() {
        return listening
                .map(requester -> new RequesterStand(requester))
                .orElseGet(() -> new RequesterStand(new LabRequester()));
    }

    @Override
    public void close() {
        listening.ifPresent(ListeningRequester::close);
    }
}
