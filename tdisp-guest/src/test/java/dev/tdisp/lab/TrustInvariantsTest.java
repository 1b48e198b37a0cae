package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds over a whole life of an interface, as its trace shows. */
class TrustInvariantsTest {
    private static final Bytes SECRET =
            Bytes.of("the guest's secret, which nobody else may see".getBytes(StandardCharsets.UTF_8));

    private final Bench bench = new Bench();

    @Test
    @Tag("P-106")
    @Tag("P-127")
    @Tag("T-120")
    void trustedPacketsCrossTheLinkInRunOnly() {
        bench.guest.sharedDriver(bench.function).checksum(bench.guest.heap().put(SECRET));
        bench.accepted();
        bench.guest.privateDriver(bench.function).checksum(bench.guest.heap().put(SECRET));
        bench.guest.unlock(bench.function);
        bench.guest.sharedDriver(bench.function).checksum(bench.guest.heap().put(SECRET));

        boolean isRunning = false;
        int trusted = 0;
        int untrusted = 0;
        for (TraceEvent event : bench.trace.events()) {
            if (event instanceof TraceEvent.StateChange change
                    && change.machine().equals("TDI")) {
                isRunning = change.to().equals("RUN");
            } else if (event instanceof TraceEvent.Packet packet) {
                boolean isTrusted = packet.description().contains("T=1");
                assertThat(isTrusted).as(packet.toString()).isEqualTo(isRunning);
                trusted += isTrusted ? 1 : 0;
                untrusted += isTrusted ? 0 : 1;
            }
        }
        assertThat(trusted).isGreaterThan(10);
        assertThat(untrusted).isGreaterThan(20);
    }

    @Test
    @Tag("P-089")
    void noIdeKeyIsInTheTrace() {
        bench.accepted();

        assertThat(bench.trace.events())
                .filteredOn(event -> event.summary().contains("KEY_PROG"))
                .hasSize(6)
                .allSatisfy(event ->
                        assertThat(((TraceEvent.Message) event).bytes().toHex()).contains("00".repeat(32)));
        assertThat(bench.trace.events())
                .filteredOn(event -> event.summary().contains("VENDOR_DEFINED_REQUEST"))
                .filteredOn(event -> ((TraceEvent.Message) event).bytes().size() == 59)
                .hasSize(6)
                .allSatisfy(event ->
                        assertThat(((TraceEvent.Message) event).bytes().toHex()).contains("00".repeat(32)));
    }
}
