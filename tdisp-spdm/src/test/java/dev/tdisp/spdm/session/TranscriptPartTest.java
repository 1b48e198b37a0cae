package dev.tdisp.spdm.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Test;

class TranscriptPartTest {
    private static final Bytes REQUEST = Bytes.fromHex("01");
    private static final Bytes RESPONSE = Bytes.filled(2, 0xF_FFFF);

    private final TranscriptPart part = new TranscriptPart();

    @Test
    void whatWasAppendedStandsBetweenWhatIsBeforeAndBehind() {
        part.append(REQUEST, Bytes.fromHex("02 03"));
        part.append(Bytes.fromHex("04"), Bytes.EMPTY);

        assertThat(part.within(Bytes.fromHex("aa"), Bytes.fromHex("bb"), Bytes.fromHex("cc")))
                .isEqualTo(Bytes.fromHex("aa 01 02 03 04 bb cc"));
    }

    @Test
    void tooMuchIsForgottenUntilThePartStartsAnew() {
        for (int i = 0; i < 16; i++) {
            part.append(REQUEST, RESPONSE);
        }
        assertThat(part.isComplete()).isTrue();

        part.append(REQUEST, Bytes.EMPTY);

        assertThat(part.isComplete()).isFalse();
        assertThat(part.within(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY)).isEqualTo(Bytes.EMPTY);
        part.clear();
        assertThat(part.isComplete()).isTrue();
    }
}
