package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateModel;
import dev.tdisp.spdm.certificate.CertificateRequest;
import dev.tdisp.spdm.message.Csr;
import dev.tdisp.spdm.message.GetCsr;
import dev.tdisp.spdm.message.OpaqueData;
import dev.tdisp.spdm.message.SpdmErrorCode;

/** Answers GET_CSR, at once or after a reset (section 2.15). */
final class GetCsrHandler implements RequestHandler {
    private static final int MAXIMUM_OPAQUE_SIZE = 1024;
    private static final int MAXIMUM_SIZE = 0xFFFF;

    private final Responder responder;

    GetCsrHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        GetCsr request = in.decode(GetCsr.class).message();
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        in.requireCapability(Capability.CSR_CAP);
        requireOpaqueData(in, request);
        requireAttributes(in, request);
        var demand = new CertificateDemand(
                request.keyPairId(), request.certificateModel(), request.requesterInfo(), request.opaqueData());
        CertificateRequest made = make(in, demand);
        if (responder.profile().capabilities().has(Capability.CERT_INSTALL_RESET_CAP)) {
            requireReset(in, request, demand);
        }
        return Answer.of(Csr.of(responder.connection().version(), made.encoded()));
    }

    private void requireOpaqueData(Incoming in, GetCsr request) {
        boolean isAllowed = responder.connection().suite().opaqueDataFormat() != OpaqueDataFormat.NONE;
        int size = request.opaqueData().size();
        if (size > (isAllowed ? MAXIMUM_OPAQUE_SIZE : 0)) {
            throw in.invalid("%d bytes of opaque data".formatted(size));
        }
        boolean isGeneral = responder.connection().suite().opaqueDataFormat() == OpaqueDataFormat.FORMAT_1;
        if (isGeneral
                && size > 0
                && !OpaqueData.isWellFormed(responder.connection().version(), request.opaqueData())) {
            throw in.invalid("OpaqueData is malformed");
        }
    }

    private void requireAttributes(Incoming in, GetCsr request) {
        boolean canWait = responder.profile().capabilities().has(Capability.CERT_INSTALL_RESET_CAP);
        if (request.trackingTag() != 0 && (request.isOverwrite() || !canWait)) {
            throw in.invalid("CSRTrackingTag %d".formatted(request.trackingTag()));
        }
        boolean isMultiKey = responder.connection().suite().isResponderMultiKey();
        boolean isModel = CertificateModel.of(request.certificateModel()).isPresent();
        boolean isFitting = isMultiKey
                ? isModel && request.keyPairId() != 0
                : request.certificateModel() == 0 && request.keyPairId() == 0;
        if (in.isAtLeast(SpdmVersion.V1_3) && !isFitting) {
            throw in.invalid("KeyPairID %d, CertModel %d".formatted(request.keyPairId(), request.certificateModel()));
        }
    }

    private CertificateRequest make(Incoming in, CertificateDemand demand) {
        CertificateRequest made;
        try {
            made = responder
                    .certificateRequester()
                    .request(demand)
                    .orElseThrow(() -> in.invalid("there is no key pair %d".formatted(demand.keyPairId())));
        } catch (MalformedMessageException e) {
            throw in.invalid(String.valueOf(e.getMessage()));
        }
        if (made.encoded().size() > MAXIMUM_SIZE) {
            throw Refusal.of(SpdmErrorCode.UNSPECIFIED, "the request is larger than 64 KiB");
        }
        return made;
    }

    private void requireReset(Incoming in, GetCsr request, CertificateDemand demand) {
        Provisioning provisioning = responder.provisioning();
        int asked = request.trackingTag();
        if (asked != 0 && !provisioning.belongs(asked, demand)) {
            throw in.invalid("CSRTrackingTag %d is not that of this request".formatted(asked));
        }
        if (request.isOverwrite()) {
            provisioning.dropAllDemands();
        }
        int tag = provisioning
                .admit(demand)
                .orElseThrow(() -> Refusal.of(SpdmErrorCode.BUSY, "too many requests wait for a reset"));
        boolean isTagged = in.isAtLeast(SpdmVersion.V1_3);
        if (!provisioning.isReady(tag) || isTagged && asked == 0) {
            int data = isTagged ? tag : 0;
            throw new Refusal(SpdmErrorCode.RESET_REQUIRED, data, Bytes.EMPTY, "the request needs a reset");
        }
        provisioning.drop(tag);
    }
}
