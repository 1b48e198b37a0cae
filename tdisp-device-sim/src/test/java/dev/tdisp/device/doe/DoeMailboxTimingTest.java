package dev.tdisp.device.doe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.wire.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interrupts, slow answers and resets. */
class DoeMailboxTimingTest extends MailboxFixture {
    @Test
    void traceOfTheWorkedExample() {
        mailbox(DoeSettings.DEFAULT);
        function.configWrite(0x1C, 4, 0x40);
        function.configWrite(0x04, 2, 0x0006);
        function.configWrite(0x52, 2, 0x8000);
        unmaskVector1();
        function.configWrite(CONTROL, 4, 2);

        write(1, 3, 0x200);
        function.configWrite(CONTROL, 4, 0x8000_0002L);

        assertThat(status()).isEqualTo(0x8000_0002L);
        assertThat(sent).hasSize(1).allMatch(tlp -> tlp instanceof MemoryWrite);
        assertThat(read()).isEqualTo(1);
        assertThat(read()).isEqualTo(1);
        function.configWrite(READ, 4, 0);
        assertThat(read()).isEqualTo(3);
        function.configWrite(READ, 4, 0);
        assertThat(read()).isEqualTo(0x0100_0001);
        function.configWrite(READ, 4, 0);
        assertThat(status()).isEqualTo(2);
        function.configWrite(STATUS, 4, 2);
        assertThat(status()).isZero();
        assertThat(read()).isZero();
    }

    private void unmaskVector1() {
        var bar = function.bars().get(1);
        function.decode(function.address(bar) + 16).orElseThrow().write(Bytes.fromHex("0000e0fe00000000"));
        function.decode(function.address(bar) + 24).orElseThrow().write(Bytes.fromHex("4100000000000000"));
    }

    @Test
    @Tag("P-053")
    @Tag("P-054")
    void interruptStatusIsSetOnceUntilItIsCleared() {
        mailbox(DoeSettings.DEFAULT);
        function.configWrite(CONTROL, 4, 2);
        write(1, 3, 0x200);
        function.configWrite(CONTROL, 4, GO | 2);
        drain();
        write(1, 3, 0x201);
        function.configWrite(CONTROL, 4, GO | 2);
        assertThat(status()).isEqualTo(READY | 2);

        function.configWrite(CONTROL, 4, 0);
        assertThat(status()).isEqualTo(READY | 2);
        function.configWrite(STATUS, 4, 0);
        assertThat(status()).isEqualTo(READY | 2);
        function.configWrite(STATUS, 4, 2);

        assertThat(status()).isEqualTo(READY);
    }

    @Test
    @Tag("P-053")
    void withoutInterruptEnableThereIsNoInterruptStatus() {
        mailbox(DoeSettings.DEFAULT);
        write(1, 3, 0x200);
        go();

        assertThat(status()).isEqualTo(READY);
        assertThat(function.interrupts().isPending(1)).isFalse();
    }

    @Test
    @Tag("P-056")
    void requestWithoutAnAnswerIsNeverReady() {
        mailbox(DoeSettings.DEFAULT);
        silent = true;
        write(0x0001_0001, 3, 0x8410);
        go();

        time.advance(Duration.ofSeconds(2));

        assertThat(status()).isZero();
        assertThat(asked).hasSize(1);
    }

    @Test
    void slowMailboxIsBusyUntilItAnswers() {
        mailbox(new DoeSettings(LARGEST, Duration.ofMillis(5), false));
        write(1, 3, 0x200);
        go();
        assertThat(status()).isEqualTo(BUSY);
        go();

        time.advance(Duration.ofMillis(5));

        assertThat(status()).isEqualTo(READY);
        assertThat(drain()).hasSize(3);
    }

    @Test
    void writingWhileBusyIsAnError() {
        mailbox(new DoeSettings(LARGEST, Duration.ofMillis(5), false));
        write(1, 3, 0x200);
        go();

        write(1);

        assertThat(status()).isEqualTo(ERROR);
        time.advance(Duration.ofMillis(5));
        assertThat(status()).isEqualTo(ERROR);
    }

    @Test
    void abortWhileBusyDropsTheAnswer() {
        mailbox(new DoeSettings(LARGEST, Duration.ofMillis(5), false));
        write(1, 3, 0x200);
        go();

        function.configWrite(CONTROL, 4, 1);
        time.advance(Duration.ofMillis(5));

        assertThat(status()).isZero();
    }

    @Test
    @Tag("GAP-TRN-09")
    void resetOfTheFunctionForgetsTheExchange() {
        mailbox(DoeSettings.DEFAULT);
        function.configWrite(CONTROL, 4, 2);
        write(1, 3, 0x200);
        function.configWrite(CONTROL, 4, GO | 2);

        function.configWrite(0x78, 2, 0x8000);

        assertThat(status()).isZero();
        assertThat(function.configRead(CONTROL, 4)).isZero();
        write(1, 3, 0x200);
        go();
        assertThat(drain()).hasSize(3);
    }
}
