package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCodeTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            GET_TDISP_VERSION,           81, TDISP_VERSION,               01, REQUIRED,           =16, >18, 0123
            GET_TDISP_CAPABILITIES,      82, TDISP_CAPABILITIES,          02, REQUIRED,           =20, =44, 0123
            LOCK_INTERFACE_REQUEST,      83, LOCK_INTERFACE_RESPONSE,     03, REQUIRED,           =36, =48, 0
            GET_DEVICE_INTERFACE_REPORT, 84, DEVICE_INTERFACE_REPORT,     04, REQUIRED,           =20, >20, 12
            GET_DEVICE_INTERFACE_STATE,  85, DEVICE_INTERFACE_STATE,      05, REQUIRED,           =16, =17, 0123
            START_INTERFACE_REQUEST,     86, START_INTERFACE_RESPONSE,    06, REQUIRED,           =48, =16, 1
            STOP_INTERFACE_REQUEST,      87, STOP_INTERFACE_RESPONSE,     07, REQUIRED,           =16, =16, 0123
            BIND_P2P_STREAM_REQUEST,     88, BIND_P2P_STREAM_RESPONSE,    08, OPTIONAL,           =17, =16, 2
            UNBIND_P2P_STREAM_REQUEST,   89, UNBIND_P2P_STREAM_RESPONSE,  09, OPTIONAL,           =17, =16, 2
            SET_MMIO_ATTRIBUTE_REQUEST,  8A, SET_MMIO_ATTRIBUTE_RESPONSE, 0A, OPTIONAL,           =32, =16, 2
            VDM_REQUEST,                 8B, VDM_RESPONSE,                0B, OPTIONAL,           >18, >18, 0123
            SET_TDISP_CONFIG_REQUEST,    8C, SET_TDISP_CONFIG_RESPONSE,   0C, OPTIONAL_SINCE_7_0, =20, =16, 0
            """)
    void tableIsTheSpecifications(
            RequestCode row,
            String code,
            String responseName,
            String responseCode,
            Support support,
            String requestSize,
            String responseSize,
            String states) {
        assertThat(row.code()).isEqualTo(Integer.parseInt(code, 16));
        assertThat(row.responseCode()).isEqualTo(Integer.parseInt(responseCode, 16));
        assertThat(row.responseName()).isEqualTo(responseName);
        assertThat(row.support()).isEqualTo(support);
        assertThat(row.requestSize()).isEqualTo(size(requestSize));
        assertThat(row.responseSize()).isEqualTo(size(responseSize));
        assertThat(row.legalStates().stream()
                        .map(TdiState::code)
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining()))
                .isEqualTo(states);
        assertThat(row.clause()).startsWith("11.3");
    }

    @Test
    @Tag("T-013")
    void responseCodeIsTheRequestsMinus80h() {
        assertThat(RequestCode.values())
                .allSatisfy(row -> assertThat(row.responseCode()).isEqualTo(row.code() - 0x80));
    }

    @Test
    void everyCodeIsFoundAndNamed() {
        assertThat(RequestCode.values()).hasSize(12).allSatisfy(row -> {
            assertThat(RequestCode.of(row.code())).contains(row);
            assertThat(RequestCode.ofResponse(row.responseCode())).contains(row);
            assertThat(RequestCode.nameOf(row.code())).isEqualTo(row.name());
            assertThat(RequestCode.nameOf(row.responseCode())).isEqualTo(row.responseName());
        });
        assertThat(RequestCode.nameOf(0x7F)).isEqualTo("TDISP_ERROR");
        assertThat(RequestCode.nameOf(0x99)).isEqualTo("99h");
    }

    @Test
    void undefinedCodesAreNotFound() {
        for (int code : new int[] {0x00, 0x01, 0x7F, 0x80, 0x8D, 0xFF}) {
            assertThat(RequestCode.of(code)).isEmpty();
        }
        for (int code : new int[] {0x00, 0x0D, 0x7F, 0x81}) {
            assertThat(RequestCode.ofResponse(code)).isEmpty();
        }
    }

    @Test
    @Tag("T-031")
    void bitOfARequestIsItsCodeMinus80h() {
        assertThat(Arrays.stream(RequestCode.values())).allSatisfy(row -> {
            var one = SupportedRequests.of(List.of(row));

            assertThat(one.isSet(row.code() - 0x80)).isTrue();
            assertThat(one.requests()).containsExactly(row);
        });
        assertThat(SupportedRequests.required().bits().toHex()).isEqualTo("fe" + "00".repeat(15));
        assertThat(SupportedRequests.allOf6().bits().toHex()).isEqualTo("fe0f" + "00".repeat(14));
        assertThat(SupportedRequests.allOf7().bits().toHex()).isEqualTo("fe1f" + "00".repeat(14));
    }

    @Test
    @Tag("T-032")
    void noBitIsSetBehindTheLastRequest() {
        assertThat(SupportedRequests.allOf6()).hasToString("81h 82h 83h 84h 85h 86h 87h 88h 89h 8Ah 8Bh");
        assertThat(SupportedRequests.allOf7()).hasToString("81h 82h 83h 84h 85h 86h 87h 88h 89h 8Ah 8Bh 8Ch");
    }

    private static MessageSize size(String text) {
        int bytes = Integer.parseInt(text.substring(1));
        return text.startsWith("=") ? MessageSize.exactly(bytes) : MessageSize.atLeast(bytes);
    }
}
