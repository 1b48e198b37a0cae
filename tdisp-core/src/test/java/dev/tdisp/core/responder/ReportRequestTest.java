package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportRequestTest {
    private static final Bytes REPORT = body(100);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 99, 100, 65535})
    @Tag("T-062")
    @Tag("T-063")
    @Tag("T-064")
    void portionsOfAnySizeGiveTheSameBody(int length) {
        var device = deviceWith(TdispProfile.SPEC);
        var tsm = new Tsm(device).reach(TdiState.CONFIG_LOCKED);

        assertThat(readAll(tsm, length)).isEqualTo(REPORT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 64})
    @Tag("T-062")
    @Tag("T-064")
    void aLimitOfTheResponderMakesPortionsSmaller(int limit) {
        var device = deviceWith(TdispProfile.SPEC.withPortionLimit(limit));
        var tsm = new Tsm(device).reach(TdiState.RUN);

        Bytes first = tsm.report(0, 0xFFFF);

        assertThat(first.at(16)).isEqualTo(limit);
        assertThat(first.size()).isEqualTo(20 + limit);
        assertThat(readAll(tsm, 0xFFFF)).isEqualTo(REPORT);
    }

    @ParameterizedTest
    @CsvSource({"100,1", "101,1", "65535,64", "0,0", "50,0"})
    @Tag("T-060")
    @Tag("T-061")
    void whatDoesNotFitIsInvalidAndChangesNothing(int offset, int length) {
        var tsm = new Tsm(deviceWith(TdispProfile.SPEC)).reach(TdiState.CONFIG_LOCKED);

        assertThat(Tsm.outcome(tsm.report(offset, length))).isEqualTo("INVALID_REQUEST");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(Tsm.outcome(tsm.report(99, 1))).isEqualTo("ok");
    }

    @Test
    @Tag("T-074")
    void theReportIsThatOfTheLockWhateverTheDeviceSaysLater() {
        var device = deviceWith(TdispProfile.SPEC);
        var tsm = new Tsm(device).reach(TdiState.RUN);

        device.tdi().report = body(40);

        assertThat(readAll(tsm, 33)).isEqualTo(REPORT);
    }

    @Test
    @Tag("T-058")
    @Tag("T-059")
    @Tag("T-075")
    void afterStopAndInErrorTheReportIsNotReadable() {
        var device = deviceWith(TdispProfile.SPEC);
        var tsm = new Tsm(device).reach(TdiState.ERROR);
        assertThat(Tsm.outcome(tsm.report(0, 16))).isEqualTo("INVALID_INTERFACE_STATE");

        tsm.send(Tsm.STOP);

        assertThat(Tsm.outcome(tsm.report(0, 16))).isEqualTo("INVALID_INTERFACE_STATE");
    }

    @Test
    void otherRequestsBetweenPortionsDoNotMatter() {
        var tsm = new Tsm(deviceWith(TdispProfile.SPEC)).reach(TdiState.CONFIG_LOCKED);

        tsm.report(0, 50);
        tsm.send(Tsm.STATE);
        tsm.send(Tsm.VERSION);

        assertThat(tsm.report(50, 50).from(20)).isEqualTo(REPORT.from(50));
    }

    @Test
    void anyAuthenticatedSessionReads() {
        var device = deviceWith(TdispProfile.SPEC);
        new Tsm(device).reach(TdiState.CONFIG_LOCKED);

        assertThat(readAll(new Tsm(device, 9, Tsm.FIRST), 64)).isEqualTo(REPORT);
    }

    private static MemoryDevice deviceWith(TdispProfile profile) {
        var device = new MemoryDevice(profile);
        device.tdi().report = REPORT;
        return device;
    }

    private static Bytes readAll(Tsm tsm, int length) {
        Bytes body = Bytes.EMPTY;
        int remainder = 0xFFFF;
        while (remainder > 0) {
            Bytes response = tsm.report(body.size(), Math.min(length, remainder));
            int portion = response.at(16) | response.at(17) << 8;
            remainder = response.at(18) | response.at(19) << 8;
            assertThat(portion).isPositive().isLessThanOrEqualTo(length);
            assertThat(response.size()).isEqualTo(20 + portion);
            assertThat(body.size() + portion + remainder).isEqualTo(REPORT.size());
            body = body.plus(response.from(20));
        }
        return body;
    }

    private static Bytes body(int size) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return Bytes.of(bytes);
    }
}
