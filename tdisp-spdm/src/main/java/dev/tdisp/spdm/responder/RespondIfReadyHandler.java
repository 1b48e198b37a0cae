package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.message.RespondIfReady;
import dev.tdisp.spdm.message.SpdmCode;
import java.util.Map;

/** Answers RESPOND_IF_READY with the response that was deferred, in the session that asked for it (section 2.12). */
final class RespondIfReadyHandler implements RequestHandler {
    private final Responder responder;
    private final Map<SpdmCode, RequestHandler> handlers;

    RespondIfReadyHandler(Responder responder, Map<SpdmCode, RequestHandler> handlers) {
        this.responder = responder;
        this.handlers = handlers;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireVersion();
        in.requireReady();
        RespondIfReady request = in.decode(RespondIfReady.class).message();
        Deferral.Deferred deferred = responder.deferral().pending(in.session()).orElseThrow(() -> nothing(in));
        if (request.deferredCode() != deferred.announced().requestCode()
                || request.token() != deferred.announced().token()) {
            throw in.invalid("request %02xh, token %d".formatted(request.deferredCode(), request.token()));
        }
        SpdmCode code = SpdmCode.ofRequest(request.deferredCode()).orElseThrow();
        RequestHandler handler = handlers.get(code);
        if (handler == null) {
            throw in.unsupported(code + " is not answered");
        }
        var original = new Incoming(
                responder, code, deferred.request(), deferred.session().orElse(null));
        return responder.deferral().resume(handler, original);
    }

    private Refusal nothing(Incoming in) {
        return responder.deferral().isAnyPending()
                ? in.unexpected("the request was deferred elsewhere")
                : in.invalid("no request is deferred");
    }
}
