package dev.tdisp.spdm.message;

import static dev.tdisp.spdm.message.MessageReading.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The extended data of ERROR: its size, its meaning, its edges. */
class ErrorMessagesTest {
    @Test
    @Tag("S-192")
    void aDeferredResponseSaysWhenToAskAgain() {
        var error = (ErrorResponse) response("12810000", "127f4200 0a 81 04 02");
        var deferred = new ResponseNotReady(10, 0x81, 4, 2);

        assertThat(error.notReady()).contains(deferred);
        assertThat(error).isEqualTo(ErrorResponse.notReady(SpdmVersion.V1_2, deferred));
        assertThat(RespondIfReady.of(SpdmVersion.V1_2, deferred).encode()).isEqualTo(Bytes.fromHex("12ff8104"));
        assertThat(error.fields().field("RDTM")).isPresent();
    }

    @Test
    @Tag("S-181")
    void aLargeResponseSaysItsHandle() {
        var error = (ErrorResponse) response("12810000", "127f0f00 15 000000");

        assertThat(error.largeResponseHandle()).hasValue(0x15);
        assertThat(error.notReady()).isEmpty();
        assertThat(error.tooLargeSize()).isEmpty();
        assertThat(error.vendorDefined()).isEmpty();
    }

    @Test
    @Tag("S-049")
    @Tag("S-186")
    void whatIsTooLargeSaysItsSize() {
        assertThat(((ErrorResponse) response("12810000", "127f0d00 00200100")).tooLargeSize())
                .hasValue(0x12000);
        assertThat(((ErrorResponse) response("14820000 0000 ffff", "147f1200 00200100")).tooLargeSize())
                .hasValue(0x12000);
    }

    @Test
    void anErrorOfAVendorNamesTheVendor() {
        var error = (ErrorResponse) response("12810000", "127fff03 02 0100 aabb");

        assertThat(error.vendorDefined())
                .contains(new VendorDefinedError(3, Bytes.fromHex("0100"), Bytes.fromHex("aabb")));
        assertThat(((ErrorResponse) response("12810000", "127fff03 09 0100")).vendorDefined())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SpdmErrorCode.class)
    void eachErrorHasItsSizeOfExtendedData(SpdmErrorCode code) {
        Bytes bytes = Bytes.fromHex("147f%02x00 01020304 05060708".formatted(code.code()));
        int size = switch (code) {
            case RESPONSE_NOT_READY, RESPONSE_TOO_LARGE, DATA_TOO_LARGE -> 4;
            case LARGE_RESPONSE -> 1;
            case VENDOR_DEFINED -> 8;
            default -> 0;
        };

        Decoded<SpdmResponse> decoded =
                SpdmCodec.response(bytes, GetDigests.of(SpdmVersion.V1_4), NegotiatedContext.NONE);

        assertThat(decoded.bytes().size()).isEqualTo(SpdmHeader.SIZE + size);
        assertThat(((ErrorResponse) decoded.message()).error()).contains(code);
    }
}
