package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/** Reads messages from digits, in a context where everything is allowed. */
final class MessageReading {
    private MessageReading() {}

    static SpdmRequest request(String hex) {
        Bytes bytes = Bytes.fromHex(hex);
        return SpdmCodec.request(bytes, context(bytes)).message();
    }

    static SpdmResponse response(String request, String response) {
        Bytes bytes = Bytes.fromHex(response);
        return SpdmCodec.response(bytes, request(request), context(bytes)).message();
    }

    static NegotiatedContext context(Bytes message) {
        return Samples.context(SpdmVersion.of(message.at(0)).orElseThrow());
    }

    static void requireMalformedRequest(String hex, String field) {
        assertThatThrownBy(() -> request(hex))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageStartingWith(field + " at offset ");
    }

    static void requireMalformedResponse(String request, String hex, String field) {
        assertThatThrownBy(() -> response(request, hex))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageStartingWith(field + " at offset ");
    }
}
