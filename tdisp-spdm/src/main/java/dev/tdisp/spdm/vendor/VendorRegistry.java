package dev.tdisp.spdm.vendor;

import dev.tdisp.spdm.message.VendorDefinedBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The protocols that a responder knows.
 *
 * <pre>{@code
 * var registry = new VendorRegistry();
 * registry.register(VendorProtocol.TDISP, tdisp::handle);
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class VendorRegistry {
    private final Map<VendorProtocol, VendorHandler> handlers = new LinkedHashMap<>();

    /** Creates a registry of no protocol. */
    public VendorRegistry() {}

    /**
     * Adds a protocol.
     *
     * @param protocol the protocol
     * @param handler answers its messages
     * @throws IllegalArgumentException if the protocol is there already
     */
    public void register(VendorProtocol protocol, VendorHandler handler) {
        if (handlers.putIfAbsent(protocol, handler) != null) {
            throw new IllegalArgumentException("protocol: " + protocol + " is registered already");
        }
    }

    /**
     * Tells whether no protocol is registered.
     *
     * @return true if there is none
     */
    public boolean isEmpty() {
        return handlers.isEmpty();
    }

    /**
     * Tells whether some protocol is that vendor's.
     *
     * @param body what a VENDOR_DEFINED_REQUEST carries
     * @return true if the standards body and the vendor are known
     */
    public boolean knowsVendorOf(VendorDefinedBody body) {
        return handlers.keySet().stream()
                .anyMatch(protocol -> protocol.standardId() == body.standardId()
                        && protocol.vendorId().equals(body.vendorId()));
    }

    /**
     * Finds the protocol of a message.
     *
     * @param body what a VENDOR_DEFINED message carries
     * @return the protocol, if it is known
     */
    public Optional<VendorProtocol> protocolOf(VendorDefinedBody body) {
        return handlers.keySet().stream()
                .filter(protocol -> protocol.unwrap(body).isPresent())
                .findFirst();
    }

    /**
     * Leads a message to its protocol.
     *
     * @param sessionId the established session it came in, or {@link VendorHandler#NO_SESSION}
     * @param body what the VENDOR_DEFINED_REQUEST carries
     * @return what the VENDOR_DEFINED_RESPONSE is to carry; nothing if the protocol is unknown, needs a session that is not
     *     there, or does not answer
     */
    public Optional<VendorDefinedBody> handle(long sessionId, VendorDefinedBody body) {
        boolean isMissing = protocolOf(body)
                .filter(protocol -> protocol.isSessionRequired() && sessionId == VendorHandler.NO_SESSION)
                .isPresent();
        return isMissing ? Optional.empty() : handleAnywhere(sessionId, body);
    }

    /**
     * Leads a message to its protocol, even if the protocol needs a session and there is none: for who has looked at that.
     *
     * @param sessionId the session it came in, or {@link VendorHandler#NO_SESSION}
     * @param body what the VENDOR_DEFINED_REQUEST carries
     * @return what the VENDOR_DEFINED_RESPONSE is to carry; nothing if the protocol is unknown, or does not answer
     */
    public Optional<VendorDefinedBody> handleAnywhere(long sessionId, VendorDefinedBody body) {
        return protocolOf(body)
                .flatMap(protocol -> protocol.unwrap(body)
                        .flatMap(message -> Optional.ofNullable(handlers.get(protocol))
                                .flatMap(handler -> handler.handle(sessionId, message)))
                        .map(protocol::wrap));
    }
}
