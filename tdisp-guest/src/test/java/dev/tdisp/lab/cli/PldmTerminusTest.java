package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PldmTerminusTest {
    private final PldmTerminus terminus = new PldmTerminus();

    @ParameterizedTest
    @CsvSource({
        "01 80 00 02, 01 00 00 02 00 01",
        "01 9f 00 02, 01 1f 00 02 00 01",
        "01 81 00 03, 01 01 00 03 05",
        "01 81 02 02, 01 01 02 02 20"
    })
    void aRequestIsAnsweredByItsNumber(String request, String response) {
        assertThat(terminus.handle(1, Bytes.fromHex(request))).contains(Bytes.fromHex(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 00 00 02", "01 c0 00 02", "00 80 00 02", "01 80 00", ""})
    void whatIsNoRequestOfPldmGetsNoAnswer(String message) {
        assertThat(terminus.handle(1, Bytes.fromHex(message))).isEmpty();
    }

    @Test
    void thePeersLateBytesDoNotMatter() {
        assertThat(terminus.handle(1, Bytes.fromHex("01 80 00 02 ff"))).isPresent();
    }
}
