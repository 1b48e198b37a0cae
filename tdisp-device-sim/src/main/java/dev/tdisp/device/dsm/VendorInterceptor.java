package dev.tdisp.device.dsm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;

/** Stands between SPDM and the device's IDE_KM and TDISP: makes a device wrong in one point, for example. */
@FunctionalInterface
public interface VendorInterceptor {
    /** Passes everything on. */
    VendorInterceptor NONE = (protocol, session, request, device) -> device.handle(session, request);

    /**
     * Answers a message in place of the device, or with its help.
     *
     * @param protocol IDE_KM or TDISP
     * @param session the SPDM session that the message came over
     * @param request the message in the clear, without the protocol's number
     * @param device what is intercepted
     * @return the answer; nothing if there is none
     */
    Optional<Bytes> handle(VendorProtocol protocol, long session, Bytes request, VendorHandler device);

    /**
     * Puts another one behind this one.
     *
     * @param next gets what this one passes on
     * @return both
     */
    default VendorInterceptor then(VendorInterceptor next) {
        return (protocol, session, request, device) ->
                handle(protocol, session, request, (id, message) -> next.handle(protocol, id, message, device));
    }
}
