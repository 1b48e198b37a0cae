package dev.tdisp.spdm.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityRuleTest {
    @ParameterizedTest
    @CsvSource({
        "V1_2, 66C6, ''",
        "V1_2, 0000, ''",
        "V1_2, 0866, PSK_VALUE",
        "V1_0, 0866, ''",
        "V1_2, 0200, SESSION_NEEDS_PROTECTION",
        "V1_2, 0400, SESSION_NEEDS_PROTECTION",
        "V1_2, 0080, PROTECTION_NEEDS_SESSION",
        "V1_2, 2000, PROTECTION_NEEDS_SESSION",
        "V1_2, 8480, CLEAR_HANDSHAKE_NEEDS_KEY_EXCHANGE",
        "V1_2, 10286, ONE_KIND_OF_IDENTITY",
        "V1_2, 0002, IDENTITY_IS_USED",
        "V1_3, 0800002, ''",
        "V1_2, 0004, SIGNATURES_NEED_IDENTITY",
        "V1_2, 0280, ''",
        "V1_2, 0100, SIGNATURES_NEED_IDENTITY",
        "V1_2, 0582, IDENTITY_IS_USED",
        "V1_1, 0306, SESSION_NEEDS_PROTECTION",
        "V1_1, 0386, MUTUAL_AUTHENTICATION_IS_ENCAPSULATED",
        "V1_2, 0386, ''",
        "V1_3, 0C00286, SEVERAL_KEYS",
        "V1_3, C000286, SEVERAL_KEYS",
        "V1_3, 4000280, SEVERAL_KEYS",
        "V1_3, 4000286, ''",
        "V1_2, 4000280, ''"
    })
    @Tag("S-013")
    @Tag("S-015")
    void aRequesterFulfilsTheRulesOfItsVersion(SpdmVersion version, String flags, String rule) {
        assertThat(violated(SpdmRole.REQUESTER, version, flags)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "V1_2, 02D6, ''",
        "V1_2, 0CD2, PSK_VALUE",
        "V1_2, 0202, SESSION_NEEDS_PROTECTION",
        "V1_2, 0280, SIGNATURES_NEED_IDENTITY",
        "V1_2, 0010, SIGNATURES_NEED_IDENTITY",
        "V1_2, 0012, ''",
        "V1_2, 0008, ''",
        "V1_2, 001E, MEASUREMENT_VALUE",
        "V1_2, 0026, MEASUREMENT_VALUE",
        "V1_2, 040006, ''",
        "V1_2, 040000, CERTIFICATE_MANAGEMENT",
        "V1_2, 100006, CERTIFICATE_MANAGEMENT",
        "V1_2, 180006, ''",
        "V1_2, 200006, CERTIFICATE_MANAGEMENT",
        "V1_2, 280006, ''",
        "V1_3, 4000006, SEVERAL_KEYS",
        "V1_3, 14000006, ''",
        "V1_3, 10010004, SEVERAL_KEYS",
        "V1_4, 40000006, KEY_PAIR_RESET",
        "V1_4, 60000006, ''",
        "V1_0, 0002, CERTIFICATES_AND_CHALLENGES",
        "V1_0, 0012, ''",
        "V1_0, 0014, CERTIFICATES_AND_CHALLENGES",
        "V1_0, 0006, ''"
    })
    @Tag("S-014")
    void aResponderFulfilsTheRulesOfItsVersion(SpdmVersion version, String flags, String rule) {
        assertThat(violated(SpdmRole.RESPONDER, version, flags)).isEqualTo(rule);
    }

    @Test
    void flagsAreFieldsOfOneOrTwoBits() {
        CapabilityFlags flags = CapabilityFlags.of(Capability.CERT_CAP).with(Capability.MEAS_CAP, 2);

        assertThat(flags.flags()).isEqualTo(0x12);
        assertThat(flags.value(Capability.MEAS_CAP)).isEqualTo(2);
        assertThat(flags).hasToString("CERT_CAP MEAS_CAP=2");
        assertThat(flags.without(Capability.MEAS_CAP)).isEqualTo(new CapabilityFlags(2));
        assertThat(CapabilityFlags.of(Capability.SLOT_MGMT_CAP).extFlags()).isEqualTo(1);
        assertThat(CapabilityFlags.ofFields(0xFFFF_FFFFL, 1)
                        .defined(SpdmVersion.V1_2, SpdmRole.REQUESTER)
                        .bits())
                .isEqualTo(0x3FFC6);
        assertThatThrownBy(() -> flags.with(Capability.CERT_CAP, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CapabilityFlags(1L << 48)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String violated(SpdmRole role, SpdmVersion version, String flags) {
        return CapabilityRule.violated(role, version, new CapabilityFlags(Long.parseLong(flags, 16)))
                .map(Enum::name)
                .orElse("");
    }
}
