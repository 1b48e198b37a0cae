package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.spdm.transport.EmulatorTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the responder of DMTF's spdm-emu can be told to do beyond the usual, over MCTP behind our requester. */
@Timeout(180)
class LiveHostIT {
    @TempDir
    private Path folder;

    @BeforeAll
    static void findThePeer() {
        LivePeer.home();
    }

    static Stream<LiveVisit> visits() {
        return Stream.of(LiveHostVisits.mutual(), LiveHostVisits.sessions(), LiveHostVisits.management())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("visits")
    void theirResponderSatisfiesOurRequester(LiveVisit visit) throws Exception {
        LivePeer peer = LivePeer.in(folder);

        try (var host = new LiveHost(
                peer,
                EmulatorTransport.MCTP,
                visit.options(),
                "--trans MCTP --ver " + visit.versionName(),
                visit.arguments())) {
            visit.action().on(host);

            assertThat(host.errors()).isEmpty();
        }
    }
}
