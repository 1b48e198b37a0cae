package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import java.util.Optional;

/**
 * Decodes messages.
 *
 * <pre>{@code
 * SpdmRequest request = SpdmCodec.request(bytes, context).message();
 * SpdmResponse response = SpdmCodec.response(answer, request, context).message();
 * }</pre>
 */
public final class SpdmCodec {
    private SpdmCodec() {}

    /**
     * Decodes a request. The layout is that of the version in its header.
     *
     * @param bytes what was received
     * @param context what is agreed so far
     * @return the request; an {@link UnknownRequest} if its code is not known
     * @throws MalformedMessageException if the bytes are not a request
     */
    public static Decoded<SpdmRequest> request(Bytes bytes, NegotiatedContext context) {
        var in = WireReader.of(bytes);
        return decoded(readRequest(in, context), bytes, in);
    }

    /**
     * Decodes a response. The layout is that of the version in its header.
     *
     * @param bytes what was received
     * @param request the request that it answers; not RESPOND_IF_READY, but what that one asked for
     * @param context what is agreed so far
     * @return the response; an {@link UnknownResponse} if its code is not known
     * @throws MalformedMessageException if the bytes are not a response to that request
     */
    public static Decoded<SpdmResponse> response(Bytes bytes, SpdmRequest request, NegotiatedContext context) {
        var in = WireReader.of(bytes);
        return decoded(readResponse(in, request, context), bytes, in);
    }

    private static <M extends SpdmMessage> Decoded<M> decoded(M message, Bytes bytes, WireReader in) {
        int end = in.offset();
        return new Decoded<>(message, end == bytes.size() ? bytes : bytes.slice(0, end), bytes.from(end));
    }

    private static SpdmRequest readRequest(WireReader in, NegotiatedContext context) {
        SpdmHeader.Prefix prefix = SpdmHeader.Prefix.read(in);
        if (prefix.code() < 0x80) {
            throw in.malformed("RequestResponseCode", 3, "%02xh is no request".formatted(prefix.code()));
        }
        Optional<SpdmCode> code = SpdmCode.ofRequest(prefix.code());
        if (code.isEmpty() || code.get() == SpdmCode.GET_VERSION) {
            return code.isEmpty() ? UnknownRequest.read(prefix, in) : new GetVersion(prefix.header());
        }
        prefix.requireKnownVersion();
        return RequestReader.of(code.get(), context)
                .map(reader -> reader.read(prefix.header(), in, context))
                .orElseGet(() -> UnknownRequest.read(prefix, in));
    }

    private static SpdmResponse readResponse(WireReader in, SpdmRequest request, NegotiatedContext context) {
        SpdmHeader.Prefix prefix = SpdmHeader.Prefix.read(in);
        if (prefix.code() >= 0x80) {
            throw in.malformed("RequestResponseCode", 3, "%02xh is no response".formatted(prefix.code()));
        }
        if (prefix.code() == ErrorResponse.CODE) {
            return ErrorResponse.read(prefix.header(), in);
        }
        Optional<SpdmCode> code = SpdmCode.ofResponse(prefix.code());
        if (code.isEmpty() || request instanceof UnknownRequest) {
            return UnknownResponse.read(prefix, in);
        }
        if (code.get().requestCode() != request.code()) {
            throw in.malformed(
                    "RequestResponseCode",
                    3,
                    "%s does not answer %s".formatted(code.get().responseName(), request.name()));
        }
        prefix.requireKnownVersion();
        return ResponseReader.of(code.get())
                .map(reader -> reader.read(prefix.header(), in, request, context))
                .orElseGet(() -> UnknownResponse.read(prefix, in));
    }
}
