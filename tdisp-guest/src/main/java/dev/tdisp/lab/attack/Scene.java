package dev.tdisp.lab.attack;

import dev.tdisp.core.adversary.AdversarySwitch;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.guest.Acceptance;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.DsmSession;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.Bar;
import dev.tdisp.host.vmm.ConfigAccess;
import dev.tdisp.host.vmm.GuestWindow;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.RejectedException;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.transport.TransportException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lab of one attack, what the attacker keeps in mind, and what was noticed. */
public final class Scene implements AutoCloseable {
    private static final String OTHER_SESSION = "other session";
    static final Bytes SECRET = Bytes.fromHex("5ec2e7000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c");

    private final Lab lab;
    private final SessionTap sessions;
    private final LinkTap link;
    private final boolean isWeak;
    private final Env own;
    private final List<Observation> noticed = new ArrayList<>();
    private final Map<String, Object> kept = new HashMap<>();
    private final Flow<Milestone> flow;
    private int begin;

    Scene(LabBuilder builder, SessionTap sessions, LinkTap link, boolean isWeak) {
        this.link = link;
        this.lab = builder.build();
        lab.secret("the guest's secret", SECRET);
        this.sessions = sessions;
        this.isWeak = isWeak;
        this.own =
                new Env(lab.time(), lab.time(), RandomSource.seeded(lab.seed()).forParty("attacker"), Trace.none());
        this.flow = lab.attach(1);
    }

    Lab lab() {
        return lab;
    }

    /** Whether a party of the script is the careless one. */
    boolean isWeak() {
        return isWeak;
    }

    void begin() {
        begin = lab.events().size();
    }

    /** Attaches the first function, undisturbed. */
    void attachTo(Milestone milestone) {
        flow.runTo(milestone);
    }

    /** Goes on with the attach to its end, or to what stops it. */
    void goOn() {
        try {
            flow.run();
        } catch (IllegalStateException e) {
            notice(Party.GUEST, String.valueOf(e.getMessage()));
        }
    }

    /** Goes on with the attach. */
    void goOnTo(Milestone milestone) {
        flow.runTo(milestone);
    }

    /** Does something, and notes who refuses it; the hypervisor takes every refusal with equanimity. */
    void attempt(Runnable action) {
        try {
            action.run();
        } catch (TsmException e) {
            notice(Party.TSM, String.valueOf(e.getMessage()));
        } catch (RejectedException e) {
            notice(Party.GUEST, e.verdict().failures().toString());
        } catch (SpdmException | TransportException | TdispException | IdeKmException e) {
            keep("failure", e);
        }
    }

    void notice(Party party, String what) {
        noticed.add(new Observation(party, what));
    }

    /** Notes a refusal of the guest's or the host's memory. */
    MemoryResult see(Party party, MemoryResult result) {
        result.refusal().ifPresent(refusal -> notice(party, refusal.toString()));
        return result;
    }

    /** Lets the guest take the interface by itself, and notes why it does not. */
    void accept() {
        Acceptance acceptance = lab.guest().accept(function());
        if (acceptance instanceof Acceptance.Rejected rejected) {
            notice(Party.GUEST, rejected.verdict().failures().toString());
        } else if (acceptance instanceof Acceptance.Failed failed) {
            notice(Party.TSM, failed.reason());
        }
    }

    List<Observation> observations() {
        List<Observation> all = new ArrayList<>(Witness.of(events()));
        all.addAll(noticed);
        return all;
    }

    List<TraceEvent> events() {
        return lab.eventsFrom(begin);
    }

    void keep(String name, Object value) {
        kept.put(name, value);
    }

    boolean has(String name) {
        return kept.containsKey(name);
    }

    <T> T kept(String name, Class<T> type) {
        Object value = kept.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not kept");
        }
        return type.cast(value);
    }

    FunctionId function() {
        return lab.function(1);
    }

    TdiState state() {
        return lab.state(1);
    }

    boolean isAccepted() {
        return state() == TdiState.RUN && lab.guest().accepted(function()).isPresent();
    }

    /** The configuration space of the physical function. */
    ConfigAccess physical() {
        return lab.vmm().driver().config(lab.vmm().driver().function().id());
    }

    /** The configuration space of the first function. */
    ConfigAccess virtual() {
        return lab.vmm().driver().config(function());
    }

    Bar bar(int index) {
        return lab.vmm().driver().function(function()).orElseThrow().bar(index);
    }

    long window(int bar) {
        return lab.vmm().hypercallsOf(lab.guest().id()).windows(function()).stream()
                .filter(window -> window.bar() == bar)
                .findFirst()
                .map(GuestWindow::guestAddress)
                .orElseThrow();
    }

    /** The security manager's session with the device. */
    DsmSession session() {
        return sessions.last();
    }

    /** A session of the attacker's own with the device, beside the security manager's. */
    DsmSession otherSession() {
        if (!has(OTHER_SESSION)) {
            keep(OTHER_SESSION, session().another());
        }
        return kept(OTHER_SESSION, DsmSession.class);
    }

    /** The link, which an interposer has in its hands. */
    LinkTap link() {
        return link;
    }

    AdversarySwitch adversary() {
        return link.adversary();
    }

    SrIovDevice device() {
        return lab.device();
    }

    /** Has the guest ask the security manager for the state, and keeps in mind if it believes that the interface runs. */
    void guestAsks() {
        TdiState told = lab.guest().state(function());
        if (told == TdiState.RUN) {
            keep("believed", told);
        } else {
            notice(Party.GUEST, "the state is " + told);
        }
    }

    Env own() {
        return own;
    }

    /** Writes as the guest does. */
    MemoryResult guestWrites(int offset, Bytes content) {
        return lab.guest().space().write(window(0) + offset, content, Visibility.PRIVATE);
    }

    /** Reads as the guest does. */
    MemoryResult guestReads(int offset, int length) {
        return lab.guest().space().read(window(0) + offset, length, Visibility.PRIVATE);
    }

    @Override
    public void close() {
        lab.close();
    }
}
