package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.ExpectedResults;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.remote.SocketResponder;
import dev.tdisp.lab.conformance.spdm.SpdmCases;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.netty.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases for SPDM against the responder of DMTF's spdm-emu, if there is one; takes some minutes. */
class LiveConformIT {
    private static final String EXPECTED = "/conformance/spdm-emu-spdm.txt";

    @TempDir
    private Path folder;

    @Test
    void theReferenceEmulatorComesOutAsIsKnown() throws Exception {
        int port = LivePeer.freePort();
        Process responder = LivePeer.in(folder).start(LivePeer.RESPONDER, port, "--trans PCI_DOE");
        try {
            var subject = new SocketResponder(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Framing.emulator(EmulatorTransport.PCI_DOE),
                    Duration.ofSeconds(3));

            ConformanceReport report = new Suite(SpdmCases.all()).run(subject, 1, CaseListener.NONE);

            assertThat(expected().changes(report)).isEmpty();
        } finally {
            responder.destroyForcibly();
        }
    }

    private static ExpectedResults expected() throws IOException {
        try (InputStream in = LiveConformIT.class.getResourceAsStream(EXPECTED)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return ExpectedResults.read(lines);
        }
    }
}
