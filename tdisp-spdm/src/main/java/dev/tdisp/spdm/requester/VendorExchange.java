package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;

/** VENDOR_DEFINED_REQUEST, and what must hold for its response. */
final class VendorExchange {
    private static final int SMALL_SIZE = 0xFFFF;

    private final Requester requester;
    private final Optional<SpdmSession> session;

    VendorExchange(Requester requester, Optional<SpdmSession> session) {
        this.requester = requester;
        this.session = session;
    }

    Bytes exchange(VendorProtocol protocol, Bytes message) {
        requester.requireNegotiated();
        VendorDefinedBody body = protocol.wrap(message);
        var header = SpdmHeader.of(requester.connection().version(), isLarge(body) ? VendorDefinedRequest.LARGE : 0, 0);
        var request = new VendorDefinedRequest(header, body);
        Exchange exchange = requester.exchange();
        VendorDefinedResponse response = session.map(
                        open -> exchange.inSession(request, VendorDefinedResponse.class, open))
                .orElseGet(() -> exchange.inClear(request, VendorDefinedResponse.class))
                .message();
        if (response.isLarge() != request.isLarge()) {
            throw exchange.refuse("the response has another form than the request", "2.14");
        }
        return protocol.unwrap(response.body())
                .orElseThrow(() -> exchange.refuse("the response is not of " + protocol, "2.14"));
    }

    private boolean isLarge(VendorDefinedBody body) {
        boolean isNeeded = body.payload().size() > SMALL_SIZE;
        boolean isPossible = requester.connection().version().isAtLeast(SpdmVersion.V1_4)
                && requester.connection().context().both(Capability.LARGE_RESP_CAP);
        if (isNeeded && !isPossible) {
            throw new IllegalArgumentException("message: %d bytes need LARGE_RESP_CAP on both sides"
                    .formatted(body.payload().size()));
        }
        return isNeeded;
    }
}
