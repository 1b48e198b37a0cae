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

/** What the requester of DMTF's spdm-emu can be told to do beyond the usual, over MCTP in front of our responder. */
@Timeout(180)
class LiveDeviceIT {
    private static final EmulatorTransport TRANSPORT = EmulatorTransport.MCTP;

    @TempDir
    private Path folder;

    @BeforeAll
    static void findThePeer() {
        LivePeer.home();
    }

    static Stream<LiveCase> cases() {
        return Stream.of(LiveDeviceCases.mutual(), LiveDeviceCases.sessions(), LiveDeviceCases.management())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theirRequesterIsContent(LiveCase wanted) throws Exception {
        try (var device = new LiveDevice(TRANSPORT, wanted.profile(), wanted.setup())) {
            String errors = LivePeer.in(folder)
                    .client(
                            LivePeer.REQUESTER,
                            device.port(),
                            "--trans MCTP --ver " + wanted.versionName(),
                            wanted.arguments());

            assertThat(errors).as(device.refusals()).isEmpty();
            assertThat(device.sessions()).as(device.refusals()).isEqualTo(wanted.sessions());
            assertThat(device.sent()).as(device.refusals()).containsSubsequence(wanted.seen());
        }
    }
}
