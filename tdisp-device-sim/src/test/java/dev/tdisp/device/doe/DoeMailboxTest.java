package dev.tdisp.device.doe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoeMailboxTest extends MailboxFixture {
    @ParameterizedTest
    @CsvSource({"0x200, 0x01000001", "0x201, 0x02010001", "0x202, 0x00020001", "0, 0x01000001"})
    @Tag("P-045")
    @Tag("P-046")
    void discoveryNamesTheProtocols(long request, long response) {
        mailbox(DoeSettings.DEFAULT);

        write(1, 3, request);
        go();

        assertThat(drain()).containsExactly(1L, 3L, response);
    }

    @Test
    @Tag("P-045")
    void discoveryBehindTheEndNamesNobody() {
        mailbox(DoeSettings.DEFAULT);

        write(1, 3, 0x203);
        go();

        assertThat(drain().get(2) & 0xFF00_FFFFL).isEqualTo(0xFFFF);
    }

    @Test
    @Tag("P-041")
    void goAndAbortReadZero() {
        mailbox(DoeSettings.DEFAULT);

        function.configWrite(CONTROL, 4, 0x8000_0003L);

        assertThat(function.configRead(CONTROL, 4)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4, 0, 0x3FFFF})
    @Tag("P-042")
    @Tag("GAP-TRN-01")
    void objectOfAnotherLengthIsDropped(long length) {
        mailbox(DoeSettings.DEFAULT);

        write(1, length, 0x200);
        go();
        assertThat(status()).isZero();

        write(1, 3, 0x200);
        go();
        assertThat(status()).isEqualTo(READY);
    }

    @Test
    @Tag("P-042")
    void objectWithoutAHeaderIsDropped() {
        mailbox(DoeSettings.DEFAULT);
        go();
        write(1);
        go();

        assertThat(status()).isZero();
    }

    @Test
    @Tag("P-043")
    @Tag("GAP-TRN-01")
    void lengthZeroMeansTheLargestObject() {
        mailbox(DoeSettings.DEFAULT);
        write(0x0001_0001, 0);
        for (int i = 2; i < LARGEST; i++) {
            write(0);
        }

        go();

        assertThat(status()).isEqualTo(READY);
        assertThat(asked.get(0).payload().size()).isEqualTo(4 * (LARGEST - 2));
    }

    @Test
    @Tag("P-043")
    void largestAnswerHasLengthZeroToo() {
        mailbox(DoeSettings.DEFAULT);
        write(0x0001_0001, 0);
        for (int i = 2; i < LARGEST; i++) {
            write(i);
        }
        go();

        List<Long> answer = drain();

        assertThat(answer).hasSize(LARGEST).startsWith(0x0001_0001L, 0L, 2L).endsWith(LARGEST - 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    @Tag("P-055")
    void answerIsPaddedWithZeros(int bytes) {
        answer = Optional.of(Bytes.filled(0xFF, 4 + bytes));
        mailbox(DoeSettings.DEFAULT);

        write(0x0001_0001, 3, 0xFFFF_FFFFL);
        go();

        assertThat(drain()).containsExactly(0x0001_0001L, 4L, 0xFFFF_FFFFL, (1L << 8 * bytes) - 1);
    }

    @Test
    void oneMoreThanTheCapacityIsAnError() {
        mailbox(new DoeSettings(4, Duration.ZERO, false));
        write(1, 2, 3, 4);
        assertThat(status()).isZero();

        write(5);

        assertThat(status()).isEqualTo(ERROR);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0003_0001, 0x0001_1E98, 0x00FF_0001})
    @Tag("P-044")
    @Tag("GAP-TRN-02")
    void objectOfAnotherTypeIsDropped(long type) {
        mailbox(DoeSettings.DEFAULT);

        write(type, 3, 0);
        go();

        assertThat(status()).isZero();
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Tag("P-047")
    void shortAccessesMissTheMailboxes(int size) {
        mailbox(DoeSettings.DEFAULT);
        function.configWrite(WRITE, size, 1);
        write(1, 3, 0x200);
        go();

        function.configWrite(READ, size, 0);

        assertThat(function.configRead(READ, size)).isZero();
        assertThat(drain()).hasSize(3);
    }

    @Test
    @Tag("P-048")
    @Tag("P-049")
    void responseIsReadAsOftenAsWantedUntilItIsTaken() {
        mailbox(DoeSettings.DEFAULT);
        write(0x0001_0001, 3, 0xAABB_CCDDL);
        go();
        function.configWrite(READ, 4, 0xFFFF_FFFFL);
        function.configWrite(READ, 4, 1);

        assertThat(read()).isEqualTo(0xAABB_CCDDL).isEqualTo(read());
        assertThat(status()).isEqualTo(READY);

        function.configWrite(READ, 4, 0);
        assertThat(status()).isZero();
    }

    @Test
    @Tag("P-050")
    void takingNothingHasNoEffect() {
        mailbox(DoeSettings.DEFAULT);

        function.configWrite(READ, 4, 0);

        assertThat(read()).isZero();
        assertThat(status()).isZero();
    }

    @Test
    @Tag("P-050")
    void takingNothingIsAnErrorIfAskedFor() {
        mailbox(new DoeSettings(LARGEST, Duration.ZERO, true));

        function.configWrite(READ, 4, 0);

        assertThat(status()).isEqualTo(ERROR);
    }

    @Test
    @Tag("P-051")
    @Tag("GAP-TRN-03")
    void abortForgetsRequestAndResponse() {
        mailbox(DoeSettings.DEFAULT);
        write(1, 3, 0x200);
        go();
        write(7, 7);

        function.configWrite(CONTROL, 4, 0x8000_0001L);

        assertThat(status()).isZero();
        assertThat(read()).isZero();
        write(1, 3, 0x201);
        go();
        assertThat(drain()).hasSize(3);
    }

    @Test
    @Tag("P-051")
    @Tag("P-052")
    void onlyAbortClearsAnError() {
        mailbox(new DoeSettings(3, Duration.ZERO, false));
        write(1, 3, 0x200, 4);

        write(1, 3, 0x200);
        go();
        assertThat(status()).isEqualTo(ERROR);

        function.configWrite(CONTROL, 4, 1);
        assertThat(status()).isZero();
        write(1, 3, 0x200);
        go();
        assertThat(status()).isEqualTo(READY);
    }

    @Test
    @Tag("P-055")
    @Tag("GAP-TRN-05")
    void paddingOfARequestIsTheRespondersToIgnore() {
        mailbox(DoeSettings.DEFAULT);

        write(0x0001_0001, 4, 0x0000_8410, 0xFFFF_FFFFL);
        go();

        assertThat(asked).hasSize(1);
        assertThat(drain().get(0)).isEqualTo(0x0001_0001);
    }

    @Test
    void newAnswerReplacesOneThatWasNotTaken() {
        mailbox(DoeSettings.DEFAULT);
        write(1, 3, 0x200);
        go();
        write(1, 3, 0x201);
        go();

        assertThat(drain()).containsExactly(1L, 3L, 0x0201_0001L);
    }

    @Test
    void answerThatWasNotTakenIsGoneIfTheNextRequestHasNone() {
        mailbox(DoeSettings.DEFAULT);
        write(1, 3, 0x200);
        go();
        silent = true;
        write(0x0001_0001, 3, 0);
        go();

        assertThat(status()).isZero();
        assertThat(read()).isZero();
        function.configWrite(READ, 4, 0);
        assertThat(status()).isZero();
    }

    @Test
    void answerThatWasNotTakenIsGoneWhileTheNextIsMade() {
        mailbox(new DoeSettings(LARGEST, Duration.ofMillis(5), false));
        write(1, 3, 0x200);
        go();
        time.advance(Duration.ofMillis(5));
        write(1, 3, 0x201);
        go();

        assertThat(status()).isEqualTo(BUSY);
        time.advance(Duration.ofMillis(5));
        assertThat(drain()).containsExactly(1L, 3L, 0x0201_0001L);
    }

    @Test
    void securedObjectsAreToldFromOthers() {
        mailbox(DoeSettings.DEFAULT);
        write(0x0002_0001, 3, 0xFFFF_FFFFL);
        go();

        assertThat(asked).containsExactly(TransportMessage.secured(Bytes.filled(0xFF, 4)));
        assertThat(drain().get(0)).isEqualTo(0x0002_0001);
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DoeSettings(2, Duration.ZERO, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new DoeSettings(3, Duration.ofMillis(-1), false));
    }

    @Test
    void objectsComeOutAsTheyWereWritten() {
        mailbox(DoeSettings.DEFAULT);
        var out = WireWriter.create();
        write(0x0001_0001, 6, 1, 2, 3, 4);
        go();
        drain().forEach(word -> out.u32("word", word));

        WireReader in = WireReader.of(out.toBytes().from(8));
        assertThat(in.u32("word")).isEqualTo(1);
        assertThat(in.remaining()).isEqualTo(12);
    }
}
