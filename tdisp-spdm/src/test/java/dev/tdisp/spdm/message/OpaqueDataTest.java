package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OpaqueDataTest {
    private static final Bytes OFFER = Bytes.fromHex("01000000 00 00 0900 01 01 03 0010 0011 0012 000000");
    private static final Bytes OLD_OFFER =
            Bytes.fromHex("46544D44 01 01 0000 0000 0900 01 01 03 0010 0011 0012 000000");

    @Test
    @Tag("S-114")
    @Tag("S-164")
    void anOfferLooksLikeTheReferenceImplementations() {
        List<Integer> versions = List.of(0x1000, 0x1100, 0x1200);

        assertThat(SecuredMessageVersions.offer(SpdmVersion.V1_2, versions)).isEqualTo(OFFER);
        assertThat(SecuredMessageVersions.offer(SpdmVersion.V1_1, versions)).isEqualTo(OLD_OFFER);
        assertThat(SecuredMessageVersions.offered(SpdmVersion.V1_3, OFFER)).isEqualTo(versions);
        assertThat(SecuredMessageVersions.offered(SpdmVersion.V1_1, OLD_OFFER)).isEqualTo(versions);
    }

    @Test
    @Tag("S-114")
    void aSelectionLooksLikeTheReferenceImplementations() {
        Bytes selection = Bytes.fromHex("01000000 00 00 0400 01 00 0012");
        Bytes oldSelection = Bytes.fromHex("46544D44 01 01 0000 0000 0400 01 00 0012");

        assertThat(SecuredMessageVersions.selection(SpdmVersion.V1_2, 0x1200, 64))
                .isEqualTo(selection);
        assertThat(SecuredMessageVersions.selection(SpdmVersion.V1_1, 0x1200, 64))
                .isEqualTo(oldSelection);
        assertThat(SecuredMessageVersions.selected(SpdmVersion.V1_2, selection)).isEqualTo(0x1200);
        assertThat(SecuredMessageVersions.selected(SpdmVersion.V1_1, oldSelection))
                .isEqualTo(0x1200);
    }

    @Test
    void theLatestCommonVersionIsSelected() {
        assertThat(SecuredMessageVersions.latestCommon(List.of(0x1000, 0x1100), List.of(0x1107, 0x1200)))
                .contains(0x1100);
        assertThat(SecuredMessageVersions.latestCommon(List.of(0x1000), List.of(0x2000)))
                .isEmpty();
    }

    @Test
    void anElementOfAnotherKindIsPassedOver() {
        Bytes limit = Bytes.fromHex("01 02 20");
        Bytes versions = Bytes.fromHex("01 01 01 0011");
        var data = OpaqueData.of(SpdmVersion.V1_3, List.of(OpaqueElement.dmtf(limit), OpaqueElement.dmtf(versions)));

        assertThat(SecuredMessageVersions.offered(SpdmVersion.V1_3, data.encode()))
                .containsExactly(0x1100);
    }

    @Test
    void whatIsNoOpaqueDataIsMalformed() {
        assertThatThrownBy(() -> OpaqueData.decode(SpdmVersion.V1_1, OFFER))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> OpaqueData.decode(SpdmVersion.V1_2, OFFER.plus(OFFER)))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> SecuredMessageVersions.selected(SpdmVersion.V1_2, OFFER))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("SMDataID");
    }

    @Test
    void anyBytesGiveOpaqueDataOrAreMalformed() {
        var random = new Random(1);
        int understood = 0;
        for (int i = 0; i < 40_000; i++) {
            SpdmVersion version = i % 2 == 0 ? SpdmVersion.V1_2 : SpdmVersion.V1_1;
            Bytes valid = i % 2 == 0 ? OFFER : OLD_OFFER;
            Bytes bytes = valid.with(random.nextInt(valid.size()), random.nextInt(256))
                    .slice(0, valid.size() - random.nextInt(2) * random.nextInt(4));
            try {
                assertThat(OpaqueData.decode(version, bytes).encode()).isEqualTo(bytes);
                understood++;
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isBetween(0, bytes.size());
            }
        }
        assertThat(understood).isPositive();
    }
}
