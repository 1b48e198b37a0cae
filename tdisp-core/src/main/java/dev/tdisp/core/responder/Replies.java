package dev.tdisp.core.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;

/** Builds the headers of replies, and the errors (sections 11.3.3 and 11.3.24). */
final class Replies {
    private final TdispProfile profile;
    private final Env env;
    private final String name;

    Replies(TdispProfile profile, Env env, String name) {
        this.profile = profile;
        this.env = env;
        this.name = name;
    }

    TdispHeader header(TdispHeader request) {
        return TdispHeader.of(interfaceId(request.interfaceId()));
    }

    TdispError error(TdispHeader request, TdispErrorCode code, String reason) {
        note(code, reason);
        return TdispError.of(errorHeader(request), code);
    }

    TdispError unsupported(TdispHeader request, int code) {
        note(TdispErrorCode.UNSUPPORTED_REQUEST, "request code %02Xh".formatted(code));
        int data = profile.has(TdispSwitch.UNSUPPORTED_REQUEST_WITHOUT_CODE) ? 0 : code;
        return TdispError.unsupportedRequest(errorHeader(request), data);
    }

    TdispError vendorError(TdispHeader request, VendorData data) {
        note(TdispErrorCode.VENDOR_SPECIFIC_ERROR, data.toString());
        return TdispError.vendorSpecific(errorHeader(request), data);
    }

    private TdispHeader errorHeader(TdispHeader request) {
        TdispHeader header = header(request);
        return profile.has(TdispSwitch.ERROR_ECHOES_VERSION) ? header.withVersion(request.version()) : header;
    }

    private InterfaceId interfaceId(InterfaceId requested) {
        return profile.has(TdispSwitch.REPLY_CLEARS_INTERFACE_RESERVED)
                ? new InterfaceId(requested.functionId(), 0)
                : requested;
    }

    private void note(TdispErrorCode code, String reason) {
        if (env.trace().isEnabled()) {
            String text = "%s: %s".formatted(code, reason);
            env.trace().record(new TraceEvent.Note(env.clock().instant(), name, text));
        }
    }
}
