package dev.tdisp.spdm.capture;

import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.message.DeliverEncapsulatedResponse;
import dev.tdisp.spdm.message.Finish;
import dev.tdisp.spdm.message.GetVersion;
import dev.tdisp.spdm.message.KeyUpdate;
import dev.tdisp.spdm.message.PskFinish;
import dev.tdisp.spdm.message.SetCertificate;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.UnknownRequest;
import dev.tdisp.spdm.message.VendorDefinedRequest;

/** Draws the consequences of requests: what they clear, what they update, what must verify in them. */
final class RequestDecoder {
    private final CapturedConnection connection;
    private final HandshakeDecoder handshakes;
    private final EncapsulationDecoder encapsulation;

    RequestDecoder(CapturedConnection connection, HandshakeDecoder handshakes, EncapsulationDecoder encapsulation) {
        this.connection = connection;
        this.handshakes = handshakes;
        this.encapsulation = encapsulation;
    }

    void accept(MessageEntry entry, Exchange exchange) {
        SpdmRequest request = exchange.request();
        if (request instanceof GetVersion) {
            connection.restart();
        }
        connection.received(request, exchange.session());
        if (request instanceof Finish finish) {
            handshakes.finish(entry, finish, exchange.session());
        } else if (request instanceof PskFinish finish && exchange.session().isPresent()) {
            handshakes.pskFinish(entry, finish, exchange.session().get());
        } else if (request instanceof KeyUpdate update && exchange.session().isPresent()) {
            CapturedSession session = exchange.session().get();
            update.operation().ifPresent(operation -> session.update(SpdmRole.REQUESTER, operation));
        } else {
            content(entry, exchange, request);
        }
    }

    private void content(MessageEntry entry, Exchange exchange, SpdmRequest request) {
        if (request instanceof DeliverEncapsulatedResponse delivery) {
            encapsulation.delivered(entry, delivery, exchange.session());
        } else if (request instanceof SetCertificate set && !set.isErase()) {
            connection.slots(SpdmRole.RESPONDER).verified(entry, set.chain(), connection.context());
        } else if (request instanceof VendorDefinedRequest vendor) {
            VendorDecoder.decode(entry, request.name(), vendor.body(), exchange.bytes(), request.fields());
        } else if (request instanceof UnknownRequest) {
            entry.problem("requests of this code are not understood");
        }
    }
}
