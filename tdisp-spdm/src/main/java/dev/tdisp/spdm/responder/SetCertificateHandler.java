package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateModel;
import dev.tdisp.spdm.certificate.ChainPolicy;
import dev.tdisp.spdm.certificate.ChainVerifier;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SetCertificate;
import dev.tdisp.spdm.message.SetCertificateResponse;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.List;
import java.util.Optional;

/** Answers SET_CERTIFICATE: a slot gets another chain for a key that the device holds, or none (section 2.15). */
final class SetCertificateHandler implements RequestHandler {
    private static final int SMALL_SIZE = 0xFFFF;

    private final Responder responder;

    SetCertificateHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        in.requireCapability(Capability.SET_CERT_CAP);
        requirePlace(in, in.param1() & Credentials.RAW_KEY_NIBBLE);
        SetCertificate request = in.decode(SetCertificate.class).message();
        return change(
                in, request, SetCertificateResponse.of(responder.connection().version(), request.slot()));
    }

    /** Changes a slot, at once or at the next reset. */
    Answer change(Incoming in, SetCertificate request, SpdmResponse response) {
        requireAttributes(in, request);
        Runnable change =
                request.isErase() ? () -> responder.credentials().erase(request.slot()) : install(in, request);
        if (responder.profile().capabilities().has(Capability.CERT_INSTALL_RESET_CAP)) {
            responder.provisioning().atReset(request.slot(), change);
            throw Refusal.of(SpdmErrorCode.RESET_REQUIRED, "the slot changes at the next reset");
        }
        return Answer.of(response).after(change);
    }

    /** Checks that there is such a slot, and that it may change here. */
    void requirePlace(Incoming in, int slot) {
        if (slot >= Credentials.SLOTS) {
            throw in.invalid("slot %d".formatted(slot));
        }
        if (slot != 0 && in.session().isEmpty() && !responder.services().isTrustedEnvironment) {
            throw in.unexpected("slot %d changes only in a session".formatted(slot));
        }
    }

    private void requireAttributes(Incoming in, SetCertificate request) {
        if (!in.isAtLeast(SpdmVersion.V1_3)) {
            return;
        }
        boolean isMultiKey = responder.connection().suite().isResponderMultiKey();
        boolean isModelWanted = isMultiKey && !request.isErase();
        Optional<CertificateModel> model = CertificateModel.of(request.certificateModel());
        boolean isFitting = isModelWanted
                ? model.filter(is -> is != CertificateModel.GENERIC || request.slot() != 0)
                        .isPresent()
                : request.certificateModel() == 0;
        if (!isFitting || isMultiKey == (request.keyPairId() == 0)) {
            throw in.invalid(
                    "KeyPairID %d, SetCertModel %d".formatted(request.keyPairId(), request.certificateModel()));
        }
    }

    private Runnable install(Incoming in, SetCertificate request) {
        boolean isLarge = request.chain().size() > SMALL_SIZE;
        if (isLarge && !responder.profile().capabilities().has(Capability.LARGE_RESP_CAP)) {
            throw in.invalid("the chain is larger than 64 KiB");
        }
        CertificateModel model = model(request);
        CertificateChain chain = chain(request, model);
        Signer signer = signer(request, chain)
                .orElseThrow(() -> Refusal.of(SpdmErrorCode.UNSPECIFIED, "the device does not hold the leaf's key"));
        var identity = new DeviceIdentity(chain.certificates(), signer);
        Credentials credentials = responder.credentials();
        KeySlotInfo before = credentials
                .key(request.slot())
                .orElse(new KeySlotInfo(request.slot() + 1, model.code(), KeySlotInfo.ALL_DMTF));
        int keyPairId = request.keyPairId() == 0 ? before.keyPairId() : request.keyPairId();
        var key = new KeySlotInfo(keyPairId, model.code(), before.keyUsage());
        return () -> credentials.fill(request.slot(), identity, key);
    }

    private CertificateModel model(SetCertificate request) {
        boolean isAlias = responder.profile().capabilities().has(Capability.ALIAS_CERT_CAP);
        return CertificateModel.of(request.certificateModel())
                .orElse(isAlias ? CertificateModel.ALIAS : CertificateModel.DEVICE);
    }

    private CertificateChain chain(SetCertificate request, CertificateModel model) {
        Connection connection = responder.connection();
        var policy = new ChainPolicy(
                connection.version(),
                SpdmRole.RESPONDER,
                connection.suite().signature(),
                connection.suite().hash(),
                model);
        try {
            CertificateChain chain = CertificateChain.decode(request.chain(), connection.hash());
            boolean isRooted = chain.certificates().get(0).isSelfIssued();
            var verdict = ChainVerifier.verify(
                    chain, policy, List.of(), responder.env().clock().instant());
            if (!isRooted || !verdict.isAuthentic()) {
                throw Refusal.of(SpdmErrorCode.UNSPECIFIED, "the chain is not believed: " + verdict.findings());
            }
            return chain;
        } catch (MalformedMessageException e) {
            throw Refusal.of(SpdmErrorCode.UNSPECIFIED, "the chain is malformed: " + e.getMessage());
        }
    }

    /** Finds the private key of a chain: a certificate for a key that is not here would be of no use. */
    private Optional<Signer> signer(SetCertificate request, CertificateChain chain) {
        return responder.heldKeys(request.keyPairId()).stream()
                .filter(signer -> signer.publicKey().equals(chain.leaf().publicKey()))
                .findFirst();
    }
}
