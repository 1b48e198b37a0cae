package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;

/** VENDOR_DEFINED_REQUEST, and what must hold for its response. */
final class VendorExchange {
    private final Requester requester;
    private final Optional<SpdmSession> session;

    VendorExchange(Requester requester, Optional<SpdmSession> session) {
        this.requester = requester;
        this.session = session;
    }

    Bytes exchange(VendorProtocol protocol, Bytes message) {
        requester.requireNegotiated();
        var header = SpdmHeader.of(requester.connection().version(), 0, 0);
        var request = new VendorDefinedRequest(header, protocol.wrap(message));
        Exchange exchange = requester.exchange();
        VendorDefinedResponse response = session.map(
                        open -> exchange.inSession(request, VendorDefinedResponse.class, open))
                .orElseGet(() -> exchange.inClear(request, VendorDefinedResponse.class))
                .message();
        return protocol.unwrap(response.body())
                .orElseThrow(() -> exchange.refuse("the response is not of " + protocol, "2.14"));
    }
}
