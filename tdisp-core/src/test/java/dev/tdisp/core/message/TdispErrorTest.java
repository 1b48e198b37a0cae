package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TdispErrorTest {
    private static final TdispHeader HEADER = TdispHeader.of(InterfaceId.of(RequesterId.of(1, 0, 4)));
    private static final String WIRE_HEADER = "10 7f 00 00 04 01 00 00 00 00 00 00 00 00 00 00";
    private static final VendorData VENDOR = VendorData.ofPciSig(0x1234, Bytes.fromHex("01 02 03 04"));

    @Test
    @Tag("T-146")
    void has24BytesUnlessTheVendorSaysMore() {
        assertThat(Arrays.stream(TdispErrorCode.values()).filter(e -> e != TdispErrorCode.VENDOR_SPECIFIC_ERROR))
                .hasSize(10)
                .allSatisfy(error -> assertThat(
                                TdispError.of(HEADER, error).toBytes().size())
                        .isEqualTo(24));
        assertThatThrownBy(() -> decode("01 00 00 00 00 00 00 00 00")).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    @Tag("T-147")
    void errorDataOfAVendorsErrorIsTheLengthOfItsExtendedData() {
        TdispError error = TdispError.vendorSpecific(HEADER, VENDOR);

        assertThat(error.errorData()).isEqualTo(8);
        assertThat(error.toBytes().from(24)).isEqualTo(Bytes.fromHex("00 02 34 12 01 02 03 04"));
        assertThat(error.vendorError()).contains(VENDOR);
    }

    @ParameterizedTest
    @Tag("T-147")
    @ValueSource(
            strings = {
                "ff 00 00 00 07 00 00 00 00 02 34 12 01 02 03 04",
                "ff 00 00 00 09 00 00 00 00 02 34 12 01 02 03 04",
                "ff 00 00 00 ff ff ff ff 00 02 34 12 01 02 03 04",
                "ff 00 00 00 01 00 00 00 00",
                "ff 00 00 00 04 00 00 00 00 03 34 12"
            })
    void extendedDataOfAnotherLengthIsMalformed(String payload) {
        assertThatThrownBy(() -> decode(payload)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void undefinedErrorCodeIsKept() {
        TdispError error = decode("78 56 34 12 04 03 02 01");

        assertThat(error.error()).isEmpty();
        assertThat(error.errorCode()).isEqualTo(0x12345678L);
        assertThat(error.errorData()).isEqualTo(0x01020304L);
        assertThat(error.detail()).isEqualTo("12345678h data 1020304h");
    }

    @Test
    @Tag("T-148")
    void errorDataIsZeroForPlainErrors() {
        assertThat(TdispError.of(HEADER, TdispErrorCode.INVALID_NONCE).errorData())
                .isZero();
        assertThat(TdispError.unsupportedRequest(HEADER, 0x8B).errorData()).isEqualTo(0x8B);
    }

    @Test
    void extendedDataGoesWithAVendorsErrorOnly() {
        assertThatThrownBy(() -> new TdispError(HEADER, 1, 8, VENDOR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TdispError(HEADER, 0xFF, 7, VENDOR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TdispError(HEADER, 0xFF, 1, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TdispError decode(String payload) {
        return (TdispError) TdispResponse.decode(Bytes.fromHex(WIRE_HEADER + payload));
    }
}
