package dev.tdisp.device.dsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.idekm.IdeKmRegisters;
import dev.tdisp.core.idekm.IdeKmResponder;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.responder.TdispResponder;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.ide.IdeBlocks;
import dev.tdisp.device.tdi.TdiSet;
import dev.tdisp.spdm.vendor.VendorProtocol;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.List;

/** The two protocols that travel inside SPDM sessions, and what the end of a session means to them. */
public final class VendorProtocols {
    private static final String PEER = "tsm";

    private final IdeKmResponder ideKm;
    private final TdispResponder tdisp;
    private final VendorRegistry registry = new VendorRegistry();

    /**
     * Creates both responders.
     *
     * @param function function 0
     * @param port the streams
     * @param blocks the registers in front of them
     * @param interfaces the interfaces
     * @param profile what the device says it can do
     * @param env time, randomness and trace
     */
    public VendorProtocols(
            PhysicalFunction function,
            IdePort port,
            IdeBlocks blocks,
            TdiSet interfaces,
            TdispProfile profile,
            Env env) {
        this.ideKm = new IdeKmResponder(List.of(port), new Registers(function, blocks), PEER, env);
        this.tdisp = new TdispResponder(interfaces, profile, env, port.name());
        registry.register(VendorProtocol.IDE_KM, ideKm::handle);
        registry.register(VendorProtocol.TDISP, tdisp::handle);
    }

    /**
     * Returns who answers which vendor-defined message.
     *
     * @return both protocols
     */
    public VendorRegistry registry() {
        return registry;
    }

    /**
     * Takes the end of a session: its streams stop protecting, then the interfaces locked over it see it.
     *
     * @param sessionId the session
     */
    public void sessionEnded(long sessionId) {
        ideKm.sessionEnded(sessionId);
        tdisp.sessionEnded(sessionId);
    }

    /** Forgets what the responders hold, as a conventional reset does. */
    public void reset() {
        tdisp.reset();
    }

    private record Registers(PhysicalFunction function, IdeBlocks blocks) implements IdeKmRegisters {
        @Override
        public FunctionId function(int portIndex) {
            return new FunctionId(0, function.requesterId());
        }

        @Override
        public List<Long> registers(int portIndex) {
            return blocks.snapshot();
        }
    }
}
