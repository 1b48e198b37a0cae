package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.certificate.CertificateRequest;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.Csr;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.EndpointInfo;
import dev.tdisp.spdm.message.GetEndpointInfo;
import dev.tdisp.spdm.message.GetMeasurementExtensionLog;
import dev.tdisp.spdm.message.MeasurementExtensionLog;
import dev.tdisp.spdm.message.SpdmResponse;

/** Decodes and verifies what responses carry that neither authenticate nor belong to a handshake. */
final class ManagementDecoder {
    private final CapturedConnection connection;

    ManagementDecoder(CapturedConnection connection) {
        this.connection = connection;
    }

    void accept(MessageEntry entry, Exchange exchange, SpdmResponse response) {
        if (response instanceof EndpointInfo info && exchange.request() instanceof GetEndpointInfo request) {
            endpointInfo(entry, SpdmRole.RESPONDER, request, exchange.bytes(), info);
        } else if (response instanceof Csr csr) {
            entry.verify("signature", CertificateRequest.decode(csr.csr()).isSelfSigned());
        } else if (response instanceof MeasurementExtensionLog log
                && exchange.request() instanceof GetMeasurementExtensionLog request) {
            connection
                    .measurements()
                    .log(entry, request, log, connection.context().suite().measurementHash());
        }
    }

    /** Verifies what one of both parties says of itself. */
    void endpointInfo(
            MessageEntry entry, SpdmRole owner, GetEndpointInfo request, Bytes requestBytes, EndpointInfo response) {
        if (request.subCode() == GetEndpointInfo.DEVICE_CLASS) {
            Bytes info = response.info();
            entry.requireSame("device class", info, DeviceClassInfo.decode(info).encode());
        }
        if (request.isSigned()) {
            SigningContext purpose = switch (owner) {
                case REQUESTER -> SigningContext.REQUESTER_ENDPOINT_INFO;
                case RESPONDER -> SigningContext.RESPONDER_ENDPOINT_INFO;
            };
            Bytes signed = connection.transcript().endpointInfo(requestBytes, response.encodeWithoutSignature());
            entry.verify(
                    "signature",
                    connection
                            .slots(owner)
                            .verify(purpose, request.slot(), connection.context(), signed, response.signature()));
        }
    }
}
