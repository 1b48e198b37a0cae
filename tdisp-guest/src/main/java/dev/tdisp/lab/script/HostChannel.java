package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The way of a scripted host to its device.
 *
 * @param tdisp carries TDISP
 * @param ideKm carries IDE_KM
 * @param session the session around both, or {@link Transcript#RAW}
 * @param end ends all of it
 */
record HostChannel(UnaryOperator<Bytes> tdisp, UnaryOperator<Bytes> ideKm, long session, Runnable end) {
    private static final int SLOT = 0;

    /** Opens a session by honest SPDM. */
    static HostChannel over(SpdmTransport transport, Env env, Runnable closing) {
        try {
            var requester = new SpdmRequester(transport, RequesterOptions.TDISP, env);
            requester.connect();
            requester.digests();
            requester.certificateChain(SLOT);
            RequesterSession session = requester.startSession(SessionOptions.DEFAULT.withSlot(SLOT));
            return new HostChannel(
                    session.channel(VendorProtocol.TDISP),
                    session.channel(VendorProtocol.IDE_KM),
                    session.id(),
                    () -> end(session, closing));
        } catch (RuntimeException e) {
            closing.run();
            throw e;
        }
    }

    private static void end(RequesterSession session, Runnable closing) {
        try {
            if (session.isEstablished()) {
                session.end();
            }
        } catch (SpdmException | TransportException e) {
            // the device has had enough of it, or is gone: so is the session
        } finally {
            closing.run();
        }
    }

    /** Sends a request; what SPDM refuses in the protocol's stead, and what gets lost, is no answer. */
    Exchange exchange(VendorProtocol protocol, Bytes request) {
        UnaryOperator<Bytes> way = protocol == VendorProtocol.TDISP ? tdisp : ideKm;
        try {
            Bytes answer = way.apply(request);
            return new Exchange(answer.isEmpty() ? Optional.empty() : Optional.of(answer), "");
        } catch (SpdmException | TransportException e) {
            String said = String.valueOf(e.getMessage());
            return new Exchange(Optional.empty(), said.lines().findFirst().orElse(""));
        }
    }

    /** What came back, and why nothing did. */
    record Exchange(Optional<Bytes> answer, String reason) {}
}
