package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogTraceTest {
    private static final TraceEvent MESSAGE = new TraceEvent.Message(
            Instant.EPOCH, "tsm", "device", "SPDM", "GET_VERSION", "", Bytes.fromHex("10 84 00 00"), FieldMap.NONE);

    private final Logger root = (Logger) LoggerFactory.getLogger("tdisp");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.start();
        root.addAppender(appender);
        root.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        root.setAdditive(true);
        root.setLevel(null);
    }

    @Test
    void nothingIsLoggedUnlessAskedFor() {
        root.setLevel(Level.INFO);
        var trace = new LogTrace();

        trace.record(MESSAGE);

        assertThat(trace.isEnabled()).isFalse();
        assertThat(appender.list).isEmpty();
    }

    @Test
    void debugShowsALineAnEvent() {
        root.setLevel(Level.DEBUG);
        var trace = new LogTrace();

        trace.record(MESSAGE);
        trace.record(new TraceEvent.Note(Instant.EPOCH, "tvm", "accepted"));

        assertThat(trace.isEnabled()).isTrue();
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(TraceText.line(MESSAGE), "tvm               note    accepted");
    }

    @Test
    void traceShowsTheBytesToo() {
        root.setLevel(Level.TRACE);

        new LogTrace().record(MESSAGE);

        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("SPDM GET_VERSION\n0000  10 84 00 00\n");
    }
}
