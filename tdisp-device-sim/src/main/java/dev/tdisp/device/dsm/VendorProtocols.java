package dev.tdisp.device.dsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.idekm.IdeKmRegisters;
import dev.tdisp.core.idekm.IdeKmResponder;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.responder.TdispResponder;
import dev.tdisp.device.cxl.CxlIdeKmResponder;
import dev.tdisp.device.cxl.CxlTspResponder;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.ide.IdeBlocks;
import dev.tdisp.device.tdi.TdiSet;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** The protocols that travel inside SPDM sessions, IDE_KM and TDISP, and what the end of a session means to them. */
public final class VendorProtocols {
    static final String PEER = "tsm";

    private final IdeKmResponder ideKm;
    private final TdispResponder tdisp;
    private final VendorRegistry registry = new VendorRegistry();
    private final String name;
    private final List<LongConsumer> listeners = new ArrayList<>();
    private final List<Runnable> resets = new ArrayList<>();
    private LongPredicate sessions = session -> true;
    private boolean isWithdrawn;
    private VendorInterceptor front;

    /**
     * Creates both responders.
     *
     * @param parts what they are about
     * @param profile what the device says it can do
     * @param interceptor stands in front of both
     * @param env time, randomness and trace
     */
    public VendorProtocols(Parts parts, TdispProfile profile, VendorInterceptor interceptor, Env env) {
        this.name = parts.port().name();
        this.front = interceptor;
        this.ideKm = new IdeKmResponder(List.of(parts.port()), new Registers(parts), PEER, env);
        this.tdisp = new TdispResponder(parts.interfaces(), profile, env, name);
        registry.register(VendorProtocol.IDE_KM, whereAllowed(behindTheFront(VendorProtocol.IDE_KM, ideKm::handle)));
        registry.register(VendorProtocol.TDISP, whereAllowed(behindTheFront(VendorProtocol.TDISP, tdisp::handle)));
    }

    /**
     * What the protocols of a device are about.
     *
     * @param function function 0
     * @param port the streams
     * @param blocks the registers in front of them
     * @param interfaces the interfaces
     */
    public record Parts(PhysicalFunction function, IdePort port, IdeBlocks blocks, TdiSet interfaces) {}

    /**
     * Answers IDE_KM and TSP of CXL too, minimally.
     *
     * @param env time and trace
     */
    public void answerCxl(Env env) {
        var keys = new CxlIdeKmResponder(name, PEER, env);
        var target = new CxlTspResponder(name, PEER, env);
        registry.register(VendorProtocol.CXL_IDE_KM, whereAllowed(keys));
        registry.register(VendorProtocol.CXL_TSP, whereAllowed(target));
        listeners.add(target::sessionEnded);
        resets.add(keys::reset);
        resets.add(target::reset);
    }

    /** Answers nothing from now on, as a device without IDE_KM and TDISP. */
    public void withdraw() {
        isWithdrawn = true;
    }

    private VendorHandler behindTheFront(VendorProtocol protocol, VendorHandler device) {
        return (session, message) -> front.handle(protocol, session, message, device);
    }

    /**
     * Puts somebody in front of IDE_KM and TDISP, and of who stands there already.
     *
     * @param first gets each message first from now on
     */
    public void intercept(VendorInterceptor first) {
        front = first.then(front);
    }

    private VendorHandler whereAllowed(VendorHandler handler) {
        return (session, message) ->
                !isWithdrawn && sessions.test(session) ? handler.handle(session, message) : Optional.empty();
    }

    /**
     * Restricts in which sessions the protocols answer.
     *
     * @param allowed tells whether a session is one of these
     */
    void serveOnly(LongPredicate allowed) {
        sessions = allowed;
    }

    /**
     * Returns who answers which vendor-defined message.
     *
     * @return all protocols
     */
    public VendorRegistry registry() {
        return registry;
    }

    /**
     * Returns the TDISP responder.
     *
     * @return the responder, for example to keep it busy
     */
    public TdispResponder tdisp() {
        return tdisp;
    }

    /**
     * Takes the end of a session: its streams stop protecting, then the interfaces locked over it see it.
     *
     * @param sessionId the session
     */
    public void sessionEnded(long sessionId) {
        ideKm.sessionEnded(sessionId);
        tdisp.sessionEnded(sessionId);
        listeners.forEach(listener -> listener.accept(sessionId));
    }

    /** Forgets what the responders hold, as a conventional reset does. */
    public void reset() {
        tdisp.reset();
        resets.forEach(Runnable::run);
    }

    private record Registers(Parts parts) implements IdeKmRegisters {
        @Override
        public FunctionId function(int portIndex) {
            return new FunctionId(0, parts.function().requesterId());
        }

        @Override
        public List<Long> registers(int portIndex) {
            return parts.blocks().snapshot();
        }
    }
}
