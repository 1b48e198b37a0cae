package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.responder.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions that end between a request and the last of its response. */
class EndedInBetweenTest {
    @Test
    @Tag("S-132")
    @Tag("S-137")
    void aSessionThatTimesOutBeforeItsLastChunkIsNotEstablished() {
        Bench bench = chunking();
        List<Long> established = new ArrayList<>();
        bench.peers.responder.addListener(new SessionListener() {
            @Override
            public void sessionEnded(long sessionId, String cause) {}

            @Override
            public void sessionEstablished(long sessionId) {
                established.add(sessionId);
            }
        });
        int handle = bench.clear(Refusal.pskExchange(Peers.HINT)).at(4);
        assertThat(bench.peers.responder.sessions()).hasSize(1);

        bench.peers.time.advance(Duration.ofSeconds(10));
        Bytes last = fetchAll(bench, handle);

        assertThat(last.at(1)).isEqualTo(0x06);
        assertThat(bench.peers.responder.sessions()).isEmpty();
        assertThat(established).isEmpty();
        assertThat(bench.peers.ended).singleElement().asString().endsWith("no heartbeat");
    }

    private static Bench chunking() {
        var profile = Peers.profile()
                .withCapabilities(Peers.profile()
                        .capabilities()
                        .with(Capability.CHUNK_CAP)
                        .with(Capability.PSK_CAP, 1));
        var options = Peers.options()
                .withCapabilities(Peers.options().capabilities().with(Capability.CHUNK_CAP))
                .withDataTransferSize(42)
                .withMaximumMessageSize(0x1200);
        return new Bench(profile, options).negotiated();
    }

    private static Bytes fetchAll(Bench bench, int handle) {
        Bytes chunk = bench.clear("12 86 00 %02x 00 00".formatted(handle));
        for (int number = 1; chunk.at(1) == 0x06 && chunk.at(2) == 0; number++) {
            chunk = bench.clear("12 86 00 %02x %02x 00".formatted(handle, number));
        }
        return chunk;
    }
}
