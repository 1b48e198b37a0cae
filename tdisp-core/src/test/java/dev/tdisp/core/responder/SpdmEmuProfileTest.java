package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference emulator's responder was seen to answer, row by row. */
class SpdmEmuProfileTest {
    private static final String BEEF = "efbe0000 0000000000000000";
    private static final String REPLY_HEADER = "0000 efbe0000 0000000000000000";
    private static final String LOCK = "0700 00 00 000000d000000000 0000000000000000";

    private final MemoryDevice device = new MemoryDevice(TdispProfile.SPDM_EMU);
    private final Tsm tsm = new Tsm(device, Tsm.SESSION, BEEF);

    @BeforeEach
    void theReportHasHundredBytes() {
        device.tdi().report = Bytes.filled(0x5A, 100);
    }

    @Test
    void anInterfaceIsUnknownBeforeItsVersionWasAsked() {
        assertThat(Tsm.outcome(tsm.send(Tsm.STATE))).isEqualTo("INVALID_INTERFACE");
    }

    @ParameterizedTest
    @EnumSource(names = "ERROR", mode = EnumSource.Mode.EXCLUDE)
    void theVersionResetsTheInterface(TdiState before) {
        tsm.send(Tsm.VERSION);
        reach(before);

        assertThat(tsm.send(Tsm.VERSION)).isEqualTo(Bytes.fromHex("10 01" + REPLY_HEADER + "01 10"));

        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(Tsm.outcome(tsm.report(0, 100))).isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "20"})
    @Tag("T-023")
    void anotherVersionIsAMismatchWithTheVersionEchoed(String version) {
        Bytes response = tsm.sendRaw(version + " 81 0000" + BEEF).orElseThrow();

        assertThat(response).isEqualTo(Bytes.fromHex(version + "7F" + REPLY_HEADER + "41000000 00000000"));
    }

    @Test
    @Tag("T-022")
    void aVersionRequestOf17BytesIsInvalid() {
        assertThat(Tsm.outcome(tsm.send(Tsm.VERSION, "00"))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    @Tag("T-009")
    void fifteenBytesGetNoAnswer() {
        assertThat(tsm.sendRaw("10 81 0000 efbe0000 00000000000000")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "88", "03", "7F"})
    @Tag("T-020")
    @Tag("T-021")
    @Tag("T-033")
    void anUnknownCodeIsUnsupported(String code) {
        assertThat(tsm.send(code)).isEqualTo(Bytes.fromHex("10 7F" + REPLY_HEADER + "07000000" + code + "000000"));
    }

    @Test
    void theCapabilitiesAreThoseOfTheEmulator() {
        tsm.send(Tsm.VERSION);

        assertThat(tsm.send(Tsm.CAPABILITIES, "00000000"))
                .isEqualTo(Bytes.fromHex(
                        "10 02" + REPLY_HEADER + "00000000 fe000000000000000000000000000000 0700 000000 30 00 00"));
        assertThat(Tsm.outcome(tsm.send(Tsm.CAPABILITIES))).isEqualTo("INVALID_REQUEST");
        assertThat(Tsm.outcome(
                        new Tsm(device, Tsm.SESSION, "eebe0000 0000000000000000").send(Tsm.CAPABILITIES, "00000000")))
                .isEqualTo("INVALID_INTERFACE");
    }

    @Test
    @Tag("T-015")
    void reservedHeaderBytesAreIgnored() {
        tsm.send(Tsm.VERSION);

        assertThat(tsm.sendRaw("10 85 FFFF" + BEEF)).contains(Bytes.fromHex("10 05" + REPLY_HEADER + "00"));
    }

    @Test
    void reservedBytesOfTheInterfaceIdAreCompared() {
        tsm.send(Tsm.VERSION);

        Bytes response = tsm.sendRaw("10 85 0000 efbe0000 0000000000000001").orElseThrow();

        assertThat(response).isEqualTo(Bytes.fromHex("10 7F" + REPLY_HEADER + "01010000 00000000"));
    }

    @Test
    void inConfigUnlockedMostIsRefused() {
        tsm.send(Tsm.VERSION);

        assertThat(Tsm.outcome(tsm.report(0, 100))).isEqualTo("INVALID_REQUEST");
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("INVALID_INTERFACE_STATE");
        assertThat(Tsm.outcome(tsm.send(Tsm.STOP))).isEqualTo("INVALID_INTERFACE_STATE");
    }

    @Test
    void aStoppedInterfaceServesTheStaleReport() {
        tsm.send(Tsm.VERSION);
        reach(TdiState.RUN);
        assertThat(Tsm.outcome(tsm.send(Tsm.STOP))).isEqualTo("ok");

        assertThat(tsm.report(0, 0xFFFF).slice(16, 20)).isEqualTo(Bytes.fromHex("4000 2400"));
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("INVALID_INTERFACE_STATE");
    }

    @Test
    void allFlagsAreTaken() {
        tsm.send(Tsm.VERSION);

        assertThat(Tsm.outcome(tsm.lock("FFFF 00 00 000000d000000000 0000000000000000")))
                .isEqualTo("ok");
    }

    @Test
    @Tag("T-049")
    void aFailingGeneratorIsInsufficientEntropy() {
        tsm.send(Tsm.VERSION);
        device.isEntropyGone = true;

        assertThat(Tsm.outcome(tsm.lock(LOCK))).isEqualTo("INSUFFICIENT_ENTROPY");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_LOCKED", "RUN"})
    void aLockedInterfaceCannotBeLocked(TdiState before) {
        tsm.send(Tsm.VERSION);
        reach(before);

        assertThat(Tsm.outcome(tsm.lock(LOCK))).isEqualTo("INVALID_INTERFACE_STATE");
        assertThat(tsm.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0,65535,4000 2400", "64,64,2400 0000"})
    @Tag("T-062")
    @Tag("T-063")
    void portionsHaveAtMost64Bytes(int offset, int length, String lengths) {
        tsm.send(Tsm.VERSION);
        reach(TdiState.RUN);

        assertThat(tsm.report(offset, length).slice(16, 20)).isEqualTo(Bytes.fromHex(lengths));
    }

    @ParameterizedTest
    @CsvSource({"100,16", "65535,16", "0,0"})
    @Tag("T-060")
    @Tag("T-061")
    void whatDoesNotFitTheReportIsInvalid(int offset, int length) {
        tsm.send(Tsm.VERSION);
        reach(TdiState.CONFIG_LOCKED);

        assertThat(Tsm.outcome(tsm.report(offset, length))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void aStartIsAnsweredByNonceThenByState() {
        tsm.send(Tsm.VERSION);
        reach(TdiState.CONFIG_LOCKED);

        assertThat(Tsm.outcome(tsm.startWithWrongNonce())).isEqualTo("INVALID_NONCE");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(tsm.start()).isEqualTo(Bytes.fromHex("10 06" + REPLY_HEADER));
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("INVALID_INTERFACE_STATE");
        assertThat(tsm.send(Tsm.STOP)).isEqualTo(Bytes.fromHex("10 07" + REPLY_HEADER));
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("INVALID_INTERFACE_STATE");
    }

    @Test
    void theReportingOffsetHasNoEffect() {
        tsm.send(Tsm.VERSION);

        assertThat(Tsm.outcome(tsm.lock("0700 00 00 010000d000000000 0000000000000000")))
                .isEqualTo("ok");
        assertThat(device.tdi().calls).startsWith("lock FLAGS NO_FW_UPDATE|SYSTEM_CACHE_LINE_SIZE|LOCK_MSIX stream 0");
    }

    private void reach(TdiState state) {
        if (state != TdiState.CONFIG_UNLOCKED) {
            tsm.lock(LOCK);
        }
        if (state == TdiState.RUN) {
            tsm.start();
        }
    }
}
