package dev.tdisp.core.pcie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Test;

class AtsMessagesTest {
    private static final RequesterId DEVICE = RequesterId.of(1, 0, 1);
    private static final RequesterId ROOT = new RequesterId(8);

    @Test
    void translationRequestReadsOneEntryOfAPage() {
        MemoryRead request = AtsMessages.translationRequest(DEVICE, 3, 0x1_2345_6789L);

        assertThat(request.encode()).isEqualTo(Bytes.fromHex("20000402 010103ff 00000001 23456000"));
        assertThat(Tlp.decode(request.encode())).isEqualTo(request);
    }

    @Test
    void entryIsBigEndianWithItsRightsBelow() {
        var entry = new TranslationEntry(0xABC_DEF0_1234L, TranslationEntry.READ | TranslationEntry.WRITE);

        assertThat(entry.encode()).isEqualTo(Bytes.fromHex("00000abcdef01003"));
        assertThat(TranslationEntry.decode(entry.encode())).isEqualTo(entry);
        assertThat(new TranslationEntry(0, TranslationEntry.READ).permits(true)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new TranslationEntry(0, 0x1000));
    }

    @Test
    void pageRequestNamesPageGroupAndRight() {
        MessageTlp request = AtsMessages.pageRequest(DEVICE, 0x7000_0ABCL, 5, true);

        assertThat(request.header()).isEqualTo(Bytes.fromHex("30000000 01010004 00000000 7000002e"));
        assertThat(AtsMessages.page(request)).isEqualTo(0x7000_0000L);
        assertThat(AtsMessages.group(request)).isEqualTo(5);
    }

    @Test
    void responseNamesFunctionGroupAndOutcome() {
        MessageTlp response = AtsMessages.prgResponse(ROOT, DEVICE, 0x105, AtsMessages.INVALID);

        assertThat(response.header()).isEqualTo(Bytes.fromHex("32000000 00080005 01011105 00000000"));
        assertThat(AtsMessages.target(response)).isEqualTo(DEVICE);
        assertThat(AtsMessages.group(response)).isEqualTo(0x105);
        assertThat(AtsMessages.responseCode(response)).isEqualTo(1);
    }

    @Test
    void reservedBitsOfTheTagDoNotSendTheCompletionElsewhere() {
        var request = new MessageTlp(
                ROOT, 0x32, 2, AtsMessages.INVALIDATE_REQUEST, 0, Bytes.filled(0, 8), TlpAttributes.DEFAULT);

        MessageTlp completion = AtsMessages.invalidateCompletion(DEVICE, request);

        assertThat(AtsMessages.target(completion)).isEqualTo(ROOT);
        assertThat(completion.detail() & 0xFFFF_FFFFL).isEqualTo(1 << 0x12);
    }

    @Test
    void invalidationIsCompletedUnderItsTag() {
        MessageTlp request = AtsMessages.invalidateRequest(ROOT, DEVICE, 9, 0x12_3456_7890L);
        MessageTlp completion = AtsMessages.invalidateCompletion(DEVICE, request);

        assertThat(AtsMessages.target(request)).isEqualTo(DEVICE);
        assertThat(AtsMessages.page(request)).isEqualTo(0x12_3456_7000L);
        assertThat(AtsMessages.target(completion)).isEqualTo(ROOT);
        assertThat(completion.detail() & 0xFFFF_FFFFL).isEqualTo(1 << 9);
        assertThat(Tlp.decode(request.encode())).isEqualTo(request);
    }
}
