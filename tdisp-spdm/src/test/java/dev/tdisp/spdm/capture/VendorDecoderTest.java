package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorDecoderTest {
    private static final Bytes SECRET = Bytes.filled(0x5A, 32);

    @ParameterizedTest
    @CsvSource({
        "00 02 0000 05 00 00 00, 0000000001000000 00",
        "00 02 0000 05 00 00 00, 00000000010000",
        "01 10 86 0000 04010001 0000000000000000, 00",
        "01 10 03 0000 04010001 0000000000000000, 00"
    })
    void whatCannotBeDecodedHidesItsKeyOrNonce(String start, String end) {
        Bytes payload = Bytes.concat(Bytes.fromHex(start), SECRET, Bytes.fromHex(end));
        var request = VendorDefinedRequest.of(SpdmVersion.V1_2, 3, Bytes.fromHex("0100"), payload);
        boolean isResponse = payload.at(2) == 0x03;
        var entry = new MessageEntry(1, Instant.EPOCH, isResponse ? SpdmRole.RESPONDER : SpdmRole.REQUESTER);
        entry.content(request.encode(), request.fields());

        assertThatThrownBy(() ->
                        VendorDecoder.decode(entry, request.name(), request.body(), request.encode(), request.fields()))
                .isInstanceOf(MalformedMessageException.class);

        DecodedMessage shown = entry.build();
        assertThat(shown.bytes().size()).isEqualTo(request.encode().size());
        assertThat(shown.bytes().toHex()).doesNotContain("5a5a");
        assertThat(shown.toString()).doesNotContain("5a 5a");
    }
}
