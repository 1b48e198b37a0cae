package dev.tdisp.lab.conformance;

import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import java.util.EnumSet;
import java.util.Set;

/** A subject that answers nothing, or whatever a transport says. */
record ScriptedSubject(SpdmTransport transport) implements Subject {
    static final ScriptedSubject SILENT = new ScriptedSubject(request -> {
        throw new TransportException("no response");
    });

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.of(Trait.TEE_IO);
    }

    @Override
    public Link open(long seed) {
        return () -> transport;
    }
}
